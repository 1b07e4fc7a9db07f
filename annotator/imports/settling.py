"""What becomes of articles that were there already, as somebody says it of imports that wait."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import delete, func, select, update

from annotator.annotations.models import Annotation
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.clock import now
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.formats.native.people import join_all
from annotator.imports import service
from annotator.imports.asking import ask_about_newcomers
from annotator.imports.models import Import, ImportState
from annotator.imports.reports import Report
from annotator.similarity.jobs import ask_for_corrections, ask_for_likenesses
from annotator.similarity.known import Choice, KnownArticles
from annotator.similarity.models import StagedRepeat, Why
from annotator.similarity.queries import Known
from annotator.similarity.service import link_articles
from annotator.similarity.staging import has_staged, stage
from annotator.text.layout import Layout

#: So many answers are carried out in one transaction.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Answers:
    """What becomes of known articles: of `each` by the id of its question, and of the `rest`.

    Without an answer for the rest, they go on waiting.
    """

    each: Mapping[str, Choice] = field(default_factory=dict)
    rest: Choice | None = None

    def of(self, repeat_id: str) -> Choice:
        """The answer for this one; only asked where there is one."""
        answer = self.each.get(repeat_id, self.rest)
        return Choice.ADD if answer is None else answer


def settle(
    project_id: int, answers: Answers, *, actor: Actor, shown: Collection[str] | None = None
) -> int:
    """Carry the answers out in the imports of the project that wait; returns what came in.

    With `shown`, only in the imports of these ids: whoever answers has seen no others. An import
    about which nothing is left to say is finished. Raises `Conflict` when somebody else has
    answered one of these meanwhile, and `Invalid` for an answer that cannot be; nothing was
    changed then.
    """
    _check(project_id, answers)
    waiting = _waiting(project_id)
    if shown is not None:
        if not set(waiting).issuperset(shown):
            raise _answered()
        waiting = [one for one in waiting if one in shown]
    db.session.rollback()
    return sum(settle_one(project_id, one, answers, actor=actor) for one in waiting)


def settle_one(project_id: int, import_id: str, answers: Answers, *, actor: Actor) -> int:
    """The same for one import; returns how many articles of it are there now."""
    while True:
        with writing():
            found = service.held_waiting(project_id, import_id)
            rows = _next(import_id, answers)
            if rows:
                _carry_out(found, rows, answers, actor)
            elif not _is_settled(import_id):
                return 0
            elif not _asked_anew(found, actor):
                return _finished(found, actor)


def give_up(project_id: int, import_id: str, *, actor: Actor) -> None:
    """Bring nothing of it in, in the caller's transaction; what it brought is yet to be cleared."""
    service.held_waiting(project_id, import_id)
    service.fail(import_id, None, actor=actor)


def _check(project_id: int, answers: Answers) -> None:
    query = select(StagedRepeat.id, StagedRepeat.article_id).where(
        StagedRepeat.project_id == project_id, StagedRepeat.id.in_(answers.each)
    )
    articles = {row.id: row.article_id for row in db.session.execute(query)}
    if len(articles) < len(answers.each):
        raise _answered()
    revised = {articles[key] for key, choice in answers.each.items() if choice is Choice.REVISE}
    if with_work(revised):
        raise Invalid(
            "An article that brings marks of its own cannot become the newest text of another one:"
            " link it, or leave it out."
        )


def _answered() -> Conflict:
    return Conflict("Somebody else has answered here meanwhile: this is what is left.")


def with_work(article_ids: set[str]) -> set[str]:
    """Those of the articles on which somebody has worked."""
    found: set[str] = set()
    for kind in (Annotation, Assignment):
        query = select(kind.article_id).where(kind.article_id.in_(article_ids)).distinct()
        found.update(db.session.scalars(query))
    return found


def _waiting(project_id: int) -> list[str]:
    query = select(Import.id).where(
        Import.project_id == project_id, Import.state == ImportState.WAITING
    )
    return list(db.session.scalars(query.order_by(Import.started_at, Import.id)))


