"""Sketching what came in, and linking what is one story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from uuid import uuid4

from sqlalchemy import delete, func, or_, select

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.queries import RevisionText, revision_text
from annotator.audit.models import Action, Actor
from annotator.audit.service import record_change
from annotator.clock import now
from annotator.db import Values, db, insert_values
from annotator.similarity.models import ArticleLink, Likeness, Passage, Sketch
from annotator.similarity.queries import MOST_OTHERS, NEAR_PASSAGE, page_hash, passages_like
from annotator.similarity.sketches import VERSION, bands_of, passages, resemblance

#: Articles are sketched so many to a transaction, so that people's saves go on between.
BATCH = 50


def sketch_missing(project_id: int, *, most: int = BATCH) -> int:
    """Sketch the newest revisions that are not; returns how many there were, at most `most`.

    The caller commits, and calls again until nothing is left.
    """
    newest = (
        select(Revision.article_id, func.max(Revision.number).label("number"))
        .where(Revision.project_id == project_id)
        .group_by(Revision.article_id)
        .subquery()
    )
    query = (
        select(Revision.id, Revision.article_id, Article.url)
        .join(Article, Article.id == Revision.article_id)
        .join(
            newest,
            (newest.c.article_id == Revision.article_id) & (newest.c.number == Revision.number),
        )
        .outerjoin(Sketch, Sketch.revision_id == Revision.id)
        .where(or_(Sketch.revision_id.is_(None), Sketch.version != VERSION), arrived())
        .order_by(Article.number)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    for row in rows:
        _sketch(project_id, row.article_id, revision_text(row.id), row.url)
    return len(rows)


def link_articles(project_id: int, article_id: str, other_id: str, *, actor: Actor) -> None:
    """Say that both articles are one story; saying it again changes nothing."""
    pairs = (
        (ArticleLink.article_id == one) & (ArticleLink.other_id == other)
        for one, other in ((article_id, other_id), (other_id, article_id))
    )
    if db.session.scalar(select(ArticleLink.id).where(or_(*pairs))) is not None:
        return
    link = ArticleLink(
        id=str(uuid4()),
        project_id=project_id,
        article_id=article_id,
        other_id=other_id,
        created_by=actor.id,
        created_at=now(),
    )
    db.session.add(link)
    record_change(Action.ARTICLE_LINKED, link, before=None, actor=actor, article_id=article_id)


def _sketch(project_id: int, article_id: str, revision: RevisionText, url: str | None) -> None:
    # What is known of an older revision is told of the newest one only.
    db.session.execute(delete(Sketch).where(Sketch.article_id == article_id))
    own = passages(revision.text, revision.layout.blocks)
    bands = {block: bands_of(found) for block, found in own}
    place = {"revision_id": revision.id, "project_id": project_id, "article_id": article_id}
    insert_values(Sketch, [{**place, "version": VERSION, "page_key": page_hash(url)}])
    if not own:
        return
    likenesses = _likenesses(project_id, article_id, revision, dict(own), bands)
    insert_values(
        Passage,
        [
            {**place, "block": block, **{f"band_{n}": one for n, one in enumerate(found, 1)}}
            for block, found in bands.items()
        ],
    )
    if likenesses:
        insert_values(Likeness, likenesses)


def _likenesses(
    project_id: int,
    article_id: str,
    revision: RevisionText,
    own: Mapping[int, frozenset[str]],
    bands: Mapping[int, tuple[int, ...]],
) -> list[Values]:
    by_band: dict[tuple[int, int], list[int]] = {}
    for block, found in bands.items():
        for place, one in enumerate(found):
            by_band.setdefault((place, one), []).append(block)
    told: Counter[int] = Counter()
    rows: list[Values] = []
    for other in passages_like(project_id, article_id, list(bands.values())):
        shared = enumerate((other.band_1, other.band_2, other.band_3, other.band_4))
        for block in sorted({block for key in shared for block in by_band.get(key, ())}):
            alike = resemblance(own[block], _shingles_of(other.revision_id, other.block))
            if alike < NEAR_PASSAGE or told[block] >= MOST_OTHERS:
                continue
            told[block] += 1
            rows += _both_ways(project_id, (revision.id, block), other, round(100 * alike))
    return rows


def _both_ways(project_id: int, own: tuple[str, int], other: Passage, percent: int) -> list[Values]:
    ends = (own, (other.revision_id, other.block))
    return [
        {
            "revision_id": one[0],
            "block": one[1],
            "other_revision_id": two[0],
            "other_block": two[1],
            "project_id": project_id,
            "percent": percent,
        }
        for one, two in (ends, ends[::-1])
    ]


@lru_cache(maxsize=4096)
def _shingles_of(revision_id: str, block: int) -> frozenset[str]:
    revision = revision_text(revision_id)
    return dict(passages(revision.text, [revision.layout.blocks[block]])).get(0, frozenset())
