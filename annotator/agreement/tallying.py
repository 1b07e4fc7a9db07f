"""From one article with its readings to the rows that figures are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from annotator.agreement import sums, tokens
from annotator.agreement.matching import Matched, candidates, matched, same_label
from annotator.agreement.material import LABELS, PLACES, Compared, Piece, Reading
from annotator.agreement.sums import Row, Scale
from annotator.agreement.unitizing import Cut, cut, difference, expected, observed, room

_CLAIM = PLACES["claim"]

#: Two readings, by their places.
Pair = tuple[int, int]
#: Where a mark stands.
Pieces = tuple[Piece, ...]
#: Where a row has what its words add.
_WORDS = slice(sums.COMMON, sums.OCCURS + tokens.SETS)


@dataclass(frozen=True, slots=True)
class Tallied:
    """The rows of one article: everybody's, each pair's by the people, and each label's."""

    everybody: Row
    pairs: Mapping[tuple[int, int], Row]
    labels: Mapping[str, Row]


class _Read(NamedTuple):
    """One reading: of each mark which label it has, which rating, and whether it was judged; how
    many marks have each label; and the places of the marks, without their labels and with them,
    as sets that may be held beside another's.
    """

    labels: list[int]
    ratings: list[int | None]
    judged: list[bool]
    counts: list[int]
    places: set[Hashable]
    labelled: set[tuple[int, Hashable]]


class _Units(NamedTuple):
    """How the readers cut the text by one label: how far the cuts of each two are apart, which
    room each leaves to each, and the disagreement of all: the observed one and that of chance.
    """

    cuts: list[Cut]
    apart: Mapping[Pair, int]
    rooms: list[list[int]]
    observed: float
    expected: float


@dataclass(slots=True)
class _Article:
    """What all rows of one article share, and a row with what each of them has."""

    text: Compared
    scale: Scale
    blank: Row
    words: tokens.Counted
    read: list[_Read]
    loose: Matched
    strict: Matched
    units: list[_Units]


def tally(article: Compared, scale: Scale, threshold: float) -> Tallied:
    """The rows of one article; marks match from this share of common characters on."""
    shared = _shared(article, scale, threshold)
    labels = [shared.blank[:] for _ in LABELS]
    pairs = {pair: _pair(shared, labels, *pair) for pair in article.pairs()}
    for label, row in enumerate(labels):
        row[_WORDS] = shared.words.labels[label]
        _apart(row, shared.units[label].observed, shared.units[label].expected, article.length)
    people = [one.person for one in article.readings]
    return Tallied(
        _everybody(shared, pairs),
        {(people[i], people[j]): row for (i, j), row in pairs.items()},
        dict(zip(LABELS, labels, strict=True)),
    )


def _shared(article: Compared, scale: Scale, threshold: float) -> _Article:
    found = candidates(article.readings, threshold)
    alike = same_label(found)
    loose = matched(found)
    places = {rating: place for place, rating in enumerate(scale.ratings)}
    units = _cut_by_label(article)
    covered = [[one.units for one in of_label.cuts] for of_label in units]
    blank = sums.empty(scale)
    blank[sums.ARTICLES] = 1
    blank[sums.CHARACTERS] = article.length
    return _Article(
        article,
        scale,
        blank,
        tokens.compared(article, covered),
        [_read(one, places) for one in article.readings],
        loose,
        loose if len(alike) == len(found) else matched(alike),
        units,
    )


def _everybody(shared: _Article, pairs: Mapping[Pair, Row]) -> Row:
    """Spans are those of the pairs together; alpha and AC1 take all readers of a unit at once."""
    row = shared.blank[:]
    for place in (sums.MARKS, sums.EXACT, sums.OVERLAPPING):
        row[place] = sum([one[place] for one in pairs.values()])
    row[_WORDS] = shared.words.everybody
    for units in shared.units:
        _apart(row, units.observed, units.expected, shared.text.length)
    _labels(row, shared)
    _verdicts(row, shared, _claims(shared))
    return row


def _pair(shared: _Article, labels: Sequence[Row], i: int, j: int) -> Row:
    """The row of two readers; of their marks each label has its share."""
    first, second, length = shared.read[i], shared.read[j], shared.text.length
    row = shared.blank[:]
    loose, strict = shared.loose.pairs.get((i, j), ()), shared.strict.pairs.get((i, j), ())
    row[sums.MARKS] = len(first.labels) + len(second.labels)
    row[sums.EXACT] = len(first.places & second.places)
    row[sums.OVERLAPPING] = len(loose)
    row[_WORDS] = shared.words.pairs[i, j]
    for units in shared.units:
        one, other = units.rooms[i], units.rooms[j]
        rooms = one[i] + one[j] + other[i] + other[j]
        chance = expected((units.cuts[i], units.cuts[j]), rooms, length)
        _apart(row, observed((units.apart[i, j],), length), chance, length)
    _labels_of_two(row, first.labels, second.labels, loose)
    claims = [((i, a), (j, b)) for a, b in strict if first.labels[a] == _CLAIM]
    _verdicts(row, shared, claims)
    for label, marks in enumerate(map(add, first.counts, second.counts)):
        labels[label][sums.MARKS] += marks
    for label, _ in first.labelled & second.labelled:
        labels[label][sums.EXACT] += 1
    for a, _ in strict:
        labels[first.labels[a]][sums.OVERLAPPING] += 1
    return row