def _next(import_id: str, answers: Answers) -> Sequence[StagedRepeat]:
    query = select(StagedRepeat).where(StagedRepeat.import_id == import_id)
    if answers.rest is None:
        query = query.where(StagedRepeat.id.in_(answers.each))
    return db.session.scalars(query.order_by(StagedRepeat.id).limit(_AT_ONCE)).all()


def _is_settled(import_id: str) -> bool:
    query = select(func.count()).where(StagedRepeat.import_id == import_id)
    return db.session.scalar(query) == 0


def _asked_anew(found: Import, actor: Actor) -> int:
    # Others finished meanwhile, which may have brought the same.
    lock_chain(found.project_id)
    if asked := ask_about_newcomers(found.project_id, found.id, found.seen_at):
        report = Report.from_json(found.report)
        report.asked += asked
        service.note_answers(found, report, actor=actor)
    found.seen_at = now()
    return asked


def _carry_out(found: Import, rows: Sequence[StagedRepeat], answers: Answers, actor: Actor) -> None:
    report, gone = Report.from_json(found.report), []
    work = with_work({row.article_id for row in rows})
    for row in rows:
        choice = answers.of(row.id)
        if choice is Choice.REVISE and row.article_id in work:
            choice = Choice.LINK
        _tell(report, row, choice)
        if choice is Choice.LINK:
            link_articles(found.project_id, row.article_id, row.other_id, actor=actor)
        elif choice is not Choice.ADD:
            _replace(row, choice)
            gone.append(row.article_id)
    db.session.execute(delete(StagedRepeat).where(StagedRepeat.id.in_([row.id for row in rows])))
    report.left_out += len(gone)
    service.note_answers(found, report, actor=actor)
    if gone:
        articles = db.session.scalars(select(Article).where(Article.id.in_(gone))).all()
        service.take_away(found.project_id, articles, actor=actor)


def _tell(report: Report, row: StagedRepeat, choice: Choice) -> None:
    if choice is not Choice.ADD:
        title = db.session.get_one(Article, row.other_id).title
        known = Known(row.other_id, title, row.why, row.percent / 100)
        report.know(KnownArticles(row.project_id, choice).remark(known))


def _replace(row: StagedRepeat, choice: Choice) -> None:
    """Let the other article stand for this one, as its newest text or as it is."""
    if choice is Choice.REVISE and row.why is not Why.SAME_TEXT:
        stage(row.project_id, row.import_id, [(row.other_id, _draft(row.article_id))])
    # What came after it, and repeats it, repeats what it repeats; to the letter, as it does.
    repeats = update(StagedRepeat).where(StagedRepeat.other_id == row.article_id)
    as_this = repeats.where(StagedRepeat.why == Why.SAME_TEXT)
    db.session.execute(as_this.values(why=row.why, percent=row.percent))
    db.session.execute(repeats.values(other_id=row.other_id))


def _draft(article_id: str) -> ArticleDraft:
    revision = db.session.scalars(select(Revision).where(Revision.article_id == article_id)).one()
    return ArticleDraft(
        text=revision.text,
        title=revision.article.title,
        layout=Layout.from_json(orjson.loads(revision.layout)),
        source_sha256=revision.source_sha256,
    )


def _finished(found: Import, actor: Actor) -> int:
    here = Article.import_id == found.id
    hands: set[int | None] = set()
    for person in (Annotation.author_id, Assignment.reviewer_id):
        hands.update(db.session.scalars(select(person).join(Article).where(here).distinct()).all())
    join_all(found.project_id, [person for person in hands if person is not None], actor=actor)
    ask_for_likenesses(found.project_id, actor)
    if has_staged(found.id):
        ask_for_corrections(found.project_id, found.id, actor)
    service.finish_waiting(found, actor=actor)
    return found.articles
