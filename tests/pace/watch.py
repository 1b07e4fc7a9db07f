"""Working with a watch in hand: what is done, and how much time passes between."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from annotator.accounts.person import Person
from annotator.annotations.drafts import AnnotationDraft
from annotator.annotations.models import Annotation
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import take_next
from annotator.db import db, writing
from annotator.pace.models import PaceTalk
from annotator.pace.queries import Found, Wanted, signals
from annotator.pace.service import note_talk
from annotator.projects.workflow import set_workflow, workflow_of
from annotator.sources.drafts import SourceDraft
from annotator.verdicts.drafts import VerdictDraft
from annotator.workspace.queries import desk
from annotator.workspace.service import MarkSave, save_mark, set_removed
from tests.adjudication.made import LOGS, Bench
from tests.factories import SHELL, make_article
from tests.personas import World

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
#: How the text of the bench begins, and so this article.
TITLE = "Ferry fares"
#: Read in a minute at the usual trap.
LONG_READ = "word " * 714


@dataclass
class Watch:
    """The bench, and the clock that stands still."""

    bench: Bench
    clock: Any

    @classmethod
    def make(cls, world: World, clock: Any) -> Watch:
        """With an article that takes a minute to read."""
        article = make_article(world.project, f"{TITLE}\n{LONG_READ}\n", title=TITLE)
        return cls(Bench(world, article.id), clock)

    @property
    def world(self) -> World:
        """Whose project it is."""
        return self.bench.world

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.shift(seconds)

    def marks(self, person: Person, **said: Any) -> str:
        """Make a mark."""
        return self.bench.mark(person, TITLE, **said)

    def removes(self, person: Person, mark: str, *, removed: bool = True) -> None:
        """Remove the mark, or bring it back."""
        version = db.session.get_one(Annotation, mark).version
        with writing():
            here = desk(self.world.project, self.bench.article_id, person.id)
            set_removed(here, mark, version, removed=removed, person=person)

    def judges(self, person: Person, mark: str, rating: str = "supported") -> None:
        """Give a verdict on it, with a reason and a source."""
        judged = VerdictDraft(str(uuid4()), rating, "The logs say so.")
        self._save(person, mark, (SourceDraft(str(uuid4()), url=LOGS),), judged)

    def notes(self, person: Person, mark: str, note: str) -> None:
        """Write a note on it."""
        self._save(person, mark, (), None, note=note)

    def takes(self, person: Person) -> str:
        """Ask for the next article; gives its id."""
        with writing():
            found = take_next(self.world.project_id, person.id, actor=person.actor)
        assert isinstance(found, str)
        return found

    def hands_in(self, person: Person) -> str:
        """Submit; gives the assignment's id."""
        self.bench.hand_in(person)
        work = assignment_of(self.bench.article_id, person.id)
        assert work is not None
        return work.id

    def sets(self, **rules: int | bool) -> None:
        """Change the project's settings."""
        with writing():
            rule = replace(workflow_of(self.world.project_id), **rules)  # type: ignore[arg-type]
            set_workflow(self.world.project, rule, actor=SHELL)

    def found(self, **said: Any) -> Found:
        """The signals that wait."""
        db.session.expire_all()
        rules = workflow_of(self.world.project_id)
        return signals(self.world.project_id, Wanted(**{"rules": rules, **said}))

    def talks(self, key: str, note: str = "We talked.", person: Person | None = None) -> PaceTalk:
        """Note a talk, by the lead unless it is said who."""
        with writing():
            return note_talk(self.world.project_id, key, note, person=person or self.world.lead)

    def _save(
        self, person: Person, mark: str, sources: Any, judged: VerdictDraft | None, **said: Any
    ) -> None:
        draft = AnnotationDraft(mark, db.session.get_one(Annotation, mark).version, **said)
        with writing():
            here = desk(self.world.project, self.bench.article_id, person.id)
            save_mark(here, MarkSave(draft, sources, judged), person=person)
