"""How far the checking of claims is; one that was split is checked when its parts are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.annotations.queries import in_newest_text
from annotator.db import db
from annotator.links.models import Link, LinkKind
from annotator.verdicts.models import Verdict


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims a person marked, and how many have a verdict that is not stale."""

    claims: int
    checked: int


NONE_DONE = Progress(0, 0)


def progress(article_id: str, author_id: int) -> Progress:
    """How far the checking of one person's claims on an article is."""
    judged = select(Verdict.id).where(Verdict.annotation_id == Annotation.id).exists()
    checked = case((judged & Claim.stale_reason.is_(None), 1), else_=0)
    claims = (
        select(Annotation.id, checked)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            Annotation.article_id == article_id,
            in_newest_text(article_id),
            Annotation.author_id == author_id,
            Annotation.layer == Layer.REVIEWER,
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
        )
    )
    split = select(Link.id).where(*_parts_on(article_id, author_id)).exists()
    counted = func.count(), func.coalesce(func.sum(checked), 0), func.max(case((split, 1), else_=0))
    row = db.session.execute(claims.with_only_columns(*counted)).one()
    if row[2]:
        return Progress(row[0], _count_checked(claims, article_id, author_id))
    return Progress(row[0], int(row[1]))


def _count_checked(claims: Select[*tuple[Any, ...]], article_id: str, author_id: int) -> int:
    """How many claims are checked, in their own right or through their parts.

    `claims` gives the id of each that is there, and 1 where it has a verdict that is not stale.
    """
    own = {row[0]: bool(row[1]) for row in db.session.execute(claims)}
    query = select(Link.from_id, Link.to_id).where(*_parts_on(article_id, author_id))
    arrows = [(row[0], row[1]) for row in db.session.execute(query)]
    return len(checked_claims(own, arrows))


def checked_claims(own: Mapping[str, bool], arrows: Iterable[tuple[str, str]]) -> set[str]:
    """Those that are checked; `arrows` lead from a part to what it was split from."""
    parts: dict[str, list[str]] = defaultdict(list)
    for part, whole in arrows:
        if part in own and whole in own:
            parts[whole].append(part)
    known: dict[str, bool] = {}

    def is_checked(claim: str) -> bool:
        if claim not in known:
            # For a ring, which no door lets in: it checks nothing.
            known[claim] = own[claim]
            inside = [is_checked(part) for part in parts[claim]]
            known[claim] = own[claim] or (bool(inside) and all(inside))
        return known[claim]

    return {claim for claim in own if is_checked(claim)}


def _parts_on(article_id: str, author_id: int) -> tuple[ColumnElement[bool], ...]:
    """What a link fulfils that leads from a part to its whole, of one person on an article."""
    return (
        Link.article_id == article_id,
        Link.author_id == author_id,
        Link.kind == LinkKind.PART_OF,
        Link.removed_at.is_(None),
    )
