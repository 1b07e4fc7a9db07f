"""Carrying out what somebody said of articles that were there already, in imports that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

import orjson
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import joinedload

from annotator.annotations.models import Annotation
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.clock import now
from annotator.db import db, writing
from annotator.formats.native.people import join_all
from annotator.imports import service
from annotator.imports.answers import (
    Answers,
    Recorded,
    check,
    refuse_while_settling,
    with_work,
)
from annotator.imports.asking import ask_about_newcomers
from annotator.imports.models import Import
from annotator.imports.queries import waiting_imports
from annotator.imports.reports import Report
from annotator.similarity.jobs import ask_for_corrections, ask_for_likenesses
from annotator.similarity.known import Choice, KnownArticles
from annotator.similarity.linking import link_all
from annotator.similarity.models import StagedRepeat, Why
from annotator.similarity.queries import Known
from annotator.similarity.staging import has_staged, stage
from annotator.text.layout import Layout

#: So many answers are carried out in one transaction.
AT_ONCE = 20

#: Opens one short transaction, which holds the project's chain.
Step = Callable[[], AbstractContextManager[None]]
#: Learns how many answers were carried out since it was told last.
Tell = Callable[[int], None]


def settle(
    project_id: int, answers: Answers, *, actor: Actor, tell: Tell = lambda count: None
) -> int:
    """Carry the answers out in all imports of the project that wait; returns what came in.

    Raises `Conflict` when somebody else has answered one of these meanwhile, and `Invalid` for an
    answer that cannot be; nothing was changed then.
    """
    check(project_id, answers, answers.each)
    waiting = [one.id for one in waiting_imports(project_id)]
    db.session.rollback()
    return sum(settle_one(project_id, one, answers, actor=actor, tell=tell) for one in waiting)


def settle_one(
    project_id: int,
    import_id: str,
    answers: Answers,
    *,
    actor: Actor,
    tell: Tell = lambda count: None,
) -> int:
    """The same for one import; returns how many articles of it are there now."""
    for count in settling(project_id, import_id, answers, actor=actor):
        tell(count)
    arrived = db.session.get_one(Import, import_id, populate_existing=True).articles
    db.session.rollback()
    return arrived


def settling(
    project_id: int,
    import_id: str,
    answers: Answers | Recorded,
    *,
    actor: Actor,
    step: Step | None = None,
) -> Iterator[int]:
    """Carry the answers out in one import, some in each `step`; gives how many that were.

    Whatever cuts it off, no answer is half carried out, and the rest can be carried out later, by
    others at the same time as well: each step takes what is left. An import about which nothing
    is left to say is finished with that.
    """
    step = step or (lambda: _chained(project_id))
    while True:
        with step():
            found = service.held_waiting(project_id, import_id)
            rows = _next(import_id, answers)
            if rows:
                _carry_out(found, rows, answers, actor)
            elif _has_questions(import_id) or not _asked_anew(found, answers, actor):
                return
        yield len(rows)


def give_up(project_id: int, import_id: str, *, actor: Actor) -> None:
    """Bring nothing of it in, in the caller's transaction; what it brought is yet to be cleared.

    Raises `Conflict` where it does not wait, or its answers are being carried out.
    """
    refuse_while_settling(service.held_waiting(project_id, import_id))
    service.fail(import_id, None, actor=actor)


@contextmanager
def _chained(project_id: int) -> Iterator[None]:
    with writing():
        # Before the import's own row, as whoever answers on a page does.
        lock_chain(project_id)
        yield


def _next(import_id: str, answers: Answers | Recorded) -> Sequence[StagedRepeat]:
    query = select(StagedRepeat).where(StagedRepeat.import_id == import_id, answers.mine())
    return db.session.scalars(query.order_by(StagedRepeat.id).limit(AT_ONCE)).all()


def _has_questions(import_id: str) -> bool:
    return bool(db.session.scalar(select(exists().where(StagedRepeat.import_id == import_id))))


def _asked_anew(found: Import, answers: Answers | Recorded, actor: Actor) -> bool:
    """Whether others brought the same meanwhile, so that somebody is asked; else it is finished."""
    asked = ask_about_newcomers(found.project_id, found.id, found.seen_at)
    found.seen_at = now()
    if not asked:
        _finish(found, actor)
        return False
    answers.holds_anew(found.id)
    report = Report.from_json(found.report)
    report.asked += asked
    service.note_answers(found, report, actor=actor)
    return True


def _carry_out(
    found: Import, rows: Sequence[StagedRepeat], answers: Answers | Recorded, actor: Actor
) -> None:
    report, gone, linked = Report.from_json(found.report), [], []
    revised: list[tuple[str, str]] = []
    work = with_work({row.article_id for row in rows})
    titles = _titles({row.other_id for row in rows})
    repeated = _repeated({row.article_id for row in rows})
    for row in rows:
        choice = answers.of(row)
        if choice is Choice.REVISE and row.article_id in work:
            choice = Choice.LINK
        _tell(report, row, choice, titles)
        if choice is Choice.LINK:
            linked.append((row.article_id, row.other_id))
        elif choice is not Choice.ADD:
            if choice is Choice.REVISE and row.why is not Why.SAME_TEXT:
                revised.append((row.other_id, row.article_id))
            if row.article_id in repeated:
                _stand_for(row)
            gone.append(row.article_id)
    _stage(found, revised)
    link_all(found.project_id, linked, actor=actor)
    _forget(rows)
    report.left_out += len(gone)
    service.note_answers(found, report, actor=actor)
    if gone:
        articles = db.session.scalars(select(Article).where(Article.id.in_(gone))).all()
        service.take_away(found.project_id, articles, actor=actor)


def _titles(ids: set[str]) -> dict[str, str]:
    query = select(Article.id, Article.title).where(Article.id.in_(ids))
    return {row.id: row.title for row in db.session.execute(query)}


def _repeated(ids: set[str]) -> set[str]:
    """Those of these articles that others of the import repeat."""
    query = select(StagedRepeat.other_id).where(StagedRepeat.other_id.in_(ids)).distinct()
    return set(db.session.scalars(query))


def _forget(rows: Sequence[StagedRepeat]) -> None:
    db.session.flush()
    gone = delete(StagedRepeat).where(StagedRepeat.id.in_([row.id for row in rows]))
    for row in rows:
        db.session.expunge(row)
    db.session.execute(gone, execution_options={"synchronize_session": False})


def _tell(report: Report, row: StagedRepeat, choice: Choice, titles: dict[str, str]) -> None:
    if choice is Choice.ADD:
        return
    title = titles.get(row.other_id) or db.session.get_one(Article, row.other_id).title
    known = Known(row.other_id, title, row.why, row.percent / 100)
    report.know(KnownArticles(row.project_id, choice).remark(known))


def _stand_for(row: StagedRepeat) -> None:
    """What came after the article, and repeats it, repeats what it repeats.

    To the letter as it does, where it repeats the article to the letter.
    """
    repeats = update(StagedRepeat).where(StagedRepeat.other_id == row.article_id)
    as_this = repeats.where(StagedRepeat.why == Why.SAME_TEXT)
    db.session.execute(as_this.values(why=row.why, percent=row.percent))
    db.session.execute(repeats.values(other_id=row.other_id))


def _stage(found: Import, revised: Sequence[tuple[str, str]]) -> None:
    """Keep, of each pair, the second article to become the newest text of the first."""
    query = select(Revision).where(Revision.article_id.in_([own for _, own in revised]))
    if revised:
        query = query.options(joinedload(Revision.article))
        texts = {one.article_id: one for one in db.session.scalars(query)}
        drafts = [(other, _draft(texts[own])) for other, own in revised]
        stage(found.project_id, found.id, drafts)


def _draft(revision: Revision) -> ArticleDraft:
    return ArticleDraft(
        text=revision.text,
        title=revision.article.title,
        layout=Layout.from_json(orjson.loads(revision.layout)),
        source_sha256=revision.source_sha256,
    )


def _finish(found: Import, actor: Actor) -> None:
    here = Article.import_id == found.id
    hands: set[int | None] = set()
    for person in (Annotation.author_id, Assignment.reviewer_id):
        hands.update(db.session.scalars(select(person).join(Article).where(here).distinct()).all())
    join_all(found.project_id, [person for person in hands if person is not None], actor=actor)
    ask_for_likenesses(found.project_id, actor)
    if has_staged(found.id):
        ask_for_corrections(found.project_id, found.id, actor)
    service.finish_waiting(found, actor=actor)
