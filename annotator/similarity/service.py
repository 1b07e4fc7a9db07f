"""Sketching what came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached
from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.queries import RevisionText, revision_text
from annotator.audit.service import lock_chain
from annotator.db import Values, db, insert_values, writing
from annotator.similarity.models import Likeness, Passage, Sketch
from annotator.similarity.queries import MOST_OTHERS, NEAR_PASSAGE, passages_like
from annotator.similarity.repeats import NOT_COMPARED
from annotator.similarity.sketches import VERSION, Bands, bands_of, passages, resemblance
from annotator.sources.urls import page_hash

#: Articles are sketched so many to a transaction, so that people's saves go on between.
BATCH = 50

_CHUNK = 500
#: Word triples of passages that are kept at hand, some 50 MB.
_SHINGLES_KEPT = 500_000
_SKETCHED = select(Sketch.revision_id)
_PAIRS = select(
    Likeness.revision_id, Likeness.block, Likeness.other_revision_id, Likeness.other_block
)

#: A block of a revision, and two that are alike.
Place = tuple[str, int]
Pair = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A revision without a sketch, and what its passages are."""

    article_id: str
    revision: RevisionText
    url: str | None
    passages: Mapping[int, frozenset[str]]
    bands: Mapping[int, Bands]


def sketch_missing(project_id: int) -> Iterator[int]:
    """Sketch the newest revisions that are not; gives how many are done, after each batch.

    Only the writing takes transactions, two short ones of its own for each batch, so that
    people's saves go on; what is cut off between them is done again.
    """
    missing = _missing(project_id)
    for start in range(0, len(missing), BATCH):
        batch = [_read(*row) for row in missing[start : start + BATCH]]
        db.session.rollback()
        _sketch(project_id, batch)
        yield start + len(batch)


def _missing(project_id: int) -> list[tuple[str, str, str | None]]:
    """Article, revision and address of what is to be sketched, in the order of the queue."""
    newer, done = aliased(Revision), aliased(Sketch)
    query = (
        select(Article.id, Revision.id, Article.url)
        .join(Article.revisions)
        .where(
            Article.project_id == project_id,
            arrived(),
            ~exists().where(newer.article_id == Article.id, newer.number > Revision.number),
            ~exists().where(done.revision_id == Revision.id, done.version == VERSION),
        )
        .order_by(Article.number)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def _sketch(project_id: int, batch: Sequence[_Waiting]) -> None:
    with writing():
        _store_sketches(project_id, batch)
    # Read only now: passages of one batch may be like each other.
    likenesses = {key: row for one in batch for key, row in _likenesses(project_id, one)}
    with writing():
        _store_likenesses(project_id, likenesses)
        compared = Sketch.revision_id.in_([one.revision.id for one in batch])
        db.session.execute(update(Sketch).where(compared).values(version=VERSION))


def _read(article_id: str, revision_id: str, url: str | None) -> _Waiting:
    revision = revision_text(revision_id)
    own = dict(passages(revision.text, revision.layout.blocks))
    bands = {block: bands_of(found) for block, found in own.items()}
    return _Waiting(article_id, revision, url, own, bands)


def _store_sketches(project_id: int, batch: Sequence[_Waiting]) -> None:
    # What is known of an older revision is told of the newest one only.
    own = [one.article_id for one in batch]
    db.session.execute(delete(Sketch).where(Sketch.article_id.in_(own)))
    rows: list[Values] = []
    blocks: list[Values] = []
    for one in batch:
        place = {
            "revision_id": one.revision.id,
            "project_id": project_id,
            "article_id": one.article_id,
        }
        rows.append({**place, "version": NOT_COMPARED, "page_key": page_hash(one.url)})
        for block, found in one.bands.items():
            bands = {f"band_{number}": band for number, band in enumerate(found, 1)}
            blocks.append({**place, "block": block, **bands})
    insert_values(Sketch, rows)
    if blocks:
        insert_values(Passage, blocks)


def _store_likenesses(project_id: int, found: Mapping[Pair, Values]) -> None:
    # Another worker may have compared the same articles since, or sketched one of them anew.
    lock_chain(project_id)
    sketched, there, told = _known_by({place[0] for pair in found for place in pair})
    rows = []
    for pair, row in found.items():
        own, other = pair
        is_new = pair not in there and {own[0], other[0]} <= sketched
        # What stands in very many articles would gather a row for each of them at the first.
        if is_new and told[own] < MOST_OTHERS:
            told[own] += 1
            rows.append(row)
    insert_values(Likeness, rows)


def _known_by(ids: Set[str]) -> tuple[set[str], set[Pair], Counter[Place]]:
    """Which of the revisions are sketched, what they are like, and how much each block is."""
    sketched: set[str] = set()
    there: set[Pair] = set()
    ordered = sorted(ids)
    for at in range(0, len(ordered), _CHUNK):
        some = ordered[at : at + _CHUNK]
        sketched.update(db.session.scalars(_SKETCHED.where(Sketch.revision_id.in_(some))))
        for one, block, other, its in db.session.execute(
            _PAIRS.where(Likeness.revision_id.in_(some))
        ):
            there.add(((one, block), (other, its)))
    return sketched, there, Counter(own for own, _ in there)


def _likenesses(project_id: int, here: _Waiting) -> Iterator[tuple[Pair, Values]]:
    for block, bands in here.bands.items():
        own, told = (here.revision.id, block), 0
        for other in passages_like(project_id, bands, besides=here.revision.id):
            there = _shingles_of(other.revision_id, other.block)
            percent = round(100 * resemblance(here.passages[block], there))
            if percent >= 100 * NEAR_PASSAGE and told < MOST_OTHERS:
                told += 1
                yield from _both_ways(project_id, own, (other.revision_id, other.block), percent)


def _both_ways(
    project_id: int, own: Place, there: Place, percent: int
) -> Iterator[tuple[Pair, Values]]:
    for one, other in ((own, there), (there, own)):
        row = {
            "revision_id": one[0],
            "block": one[1],
            "other_revision_id": other[0],
            "other_block": other[1],
            "project_id": project_id,
            "percent": percent,
        }
        yield (one, other), row


# By their number, as a passage may be as long as a book.
@cached(LRUCache(_SHINGLES_KEPT, getsizeof=len), lock=Lock())
def _shingles_of(revision_id: str, block: int) -> frozenset[str]:
    revision = revision_text(revision_id)
    return dict(passages(revision.text, [revision.layout.blocks[block]])).get(0, frozenset())
