"""The list of a project's claims, with how far each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import (
    Annotation,
    Claim,
    Fragment,
    Label,
    Layer,
    Part,
    PublicState,
    StaleReason,
)
from annotator.annotations.sight import Sight
from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.db import behind, cursor_of, db
from annotator.revisions.queries import earlier_texts
from annotator.verdicts.models import Verdict

PAGE_SIZE = 50
_MOST_WORDS = 240


class Standing(StrEnum):
    """How far a claim is; the last four are what readers outside were told."""

    UNCHECKED = "unchecked"
    PENDING = "pending"
    STALE = "stale"
    DRAFT = "draft"
    PUBLISHED = "published"
    CORRECTED = "corrected"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class ClaimQuery:
    """What to list; what is None is not asked for. `after` is the cursor of the last row seen."""

    readable: Sight
    rating: str | None = None
    standing: Standing | None = None
    author_id: int | None = None
    language: str | None = None
    words: str | None = None
    choice: ClaimChoice = ClaimChoice()
    after: str | None = None
    #: Only these, by their ids.
    among: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """One row of the list."""

    id: str
    created_at: datetime
    author_id: int
    layer: Layer
    article_title: str
    language: str | None
    short: str | None
    wording: str | None
    pending: str | None
    stale: StaleReason | None
    rating: str | None
    scheme_id: int | None
    public_state: PublicState | None
    surface: str = ""

    @property
    def title(self) -> str:
        """The claim in the fewest words that there are."""
        said = self.short or self.wording or self.surface
        return said if len(said) <= _MOST_WORDS else f"{said[: _MOST_WORDS - 1].rstrip()}…"

    @property
    def cursor(self) -> str:
        """Its place in the list, as an address can hold it."""
        return cursor_of(self.created_at, self.id)


def claims(project_id: int, wanted: ClaimQuery) -> list[ListedClaim]:
    """Up to one row more than a page, the newest first."""
    rows = [ListedClaim(*row) for row in db.session.execute(_query(project_id, wanted))]
    surfaces = _surfaces([row.id for row in rows])
    return [_with_surface(row, surfaces.get(row.id, "")) for row in rows]


NEWEST_FIRST = (Annotation.created_at.desc(), Annotation.id.desc())
#: As `ListedClaim` has them.
_SHOWN: tuple[Any, ...] = (
    Annotation.id,
    Annotation.created_at,
    Annotation.author_id,
    Annotation.layer,
    Article.title,
    Article.language,
    Claim.short,
    Claim.wording,
    Claim.pending_rating,
    Claim.stale_reason,
    Verdict.rating,
    Verdict.scheme_version_id,
    Verdict.public_state,
)


def _query(project_id: int, wanted: ClaimQuery) -> Select[*tuple[Any, ...]]:
    newest = (
        select(func.max(Verdict.position))
        .where(Verdict.annotation_id == Annotation.id)
        .correlate(Annotation)
        .scalar_subquery()
    )
    in_force = and_(Verdict.annotation_id == Annotation.id, Verdict.position == newest)
    return (
        select(*_SHOWN)
        .join(Article, Article.id == Annotation.article_id)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .outerjoin(Verdict, in_force)
        .where(
            Annotation.project_id == project_id,
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
            Annotation.revision_id.not_in(earlier_texts(project_id)),
            counted(),
            *_conditions(wanted),
        )
        .order_by(*NEWEST_FIRST)
        .limit(PAGE_SIZE + 1)
    )


def _conditions(wanted: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    yield wanted.readable.marks_and_gold()
    if wanted.rating is not None:
        yield Verdict.rating == wanted.rating
    if wanted.standing is not None:
        yield _stands(wanted.standing)
    if wanted.author_id is not None:
        yield Annotation.author_id == wanted.author_id
        yield Annotation.layer == Layer.REVIEWER
    if wanted.language is not None:
        yield Article.language == wanted.language
    if wanted.words:
        yield _says(wanted.words)
    yield from wanted.choice.conditions()
    if wanted.among is not None:
        yield Annotation.id.in_(wanted.among)
    yield from behind(Annotation.created_at, Annotation.id, wanted.after)


def _stands(standing: Standing) -> ColumnElement[bool]:
    if standing is Standing.UNCHECKED:
        return and_(Verdict.id.is_(None), Claim.pending_rating.is_(None))
    if standing is Standing.PENDING:
        return Claim.pending_rating.is_not(None)
    if standing is Standing.STALE:
        return Claim.stale_reason.is_not(None)
    if standing is Standing.DRAFT:
        # Where nobody said, it is a draft.
        said = or_(Verdict.public_state.is_(None), Verdict.public_state == PublicState.DRAFT)
        return and_(Verdict.id.is_not(None), said)
    return Verdict.public_state == PublicState(standing.value)


def _says(words: str) -> ColumnElement[bool]:
    marked = exists().where(
        Fragment.annotation_id == Annotation.id,
        Fragment.part == Part.CONTENT,
        Fragment.exact.icontains(words, autoescape=True),
    )
    return or_(
        Claim.short.icontains(words, autoescape=True),
        Claim.wording.icontains(words, autoescape=True),
        marked,
    )


def _surfaces(claim_ids: Sequence[str]) -> dict[str, str]:
    query = (
        select(Fragment.annotation_id, Fragment.exact)
        .where(Fragment.annotation_id.in_(claim_ids), Fragment.part == Part.CONTENT)
        .order_by(Fragment.annotation_id, Fragment.position)
    )
    found: dict[str, list[str]] = {}
    for claim_id, exact in db.session.execute(query):
        found.setdefault(claim_id, []).append(exact)
    return {key: " … ".join(pieces) for key, pieces in found.items()}


def _with_surface(row: ListedClaim, surface: str) -> ListedClaim:
    return replace(row, surface=surface)
