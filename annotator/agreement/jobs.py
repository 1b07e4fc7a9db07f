"""Reckoning the agreement of many readings in the background."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson

from annotator.agreement.queries import handed_in_count
from annotator.agreement.report import Options
from annotator.agreement.service import as_json, report_of
from annotator.assignments.reach import Reach
from annotator.audit.models import Actor
from annotator.clock import now
from annotator.db import db
from annotator.errors import Words
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.models import Job, State
from annotator.jobs.queries import jobs_of_kinds
from annotator.jobs.service import enqueue

AGREEMENT = "agreement"
#: So many readings are reckoned while the page is waited for: about half a second on a slow
#: machine. More of them would keep others waiting.
MOST_IN_REQUEST = 300
#: Jobs are kept for so long.
_KEPT = timedelta(days=30)
_MOST = 50


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The newest report of these options that is there, and whether one is on its way.

    It `is_old` where other articles were open to the person when they asked for it. One that
    counts an article that is closed to them now is old and has no document.
    """

    document: Mapping[str, Any] | None
    at: datetime | None
    is_running: bool
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks for agreement on what; the answer is theirs, and of articles within `reach`."""

    slug: str
    options: Options
    person_id: int | None
    reach: Reach

    def payload(self) -> dict[str, Any]:
        """The same as a job keeps it."""
        reach = self.reach
        only = None if reach.only is None else sorted(reach.only)
        asked = {"slug": self.slug, **asdict(self.options), "person": self.person_id}
        return {**asked, "only": only, "closed": sorted(reach.closed)}

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Question:
        """The question that a job keeps; one that names no articles was asked of all."""
        only = payload.get("only")
        reach = Reach(
            None if only is None else frozenset(only), frozenset(payload.get("closed", ()))
        )
        options = Options(payload["threshold"], payload["language"])
        return cls(payload["slug"], options, payload["person"], reach)

    def is_again(self, earlier: Question) -> bool:
        """Whether the same person asked the same before, whatever was open to them then."""
        return replace(earlier, reach=self.reach) == self


def is_short(project_id: int, reach: Reach) -> bool:
    """Whether the page may be waited for."""
    return handed_in_count(project_id, reach.holds) <= MOST_IN_REQUEST


def ask(project_id: int, question: Question, actor: Actor) -> Job:
    """Have it reckoned."""
    return enqueue(project_id, AGREEMENT, question.payload(), actor)


def reckoned(project_id: int, question: Question) -> Reckoned:
    """What this person's jobs have found of what is still open to them."""
    newest = jobs_of_kinds(project_id, [AGREEMENT], now() - _KEPT, _MOST)
    jobs = [(one, Question.of(orjson.loads(one.payload))) for one in newest]
    jobs = [two for two in jobs if question.is_again(two[1])]
    still_open = [two for two in jobs if two[1].reach.is_within(question.reach)]
    running = any(one.state in (State.QUEUED, State.RUNNING) for one, _ in still_open)
    for done, asked in still_open:
        if done.state is State.DONE and done.result:
            report = orjson.loads(done.result)["report"]
            return Reckoned(report, done.finished_at, running, asked.reach != question.reach)
    return Reckoned(None, None, running, any(one.result for one, _ in jobs))


def _target(result: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    options = result["report"]["options"]
    return "agreement.index", {key: value for key, value in options.items() if value is not None}


@job(
    AGREEMENT,
    Words("Reckoning agreement"),
    subject=lambda payload: f"{payload['threshold'] * 100:g} %",
    target=_target,
    only_reads=True,
)
def reckon(run: Run) -> None:
    """Compare what was handed in on the articles that were open to whoever asked."""
    question = Question.of(run.payload)
    report = report_of(
        run.project_id, question.options, open_to=question.reach.holds, tell=run.progress
    )
    db.session.rollback()
    with run.completing() as result:
        result["report"] = orjson.loads(as_json(report, question.slug))
