"""Projects made up for tests of splitting: articles of random words, copies, shared claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random
from typing import Any

from annotator.similarity.queries import NEAR_ARTICLE
from annotator.similarity.sketches import resemblance, shingles, words_of
from annotator.splits.grouping import Overlaps
from annotator.splits.material import Material, Reason
from annotator.splits.samples import Samples

WORDS = [f"word{number}" for number in range(3000)]


@dataclass(slots=True)
class Piece:
    """One article as a test says it."""

    text: str
    claims: Sequence[str] = ()
    page: str | None = None
    published: str | None = None
    speaker: str | None = None
    publisher: str | None = None
    strata: dict[str, int] = field(default_factory=dict)
    #: Texts of earlier revisions.
    earlier: Sequence[str] = ()


def words(seed: object, count: int = 60) -> list[str]:
    """Random words, the same for the same seed."""
    return Random(f"words of {seed}").choices(WORDS, k=count)


def fresh(seed: object, count: int = 60) -> str:
    """A text like no other."""
    return " ".join(words(seed, count))


def edited(text: str, changes: int, seed: object = 0) -> str:
    """The text with so many words changed."""
    own, random = text.split(), Random(f"edits {seed} {text}")
    for place in random.sample(range(len(own)), changes):
        own[place] = f"other{random.randrange(10**9)}"
    return " ".join(own)


def material_of(
    pieces: Iterable[Piece],
    *,
    linked: Iterable[tuple[int, int]] = (),
    most_whole: int | None = None,
    shuffled: int | None = None,
) -> Material:
    """What would be read of a project of these articles; `shuffled` is a seed for the order in
    which the database gives claims and keys of all articles.
    """
    made, rows = Material(), []
    if most_whole is not None:
        made.samples = Samples(most_whole)
    for number, piece in enumerate(pieces, 1):
        place = made.add(f"article-{number:06}", number, piece.published)
        for revision, text in enumerate([*piece.earlier, piece.text], 1):
            made.text(place, revision, text)
        made.count(place, marks=2 * len(piece.claims), claims=len(piece.claims))
        rows += _rows_of(made, place, piece)
    if shuffled is not None:
        Random(shuffled).shuffle(rows)
    for note, values in rows:
        note(*values)
    made.linked = list(linked)
    return made


def _rows_of(made: Material, place: int, piece: Piece) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    yield from ((made.stratum, (place, *row)) for row in piece.strata.items())
    yield from ((made.claim, (place, claim)) for claim in piece.claims)
    if piece.page:
        yield made.key, (Reason.SAME_PAGE, place, piece.page)
    if piece.speaker:
        yield made.name, (Reason.SPEAKER, place, piece.speaker)
    if piece.publisher:
        yield made.name, (Reason.PUBLISHER, place, piece.publisher)


class Shelf:
    """Gives the texts of the articles again."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.read = 0

    def __call__(self, number: int, revision: int) -> str:
        self.read += 1
        piece = self._pieces[number - 1]
        return [*piece.earlier, piece.text][revision - 1]


def overlaps_of(material: Material, pieces: Sequence[Piece]) -> Overlaps:
    """Compares the texts of these articles."""
    return Overlaps(material, Shelf(pieces))


def near_pairs(pieces: Sequence[Piece]) -> list[tuple[int, int]]:
    """Every two articles whose newest texts overlap enough, by brute force."""
    runs = [shingles(words_of(piece.text)) for piece in pieces]
    return [
        (one, other)
        for one, other in combinations(range(len(pieces)), 2)
        if resemblance(runs[one], runs[other]) >= NEAR_ARTICLE
    ]
