"""Reading revisions, corrections, and what became of marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from annotator.annotations.models import Annotation, Layer
from annotator.articles.models import Revision
from annotator.articles.queries import revision_text
from annotator.db import db
from annotator.errors import NotFound
from annotator.revisions.models import Carry, Correction
from annotator.text.counting import count_words, is_old_count
from annotator.text.places import Outcome

#: What a correction leaves to a person.
WAITS = frozenset({Outcome.AMBIGUOUS, Outcome.LOST})
_OPEN = (Carry.settled.is_(None), Carry.outcome.in_(sorted(WAITS)))


@dataclass(frozen=True, slots=True)
class RevisionFacts:
    """One revision of an article beside its text; `reason` is None for one that came in."""

    id: str
    number: int
    created_at: datetime
    words: int
    reason: str | None
    made_by: int | None


def revisions_of(article_id: str) -> list[RevisionFacts]:
    """All revisions of an article, the newest first."""
    rows = db.session.execute(
        select(
            Revision.id,
            Revision.number,
            Revision.created_at,
            Revision.words,
            Correction.reason,
            Correction.made_by,
            Revision.length,
        )
        .outerjoin(Correction, Correction.revision_id == Revision.id)
        .where(Revision.article_id == article_id)
        .order_by(Revision.number.desc())
    )
    return [_facts(row) for row in rows]


def _facts(row: Sequence[Any]) -> RevisionFacts:
    *known, length = row
    facts = RevisionFacts(*known)
    if not is_old_count(facts.words, length):
        return facts
    return replace(facts, words=count_words(revision_text(facts.id).text))


def pair_of(article_id: str, number: int) -> tuple[RevisionFacts, RevisionFacts]:
    """The revision of this number and the one before it; raises `NotFound`."""
    by_number = {one.number: one for one in revisions_of(article_id)}
    earlier = [found for found in by_number if found < number]
    if number not in by_number or not earlier:
        raise NotFound("There is no such page.")
    return by_number[number], by_number[max(earlier)]


def newest_id(article_id: str) -> str:
    """The id of the newest revision."""
    query = select(Revision.id).where(Revision.article_id == article_id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def marks_to_carry(article_id: str, newest: str) -> Sequence[Annotation]:
    """Everybody's marks in the newest text, and those that wait in an earlier one."""
    waiting = select(Carry.annotation_id).where(Carry.article_id == article_id, *_OPEN)
    query = (
        select(Annotation)
        .where(
            Annotation.article_id == article_id,
            (Annotation.revision_id == newest) | Annotation.id.in_(waiting),
        )
        .options(
            selectinload(Annotation.fragments),
            joinedload(Annotation.claim),
            joinedload(Annotation.quote),
        )
        .order_by(Annotation.created_at, Annotation.id)
    )
    return db.session.scalars(query).all()


def earlier_texts(project_id: int) -> Select[str]:
    """The ids of the revisions that corrections took the place of; marks left there wait."""
    return select(Carry.from_id).where(Carry.project_id == project_id)


def open_carries(article_id: str) -> Sequence[Carry]:
    """What nobody has settled yet."""
    return db.session.scalars(select(Carry).where(Carry.article_id == article_id, *_OPEN)).all()


def open_carry(annotation_id: str, revision_id: str) -> Carry | None:
    """What is open about a mark in one correction."""
    wanted = (Carry.annotation_id == annotation_id, Carry.to_id == revision_id, *_OPEN)
    return db.session.scalar(select(Carry).where(*wanted))


def report(
    article_id: str, revision_id: str, *, authors: Sequence[int] | None = None
) -> Sequence[Carry]:
    """What became of the marks in one correction, in the order of the earlier text's marks.

    With `authors`, of these people's marks only.
    """
    wanted: list[ColumnElement[bool]] = [
        Carry.article_id == article_id,
        Carry.to_id == revision_id,
    ]
    if authors is not None:
        wanted += [Annotation.author_id.in_(authors), Annotation.layer == Layer.REVIEWER]
    query = (
        select(Carry)
        .join(Carry.annotation)
        .where(*wanted)
        .options(
            joinedload(Carry.annotation).joinedload(Annotation.author),
            joinedload(Carry.annotation).joinedload(Annotation.claim),
        )
        .order_by(Annotation.created_at, Annotation.id)
    )
    return db.session.scalars(query).all()


def carry_with(project_id: int, carry_id: str) -> Carry | None:
    """One row of a report."""
    found = db.session.get(Carry, carry_id)
    return found if found is not None and found.project_id == project_id else None


def open_count(article_id: str, author_id: int | None = None) -> int:
    """How many marks wait for a person: one author's, or everybody's."""
    query = select(func.count()).select_from(Carry).join(Carry.annotation)
    query = query.where(Carry.article_id == article_id, Annotation.removed_at.is_(None), *_OPEN)
    if author_id is not None:
        own = (Annotation.author_id == author_id, Annotation.layer == Layer.REVIEWER)
        query = query.where(*own)
    return db.session.scalar(query) or 0


def newest_carry(annotation_id: str) -> Carry | None:
    """What the last correction did to a mark."""
    query = select(Carry).join(Carry.to).where(Carry.annotation_id == annotation_id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).first()
