"""Reading links, and the marks at their ends."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import bindparam, select

from annotator.annotations.models import Annotation, Label
from annotator.db import db
from annotator.links.models import Link

_LINKS = select(Link).where(Link.from_id == bindparam("mark")).order_by(Link.created_at, Link.id)

_END = select(Annotation.label).where(
    Annotation.id == bindparam("id"),
    Annotation.article_id == bindparam("article"),
    Annotation.revision_id == bindparam("revision"),
    Annotation.author_id == bindparam("author"),
    Annotation.layer == bindparam("layer"),
    Annotation.removed_at.is_(None),
)


def links_from(annotation_id: str) -> list[Link]:
    """All the links that start or started at a mark, in the order they were made."""
    return list(db.session.scalars(_LINKS, {"mark": annotation_id}))


def links_on(article_id: str, author_id: int) -> dict[str, list[Link]]:
    """One person's links on an article, without removed ones, by the mark they start at."""
    found: dict[str, list[Link]] = defaultdict(list)
    query = (
        select(Link)
        .where(
            Link.article_id == article_id,
            Link.author_id == author_id,
            Link.removed_at.is_(None),
        )
        .order_by(Link.created_at, Link.id)
    )
    for link in db.session.scalars(query):
        found[link.from_id].append(link)
    return dict(found)


def end_of(annotation: Annotation, other_id: str) -> Label | None:
    """The label of the mark that a link may lead to: of the same person, in the same layer and
    text, and not removed; None where there is none.
    """
    wanted = {
        "id": other_id,
        "article": annotation.article_id,
        "revision": annotation.revision_id,
        "author": annotation.author_id,
        "layer": annotation.layer,
    }
    label: Label | None = db.session.scalar(_END, wanted)
    return label