def _apart(row: Row, apart: float, chance: float, length: int) -> None:
    """A text weighs by its length: the disagreement of all is that of one long text's parts."""
    row[sums.UNIT_OBSERVED] += apart * length
    row[sums.UNIT_EXPECTED] += chance * length


def _labels(row: Row, shared: _Article) -> None:
    for group in shared.loose.groups:
        said = [shared.read[i].labels[a] for i, a in group.items()]
        row[sums.UNITS] += 1
        row[sums.UNITS_AGREEING] += _paired(row, sums.LABELLED, len(LABELS), said)
        for place in said:
            row[sums.SHARES + place] += 1 / len(said)


def _labels_of_two(
    row: Row, first: Sequence[int], second: Sequence[int], pairs: Sequence[Pair]
) -> None:
    """The same of two readers alone, of which each article has many pairs."""
    row[sums.UNITS] = len(pairs)
    for a, b in pairs:
        one, other = first[a], second[b]
        row[sums.UNITS_AGREEING] += one == other
        row[sums.LABELLED + len(LABELS) * one + other] += 1
        row[sums.SHARES + one] += 0.5
        row[sums.SHARES + other] += 0.5


def _paired(row: Row, start: int, size: int, said: Sequence[int]) -> float:
    """Add every pair of values to a table of the row; which share of the pairs agrees."""
    if len(said) == 2:
        row[start + size * said[0] + said[1]] += 1
        return float(said[0] == said[1])
    weight, agreeing = 1 / (len(said) - 1), 0
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            row[start + size * one + other] += weight
            agreeing += one == other
    return agreeing / (len(said) * (len(said) - 1) / 2)


def _claims(shared: _Article) -> list[tuple[Pair, ...]]:
    """The groups of claims that match: of each the reading and the mark."""
    groups = [tuple(group.items()) for group in shared.strict.groups]
    return [one for one in groups if shared.read[one[0][0]].labels[one[0][1]] == _CLAIM]


def _verdicts(row: Row, shared: _Article, groups: Iterable[Sequence[Pair]]) -> None:
    """Verdicts on claims that match claims, and why the others are left out."""
    scale, read = shared.scale, shared.read
    for group in groups:
        ratings = [read[i].ratings[a] for i, a in group]
        said = [one for one in ratings if one is not None]
        if len(said) < 2:
            elsewhere = sum(read[i].judged[a] for i, a in group) >= 2
            row[sums.OTHER_VERSION if elsewhere else sums.UNJUDGED] += 1
            continue
        row[sums.JUDGED] += 1
        _paired(row, sums.RATED, len(scale.ratings), said)
        on = [one for one in said if scale.is_on(one)]
        row[sums.ON_SCALE if len(on) >= 2 else sums.OFF_SCALE] += 1
        if len(on) >= 2:
            _paired(row, scale.ranked, len(scale.ranks), on)


def _read(reading: Reading, places: Mapping[str, int]) -> _Read:
    """`places` are those of the ratings."""
    marks = reading.marks
    labels = [PLACES[one.label] for one in marks]
    pieces = [one.pieces for one in marks]
    return _Read(
        labels,
        [None if one.rating is None else places[one.rating] for one in marks],
        [one.judged for one in marks],
        [labels.count(label) for label in PLACES.values()],
        _told_apart(pieces),
        _labelled(labels, pieces),
    )


def _labelled(labels: Sequence[int], pieces: Sequence[Pieces]) -> set[tuple[int, Hashable]]:
    found: set[tuple[int, Hashable]] = set(zip(labels, pieces, strict=True))
    if len(found) < len(pieces):
        for label in range(len(LABELS)):
            of_label = [one for one, other in zip(pieces, labels, strict=True) if other == label]
            found.update((label, one) for one in _told_apart(of_label))
    return found


def _told_apart(pieces: Sequence[Pieces]) -> set[Hashable]:
    """The places of marks; of several with the same ones, the second and so on with a number."""
    found: set[Hashable] = set(pieces)
    if len(found) < len(pieces):
        for same, count in Counter(pieces).items():
            found.update((same, number) for number in range(1, count))
    return found


def _cut_by_label(article: Compared) -> list[_Units]:
    pieces: list[list[list[Piece]]] = [[[] for _ in article.readings] for _ in LABELS]
    for place, reading in enumerate(article.readings):
        for mark in reading.marks:
            pieces[PLACES[mark.label]][place] += mark.pieces
    return [_units(article, of_label) for of_label in pieces]


def _units(article: Compared, pieces: Sequence[Sequence[Piece]]) -> _Units:
    cuts = [cut(of_reader, article.length) for of_reader in pieces]
    apart = {(i, j): difference(cuts[i], cuts[j]) for i, j in article.pairs()}
    rooms = [[room(one, other) for other in cuts] for one in cuts]
    found = observed(list(apart.values()), article.length)
    chance = expected(cuts, sum(map(sum, rooms)), article.length)
    return _Units(cuts, apart, rooms, found, chance)
