"""From one article with its readings to the rows that figures are made of."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement import sums, tokens
from annotator.agreement.matching import Matched, candidates, matched, same_label
from annotator.agreement.material import LABELS, Compared, Mark
from annotator.agreement.sums import Row, Scale
from annotator.agreement.unitizing import Sizes, difference, expected, observed, sections, sizes

_CLAIM = "claim"
_PLACES = {label: place for place, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Tallied:
    """The rows of one article: everybody's, each pair's by the people, and each label's."""

    everybody: Row
    pairs: Mapping[tuple[int, int], Row]
    labels: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class _Cut:
    """How each reader cut the text by one label, how far the cuts of each two are apart, and the
    disagreement of all: the observed one and that of chance."""

    sizes: list[Sizes]
    apart: Mapping[tuple[int, int], float]
    observed: float
    expected: float


@dataclass(slots=True)
class _Article:
    """What all rows of one article share."""

    text: Compared
    scale: Scale
    words: tokens.Words
    loose: Matched
    strict: Matched
    cuts: Mapping[str, _Cut]


def tally(article: Compared, scale: Scale, threshold: float) -> Tallied:
    """The rows of one article; marks match from this share of common characters on."""
    found = candidates(article.readings, threshold)
    shared = _Article(
        article,
        scale,
        tokens.words_by_sets(article),
        matched(found),
        matched(same_label(found)),
        {label: _cut(article, label) for label in LABELS},
    )
    pairs = {pair: _pair(shared, *pair) for pair in article.pairs()}
    people = [one.person for one in article.readings]
    return Tallied(
        _everybody(shared, pairs),
        {(people[i], people[j]): row for (i, j), row in pairs.items()},
        {label: _label(shared, label) for label in LABELS},
    )


def _everybody(shared: _Article, pairs: Mapping[tuple[int, int], Row]) -> Row:
    """Spans are those of the pairs together; alpha and AC1 take all readers of a unit at once."""
    row = sums.empty(shared.scale)
    for one in pairs.values():
        for place in range(sums.MARKS, sums.WORDS):
            row[place] += one[place]
    row[sums.ARTICLES] = 1
    _words(row, shared.words, range(len(shared.text.readings)))
    for cut in shared.cuts.values():
        _units(row, cut.observed, cut.expected, shared.text.length)
    row[sums.CHARACTERS] = shared.text.length
    _labels(row, shared, shared.loose.groups)
    _verdicts(row, shared, shared.strict.groups)
    return row


def _pair(shared: _Article, i: int, j: int) -> Row:
    first, second = shared.text.readings[i], shared.text.readings[j]
    row = sums.empty(shared.scale)
    row[sums.ARTICLES] = 1
    _spans(row, first.marks, second.marks, len(shared.loose.pairs.get((i, j), ())))
    row[sums.COMMON], row[sums.MARKED] = tokens.common_and_marked(shared.words, i, j)
    _words(row, shared.words, (i, j))
    for cut in shared.cuts.values():
        length = shared.text.length
        chance = expected([cut.sizes[i], cut.sizes[j]], length)
        _units(row, observed([cut.apart[i, j]], length), chance, length)
    row[sums.CHARACTERS] = shared.text.length
    _labels(row, shared, [{i: a, j: b} for a, b in shared.loose.pairs.get((i, j), ())])
    _verdicts(row, shared, [{i: a, j: b} for a, b in shared.strict.pairs.get((i, j), ())])
    return row


def _label(shared: _Article, label: str) -> Row:
    row = sums.empty(shared.scale)
    row[sums.ARTICLES] = 1
    words = tokens.of_label(shared.words, label)
    marks = [
        [mark for mark in reading.marks if mark.label == label] for reading in shared.text.readings
    ]
    for i, j in shared.text.pairs():
        pairs = shared.strict.pairs.get((i, j), ())
        first = shared.text.readings[i].marks
        _spans(row, marks[i], marks[j], sum(first[a].label == label for a, _ in pairs))
        common, marked = tokens.common_and_marked(words, i, j)
        row[sums.COMMON] += common
        row[sums.MARKED] += marked
    _words(row, words, range(len(marks)))
    cut = shared.cuts[label]
    _units(row, cut.observed, cut.expected, shared.text.length)
    row[sums.CHARACTERS] = shared.text.length
    return row


def _spans(row: Row, first: Sequence[Mark], second: Sequence[Mark], overlapping: int) -> None:
    row[sums.MARKS] += len(first) + len(second)
    same = Counter([one.pieces for one in first]) & Counter([one.pieces for one in second])
    row[sums.EXACT] += same.total()
    row[sums.OVERLAPPING] += overlapping


def _words(row: Row, words: tokens.Words, readings: Sequence[int]) -> None:
    row[sums.WORDS] = sum(words.values())
    if len(readings) == 2:
        row[sums.AGREEING], occurs = tokens.agreement_of_two(words, *readings)
    else:
        row[sums.AGREEING], occurs = tokens.agreement(words, readings)
    row[sums.OCCURS : sums.OCCURS + tokens.SETS] = array("d", occurs)


def _units(row: Row, apart: float, chance: float, length: int) -> None:
    """A text weighs by its length: the disagreement of all is that of one long text's parts."""
    row[sums.UNIT_OBSERVED] += apart * length
    row[sums.UNIT_EXPECTED] += chance * length


def _labels(row: Row, shared: _Article, groups: Sequence[Mapping[int, int]]) -> None:
    readings = shared.text.readings
    for group in groups:
        said = [_PLACES[readings[i].marks[a].label] for i, a in group.items()]
        row[sums.UNITS] += 1
        row[sums.UNITS_AGREEING] += _paired(row, sums.LABELLED, len(LABELS), said)
        for place in said:
            row[sums.SHARES + place] += 1 / len(said)


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


def _verdicts(row: Row, shared: _Article, groups: Sequence[Mapping[int, int]]) -> None:
    """Verdicts on claims that match claims, and why the others are left out."""
    scale = shared.scale
    for group in groups:
        claims = [shared.text.readings[i].marks[a] for i, a in group.items()]
        if claims[0].label != _CLAIM:
            continue
        said = [scale.ratings.index(one.rating) for one in claims if one.rating is not None]
        if len(said) < 2:
            elsewhere = sum(one.judged for one in claims) >= 2
            row[sums.OTHER_VERSION if elsewhere else sums.UNJUDGED] += 1
            continue
        row[sums.JUDGED] += 1
        _paired(row, sums.RATED, len(scale.ratings), said)
        on = [one for one in said if scale.is_on(one)]
        row[sums.ON_SCALE if len(on) >= 2 else sums.OFF_SCALE] += 1
        if len(on) >= 2:
            _paired(row, scale.ranked, len(scale.ranks), on)


def _cut(article: Compared, label: str) -> _Cut:
    cut = [
        sections(
            [piece for mark in one.marks if mark.label == label for piece in mark.pieces],
            article.length,
        )
        for one in article.readings
    ]
    apart = {(i, j): difference(cut[i], cut[j]) for i, j in article.pairs()}
    found = observed(list(apart.values()), article.length)
    lengths = [sizes(one) for one in cut]
    return _Cut(lengths, apart, found, expected(lengths, article.length))
