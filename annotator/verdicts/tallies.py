"""How the claims of articles were judged, counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select

from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.annotations.sight import Sight
from annotator.articles.models import Revision
from annotator.db import db
from annotator.verdicts.models import Verdict


@dataclass(frozen=True, slots=True)
class Tally:
    """So many claims of an article have this verdict; `rating` is None for those that have none.

    `scheme_id` is of the version of the scale that it was given under; `stale` tells of how many
    something changed since.
    """

    rating: str | None
    scheme_id: int | None
    claims: int
    stale: int


def tallies_of(articles: Collection[str], sight: Sight) -> dict[str, list[Tally]]:
    """The claims within sight in the newest text of these articles, by their verdict in force."""
    query = (
        select(
            Annotation.article_id,
            Verdict.rating,
            Verdict.scheme_version_id,
            func.count(),
            func.count(Claim.stale_reason),
        )
        .outerjoin(Claim, Claim.annotation_id == Annotation.id)
        .outerjoin(Verdict, (Verdict.annotation_id == Annotation.id) & _in_force())
        .where(*_claims_of(articles), sight.marks())
        .group_by(Annotation.article_id, Verdict.rating, Verdict.scheme_version_id)
        .order_by(Verdict.rating, Verdict.scheme_version_id)
    )
    found: dict[str, list[Tally]] = defaultdict(list)
    for row in db.session.execute(query):
        found[row[0]].append(Tally(*row[1:]))
    return dict(found)


def _in_force() -> Any:
    newest = select(func.max(Verdict.position)).where(Verdict.annotation_id == Annotation.id)
    return Verdict.position == newest.correlate(Annotation).scalar_subquery()


def _claims_of(articles: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    newest = (
        select(Revision.id)
        .where(Revision.article_id == Annotation.article_id)
        .order_by(Revision.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        Annotation.article_id.in_(articles),
        Annotation.revision_id == newest,
        Annotation.layer == Layer.REVIEWER,
        Annotation.label == Label.CLAIM,
        Annotation.removed_at.is_(None),
    )
