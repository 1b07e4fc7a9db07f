"""The steps of an import, each inside the caller's transaction: begun, beaten, ended, cleared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from annotator.accounts.models import User
from annotator.adjudication.models import Adjudication, GoldLayer, GoldMark
from annotator.annotations.models import Annotation, Claim, Context, Fragment, Quote
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment
from annotator.audit.models import COMMAND_LINE, Action, Actor
from annotator.audit.service import Change, lock_chain, record, record_change, row_key, snapshot
from annotator.clock import now
from annotator.db import Base, db
from annotator.errors import Conflict, NotFound, Remark
from annotator.imports.models import Import, ImportState
from annotator.imports.queries import is_settling
from annotator.imports.reports import Report, name_of
from annotator.links.models import Link
from annotator.projects.models import Membership
from annotator.projects.queries import put_away
from annotator.revisions.models import Carry, Correction
from annotator.similarity.models import ArticleLink
from annotator.similarity.staging import unstage
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict

#: Who does what no person asked for.
_NOBODY = Actor(None, COMMAND_LINE, COMMAND_LINE)

#: An import that wrote nothing for so long is dead: its process was ended.
SILENCE = timedelta(minutes=2)
#: An import waits so long for somebody to say what becomes of articles that were there already.
WAITS = timedelta(days=30)
#: So many articles are cleared in one transaction.
CLEARED_AT_ONCE = 25

# Put together once, as every batch says it; whoever reads these rows reads them anew.
_ALIVE = (
    update(Import)
    .where(Import.id == bindparam("import"), Import.state == ImportState.RUNNING)
    .values(seen_at=bindparam("moment"))
    .returning(Import.id)
    .execution_options(synchronize_session=False)
)

#: What hangs on marks and on articles, in the order in which it may go.
_ON_MARKS: tuple[Any, ...] = (Source, Verdict)
_ON_ARTICLES: tuple[Any, ...] = (
    ArticleLink,
    GoldLayer,
    Adjudication,
    Carry,
    Correction,
    Link,
    Annotation,
    Assignment,
    Revision,
)


def begin(project_id: int, names: Sequence[str], *, actor: Actor) -> str:
    """A new import of these files; returns its id."""
    moment = now()
    begun = Import(
        id=str(uuid4()),
        project_id=project_id,
        state=ImportState.RUNNING,
        name=name_of(names),
        articles=0,
        refused=0,
        report=None,
        started_at=moment,
        started_by=actor.id,
        seen_at=moment,
        finished_at=None,
    )
    db.session.add(begun)
    record_change(Action.IMPORT_STARTED, begun, before=None, actor=actor)
    return begun.id


def begun_at(import_id: str) -> datetime:
    """When it began."""
    return db.session.scalars(select(Import.started_at).where(Import.id == import_id)).one()


def show_life(import_id: str) -> None:
    """Say that it is still running; raises `Conflict` when somebody took it for dead."""
    alive = {"import": import_id, "moment": now()}
    if db.session.execute(_ALIVE, alive).first() is None:
        raise Conflict("This import was silent for too long and has been cleared: begin it anew.")


def finish(import_id: str, report: Report, *, actor: Actor) -> None:
    """Its articles are there from the commit on, all at once."""
    show_life(import_id)
    _end(import_id, ImportState.FINISHED, report, Action.IMPORT_FINISHED, actor)


def wait(import_id: str, report: Report, *, actor: Actor) -> None:
    """It is whole, and waits until somebody says what becomes of what was there already."""
    show_life(import_id)
    _end(import_id, ImportState.WAITING, report, Action.IMPORT_WAITING, actor)


def held_waiting(project_id: int, import_id: str) -> Import:
    """An import that waits, for this transaction alone.

    Raises `NotFound` for one that the project has not, and `Conflict` for one that does not wait.
    """
    query = select(Import.id).where(Import.id == import_id, Import.project_id == project_id)
    if db.session.scalar(query) is None:
        raise NotFound("There is no such page.")
    found = _held(import_id)
    if found.state is not ImportState.WAITING:
        raise Conflict("This import waits for nothing any more.")
    return found


def note_answers(found: Import, report: Report, *, actor: Actor) -> None:
    """Keep what was said of some of its articles."""
    _end(found.id, ImportState.WAITING, report, Action.IMPORT_ANSWERED, actor)


def finish_waiting(found: Import, *, actor: Actor) -> None:
    """Everything was said: its articles are there from the commit on."""
    report = Report.from_json(found.report)
    _end(found.id, ImportState.FINISHED, report, Action.IMPORT_FINISHED, actor)


def fail(import_id: str, report: Report | None, *, actor: Actor) -> None:
    """It ends without its articles, which `clear_some` takes away."""
    _end(import_id, ImportState.FAILED, report, Action.IMPORT_FAILED, actor)


def stale_imports(project_id: int | None = None) -> list[str]:
    """Imports that failed or died, or waited for too long, and are not cleared yet.

    Those of a project that is put away stay as they are.
    """
    silent = (Import.state == ImportState.RUNNING) & (Import.seen_at < now() - SILENCE)
    expired = (Import.state == ImportState.WAITING) & (Import.seen_at < now() - WAITS)
    expired &= ~is_settling()
    query = select(Import.id).where((Import.state == ImportState.FAILED) | silent | expired)
    query = query.where(Import.project_id.not_in(put_away()))
    if project_id is not None:
        query = query.where(Import.project_id == project_id)
    return list(db.session.scalars(query.order_by(Import.started_at)))


def clear_some(import_id: str, *, actor: Actor) -> bool:
    """Take some of a failed import's articles away; returns whether there may be more.

    One that was running, and silent, has failed with that; and so has one that waited for too long.
    """
    # Before the import's own row, as whoever withdraws one does.
    lock_chain(_project_of(import_id))
    found = _held(import_id)
    if found.state is ImportState.FINISHED or not _is_over(found):
        return False  # It was slow and not dead, and came to its end since somebody looked.
    if found.state is ImportState.WAITING:
        _expire(found)
    if found.state is ImportState.RUNNING:
        fail(import_id, None, actor=actor)
    query = select(Article).where(Article.import_id == import_id)
    # The last ones first: a link leads from an article to one that came before it.
    query = query.order_by(Article.number.desc()).limit(CLEARED_AT_ONCE)
    articles = db.session.scalars(query).all()
    if articles:
        take_away(found.project_id, articles, actor=actor)
        return True
    if found.state is ImportState.FAILED:
        unstage(import_id)
        _end(import_id, ImportState.CLEARED, None, Action.IMPORT_CLEARED, actor)
    return False


def _is_over(found: Import) -> bool:
    if found.state is not ImportState.WAITING:
        return True
    settling = select(Import.id).where(Import.id == found.id, is_settling())
    return found.seen_at < now() - WAITS and db.session.scalar(settling) is None


def _expire(found: Import) -> None:
    report = Report.from_json(found.report)
    report.end_with(
        Remark(
            "Within %(days)s days nobody said what becomes of articles that were there already, so "
            "it was withdrawn; the files can be brought in again.",
            days=WAITS.days,
        )
    )
    _end(found.id, ImportState.FAILED, report, Action.IMPORT_EXPIRED, _NOBODY)


def _project_of(import_id: str) -> int:
    return db.session.scalars(select(Import.project_id).where(Import.id == import_id)).one()


def _held(import_id: str) -> Import:
    # Whoever ends or clears it waits for whoever stores into it, and for each other.
    return db.session.get_one(Import, import_id, populate_existing=True, with_for_update=True)


def _end(
    import_id: str, state: ImportState, report: Report | None, action: Action, actor: Actor
) -> None:
    found = _held(import_id)
    before = snapshot(found)
    found.state = state
    if state is not ImportState.WAITING:
        found.finished_at = found.finished_at or now()
    if report is not None:
        found.report, found.refused = report.to_json(), report.refused
        found.articles = report.articles if state is ImportState.FINISHED else 0
    record_change(action, found, before=before, actor=actor)


def take_away(project_id: int, articles: Sequence[Article], *, actor: Actor) -> None:
    """Take articles that nobody saw away, with all that is on them."""
    ids = [article.id for article in articles]
    marks = list(db.session.scalars(select(Annotation.id).where(Annotation.article_id.in_(ids))))
    rows: list[Base] = []
    for kind in _ON_MARKS:
        rows += db.session.scalars(select(kind).where(kind.annotation_id.in_(marks)))
    for kind in _ON_ARTICLES:
        rows += db.session.scalars(_whole(kind).where(kind.article_id.in_(ids)))
    rows += articles
    home = {row.id: row.article_id for row in rows if isinstance(row, Annotation)}
    changes = [_cleared(row, home) for row in rows]
    people = _people_of(rows)
    db.session.expunge_all()
    for table in (GoldMark, Source, Verdict, Fragment, Claim, Quote, Context):
        db.session.execute(delete(table).where(table.annotation_id.in_(marks)))
    for table in _ON_ARTICLES:
        db.session.execute(delete(table).where(table.article_id.in_(ids)))
    db.session.execute(delete(Article).where(Article.id.in_(ids)))
    record(project_id, changes, actor=actor)
    dismiss(people)


def _whole(kind: Any) -> Any:
    parts = [selectinload(getattr(kind, name)) for name in getattr(kind, "__audit_children__", ())]
    return select(kind).options(*parts)


def _cleared(row: Any, home: dict[str, str]) -> Change:
    if isinstance(row, Article):
        article_id = row.id
    else:
        article_id = getattr(row, "article_id", None) or home[row.annotation_id]
    return Change(
        Action.ROW_CLEARED,
        row.__tablename__,
        row_key(row),
        snapshot(row),
        None,
        getattr(row, "version", None),
        article_id,
    )


def _people_of(rows: Iterable[Any]) -> set[int]:
    names = (
        *("author_id", "reviewer_id", "added_by", "decided_by", "made_by", "settled_by"),
        *("reopened_by", "finished_by"),
    )
    found = (getattr(row, name, None) for row in rows for name in names)
    return {person for person in found if person is not None}


def dismiss(people: set[int]) -> None:
    """Take away accounts that only this import made: nobody signs in, and nothing is theirs."""
    nobody = select(User.id).where(
        User.id.in_(people), User.email.is_(None), User.password_hash.is_(None)
    )
    joined = select(Membership.user_id)
    for user_id in db.session.scalars(nobody.where(User.id.not_in(joined))).all():
        try:
            with db.session.begin_nested():
                db.session.execute(delete(User).where(User.id == user_id))
        except IntegrityError:
            continue  # Something else is theirs after all.
