"""What somebody says of articles that were there already: kept at once, carried out by a job."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, exists, func, select, true, update

from annotator.annotations.models import Annotation
from annotator.assignments.models import Assignment
from annotator.audit.models import Actor
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.imports.models import Import
from annotator.imports.queries import unanswered, waiting_imports
from annotator.imports.reports import name_of
from annotator.jobs.models import Job
from annotator.jobs.service import enqueue
from annotator.similarity.known import Choice
from annotator.similarity.models import Answer, StagedRepeat

#: The kind of job that carries answers out.
SETTLING = "settling"


@dataclass(frozen=True, slots=True)
class Answers:
    """What becomes of known articles: of `each` by the id of its question, and of the `rest`.

    Without an answer for the rest, they go on waiting.
    """

    each: Mapping[str, Choice] = field(default_factory=dict)
    rest: Choice | None = None

    def mine(self) -> ColumnElement[bool]:
        """The condition under which a question has one of these answers."""
        asked = true() if self.rest is not None else StagedRepeat.id.in_(self.each)
        return unanswered() & asked

    def of(self, repeat: StagedRepeat) -> Choice:
        """The answer for this one; only asked where there is one."""
        answer = self.each.get(repeat.id, self.rest)
        return Choice.ADD if answer is None else answer

    def holds_anew(self, import_id: str) -> None:
        """Let the answer for the rest hold for what the import asks from now on."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Answers that stand with their questions until this job carries them out."""

    job_id: str
    rest: Choice | None = None

    def mine(self) -> ColumnElement[bool]:
        """The condition under which a question has one of these answers."""
        return StagedRepeat.job_id == self.job_id

    def of(self, repeat: StagedRepeat) -> Choice:
        """The answer that stands there."""
        return Choice.ADD if repeat.answer is None else Choice(repeat.answer.value)

    def holds_anew(self, import_id: str) -> None:
        """Let the answer for the rest hold for what the import asks from now on."""
        if self.rest is not None:
            _write(self.job_id, self.rest, StagedRepeat.import_id == import_id)


def record(
    project_id: int,
    answers: Answers,
    *,
    shown: Collection[str],
    listed: Collection[str],
    actor: Actor,
) -> Job:
    """Keep the answers, and have them carried out, in the caller's transaction.

    That one has locked the chain. `shown` are the imports that whoever answers has seen, and
    `listed` the questions: the answers are for no others. Raises `Conflict` where somebody else
    has answered one of these meanwhile, and `Invalid` for an answer that cannot be.
    """
    waiting = {one.id: one for one in waiting_imports(project_id)}
    if not waiting.keys() >= set(shown):
        raise _answered()
    check(project_id, answers, [*listed, *answers.each])
    named = [waiting[import_id].name for import_id in shown]
    everything = answers.rest is not None
    asked = sum(waiting[one].asked for one in shown) if everything else len(answers.each)
    payload = {
        "imports": list(shown),
        "files": name_of(named),
        "asked": asked,
        "rest": None if answers.rest is None else answers.rest.value,
    }
    job = enqueue(project_id, SETTLING, payload, actor)
    if answers.rest is not None:
        _write(job.id, answers.rest, StagedRepeat.import_id.in_(shown) & unanswered())
    for choice in set(answers.each.values()):
        ids = [key for key, chosen in answers.each.items() if chosen is choice]
        _write(job.id, choice, StagedRepeat.id.in_(ids))
    return job


def check(project_id: int, answers: Answers, questions: Iterable[str]) -> None:
    """See that the answers can be, and that nobody has answered the questions yet."""
    wanted = set(questions)
    query = select(StagedRepeat.id, StagedRepeat.article_id).where(
        StagedRepeat.project_id == project_id, StagedRepeat.id.in_(wanted), unanswered()
    )
    articles = {row.id: row.article_id for row in db.session.execute(query)}
    if len(articles) < len(wanted):
        raise _answered()
    revised = {articles[key] for key, choice in answers.each.items() if choice is Choice.REVISE}
    if with_work(revised):
        raise Invalid(
            "An article that brings marks of its own cannot become the newest text of another one:"
            " link it, or leave it out."
        )


def with_work(article_ids: set[str]) -> set[str]:
    """Those of the articles on which somebody has worked."""
    found: set[str] = set()
    for kind in (Annotation, Assignment):
        query = select(kind.article_id).where(kind.article_id.in_(article_ids)).distinct()
        found.update(db.session.scalars(query))
    return found


def refuse_while_settling(found: Import) -> None:
    """Raise `Conflict` where answers for the import are being carried out."""
    own = StagedRepeat.import_id == found.id
    if db.session.scalar(select(exists().where(own, ~unanswered()))):
        raise Conflict(
            "The answers for this file are being carried out: stop that first, or wait for it."
        )


def left(import_ids: Collection[str]) -> int:
    """How many questions of these imports are not settled."""
    query = select(func.count()).where(StagedRepeat.import_id.in_(import_ids))
    return db.session.scalar(query) or 0


def left_for(job_id: str) -> int:
    """How many answers the job has still to carry out."""
    return db.session.scalar(select(func.count()).where(StagedRepeat.job_id == job_id)) or 0


def _write(job_id: str, choice: Choice, where: ColumnElement[bool]) -> None:
    values = {"answer": Answer(choice.value), "job_id": job_id}
    statement = update(StagedRepeat).where(where).values(values)
    db.session.execute(statement, execution_options={"synchronize_session": False})


def _answered() -> Conflict:
    return Conflict("Somebody else has answered here meanwhile: this is what is left.")
