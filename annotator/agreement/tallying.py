"""From one article with its readings to the rows that figures are made of."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.agreement import sums, tokens
from annotator.agreement.matching import Matched, candidates, matched, same_label
from annotator.agreement.material import LABELS, PLACES, Compared, Mark, Piece, Reading
from annotator.agreement.sums import Row, Scale
from annotator.agreement.unitizing import Cut, cut, difference, expected, observed, room

_CLAIM = PLACES["claim"]

#: Two readings, by their places.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tallied:
    """The rows of one article: everybody's, each pair's by the people, and each label's."""

    everybody: Row
    pairs: Mapping[tuple[int, int], Row]
    labels: Mapping[str, Row]


class _Read(NamedTuple):
    """One reading: of each mark which label it has, which rating, and whether it was judged; the
    places of all marks, and of those of each label, as sets that may be held beside another's.
    """

    labels: list[int]
    ratings: list[int | None]
    judged: list[bool]
    places: set[Hashable]
    by_label: list[set[Hashable]]


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
    """What all rows of one article share."""

    text: Compared
    scale: Scale
    words: tokens.Words
    read: list[_Read]
    loose: Matched
    strict: Matched
    units: list[_Units]


def tally(article: Compared, scale: Scale, threshold: float) -> Tallied:
    """The rows of one article; marks match from this share of common characters on."""
    found = candidates(article.readings, threshold)
    shared = _Article(
        article,
        scale,
        tokens.words_by_sets(article),
        [_read(one, scale) for one in article.readings],
        matched(found),
        matched(same_label(found)),
        _cut_by_label(article),
    )
    pairs = {pair: _pair(shared, *pair) for pair in article.pairs()}
    people = [one.person for one in article.readings]
    return Tallied(
        _everybody(shared, pairs),
        {(people[i], people[j]): row for (i, j), row in pairs.items()},
        {label: _label(shared, place) for label, place in PLACES.items()},
    )


def _everybody(shared: _Article, pairs: Mapping[Pair, Row]) -> Row:
    """Spans are those of the pairs together; alpha and AC1 take all readers of a unit at once."""
    row = sums.empty(shared.scale)
    for one in pairs.values():
        for place in range(sums.MARKS, sums.WORDS):
            row[place] += one[place]
    row[sums.ARTICLES] = 1
    row[sums.WORDS] = len(shared.text.words)
    _occurring(row, *tokens.agreement(shared.words, len(shared.read)))
    for units in shared.units:
        _apart(row, units.observed, units.expected, shared.text.length)
    row[sums.CHARACTERS] = shared.text.length
    _labels(row, shared)
    _verdicts(row, shared, _claims(shared))
    return row


def _pair(shared: _Article, i: int, j: int) -> Row:
    first, second, length = shared.read[i], shared.read[j], shared.text.length
    row = sums.empty(shared.scale)
    row[sums.ARTICLES] = 1
    loose, strict = shared.loose.pairs.get((i, j), ()), shared.strict.pairs.get((i, j), ())
    row[sums.MARKS] = len(first.places) + len(second.places)
    row[sums.EXACT] = len(first.places & second.places)
    row[sums.OVERLAPPING] = len(loose)
    row[sums.COMMON], row[sums.MARKED] = tokens.common_and_marked(shared.words, i, j)
    row[sums.WORDS] = len(shared.text.words)
    _occurring(row, *tokens.agreement_of_two(shared.words, i, j))
    for units in shared.units:
        rooms = units.rooms[i][i] + units.rooms[i][j] + units.rooms[j][i] + units.rooms[j][j]
        chance = expected((units.cuts[i], units.cuts[j]), rooms, length)
        _apart(row, observed([units.apart[i, j]], length), chance, length)
    row[sums.CHARACTERS] = length
    _labels_of_two(row, first.labels, second.labels, loose)
    claims = [((i, a), (j, b)) for a, b in strict if first.labels[a] == _CLAIM]
    _verdicts(row, shared, claims)
    return row


def _label(shared: _Article, label: int) -> Row:
    row = sums.empty(shared.scale)
    row[sums.ARTICLES] = 1
    words = tokens.of_label(shared.words, label)
    for i, j in shared.text.pairs():
        first, second = shared.read[i].by_label[label], shared.read[j].by_label[label]
        row[sums.MARKS] += len(first) + len(second)
        row[sums.EXACT] += len(first & second)
        labels = shared.read[i].labels
        pairs = shared.strict.pairs.get((i, j), ())
        row[sums.OVERLAPPING] += sum([labels[a] == label for a, _ in pairs])
        common, marked = tokens.common_and_marked(words, i, j)
        row[sums.COMMON] += common
        row[sums.MARKED] += marked
    row[sums.WORDS] = len(shared.text.words)
    _occurring(row, *tokens.agreement(words, len(shared.read)))
    units = shared.units[label]
    _apart(row, units.observed, units.expected, shared.text.length)
    row[sums.CHARACTERS] = shared.text.length
    return row


def _occurring(row: Row, agreeing: float, occurs: Sequence[float]) -> None:
    row[sums.AGREEING] = agreeing
    row[sums.OCCURS : sums.OCCURS + tokens.SETS] = array("d", occurs)


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


def _read(reading: Reading, scale: Scale) -> _Read:
    marks = reading.marks
    labels = [PLACES[one.label] for one in marks]
    return _Read(
        labels,
        [None if one.rating is None else scale.ratings.index(one.rating) for one in marks],
        [one.judged for one in marks],
        _told_apart(marks),
        [_told_apart([one for one in marks if one.label == label]) for label in LABELS],
    )


def _told_apart(marks: Sequence[Mark]) -> set[Hashable]:
    """The pieces of marks; of several with the same ones, the second and so on with a number."""
    pieces = [one.pieces for one in marks]
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
