"""The same work, in which articles are handed out and taken back, too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from annotator.articles.models import Article, Priority
from annotator.articles.planning import Plan, plan_articles
from annotator.assignments.handing import assign_all
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import take_next
from annotator.assignments.service import release
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import set_workflow
from tests.audit.speaking import SpeakingWork


class HandingWork(SpeakingWork):
    """Work with a queue, and a lead who hands articles out."""

    def _steps(self) -> list[Callable[[], None]]:
        return [*super()._steps(), *[self._hand_out] * 4]

    def _hand_out(self) -> None:
        ways = (self._rules, self._plan, self._take_next, self._assign, self._release)
        self.dice.choice(ways)()

    def _rules(self) -> None:
        wanted, hours = self.dice.randint(1, 3), self.dice.choice((None, 1))
        rules = WorkflowDraft(wanted, self.dice.choice((0, 50)), 3, None, hours)
        set_workflow(self._project(), rules, actor=self.world.lead.actor)

    def _plan(self) -> None:
        some = [db.session.get_one(Article, self.dice.choice(self.articles))]
        priority = self.dice.choice((None, *Priority))
        plan_articles(some, Plan(priority, date(2026, 11, 22)), actor=self.world.lead.actor)

    def _take_next(self) -> None:
        person = self._someone()
        take_next(self.world.project_id, person.id, actor=person.actor)

    def _assign(self) -> None:
        article, person = self.dice.choice(self.articles), self._someone()
        due_on, lead = date(2026, 11, 22), self.world.lead.actor
        assign_all(self.world.project_id, [article], [person.id], due_on=due_on, actor=lead)

    def _release(self) -> None:
        found = assignment_of(self.dice.choice(self.articles), self._someone().id)
        if found is not None:
            release(found, actor=self.world.lead.actor)
