"""The SQL of what was ever made public: its claims, and everything that changed around them."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, and_, bindparam, func, select, true

from annotator.adjudication.models import Adjudication, GoldMark
from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import Annotation, Claim, Fragment
from annotator.articles.models import Article, Revision
from annotator.audit.models import Event
from annotator.claimreview.standing import TOLD
from annotator.export.reading.casts import Casts, plain
from annotator.export.reading.statements import Query
from annotator.verdicts.models import Verdict

#: How the actions end that bring in what had its past elsewhere.
IMPORTED = ".imported"

_PROJECT: Any = bindparam("project_id")
_KEYS: BindParameter[list[str]] = bindparam("keys", expanding=True)
_PLACE = Article.number.between(bindparam("first"), bindparam("last"))


class PublishedRow(NamedTuple):
    """A mark with a verdict that was made public, and one of its fragments.

    `wanted` says whether it is among the claims that are asked for.
    """

    article_id: str
    id: str
    revision_id: str
    layer: str
    author_id: int
    label: str
    removed_at: str | None
    wording: str | None
    short: str | None
    stale_reason: str | None
    part: str | None
    exact: str
    wanted: bool | None


class TextRow(NamedTuple):
    """One of an article's texts, and when it was made."""

    article_id: str
    id: str
    created_at: str


class DecisionRow(NamedTuple):
    """A decision, and one of the gold marks that it made, if it made any."""

    id: str
    article_id: str
    from_ids: str
    decision: str
    decided_at: str
    reopened_at: str | None
    gold_id: str | None


class ChangeRow(NamedTuple):
    """What a row was before it changed; None where it was not there."""

    target_id: str
    at: str
    action: str
    before: str | None


class PublishedStatements(Casts):
    """The statements for one kind of database; all but `changes` are of a range of articles."""

    def __init__(self, dialect: str) -> None:
        super().__init__(dialect)
        self._marks = self._published()
        self.texts = _within(
            select(
                self.id(Revision.article_id), self.id(Revision.id), self.time(Revision.created_at)
            ).join(Article, Article.id == Revision.article_id)
        ).order_by(Revision.article_id, Revision.number)
        self.decisions = self._decisions()
        self.changes = (
            select(Event.target_id, self.time(Event.at), Event.action, Event.before)
            .where(Event.project_id == _PROJECT, Event.target_id.in_(_KEYS))
            .order_by(Event.seq)
        )

    def marks_of(self, only: ClaimChoice) -> Query:
        """The marks that were made public, whatever became of them."""
        wanted = func.coalesce(and_(true(), *only.conditions()), False)
        return self._marks.add_columns(wanted.label("wanted"))

    def _published(self) -> Query:
        told = select(Verdict.id).where(
            Verdict.annotation_id == Annotation.id, Verdict.public_state.in_(TOLD)
        )
        return _within(
            select(
                self.id(Annotation.article_id),
                self.id(Annotation.id),
                self.id(Annotation.revision_id),
                plain(Annotation.layer),
                Annotation.author_id,
                plain(Annotation.label),
                self.time(Annotation.removed_at),
                Claim.wording,
                Claim.short,
                plain(Claim.stale_reason),
                plain(Fragment.part),
                Fragment.exact,
            )
            .join(Article, Article.id == Annotation.article_id)
            .outerjoin(Claim, Claim.annotation_id == Annotation.id)
            .outerjoin(Fragment, Fragment.annotation_id == Annotation.id)
            .where(told.exists())
        ).order_by(Annotation.id, Fragment.position)

    def _decisions(self) -> Query:
        return _within(
            select(
                self.id(Adjudication.id),
                self.id(Adjudication.article_id),
                Adjudication.from_ids,
                plain(Adjudication.decision),
                self.time(Adjudication.decided_at),
                self.time(Adjudication.reopened_at),
                self.id(GoldMark.annotation_id).label("gold_id"),
            )
            .join(Article, Article.id == Adjudication.article_id)
            .outerjoin(GoldMark, GoldMark.adjudication_id == Adjudication.id)
        ).order_by(Adjudication.decided_at, Adjudication.id, GoldMark.annotation_id)


def _within(query: Query) -> Query:
    return query.where(Article.project_id == _PROJECT, _PLACE)


@cache
def published_statements(dialect: str) -> PublishedStatements:
    """The statements, built once for each kind of database."""
    return PublishedStatements(dialect)
