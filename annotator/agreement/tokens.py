"""Words as units: each word of the text has the set of labels that a reader gave it.

Every word of the text is compared, those that nobody marked too: to compare only what both
marked would make two readers agree who do not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from annotator.agreement.material import LABELS, Compared

_BITS = {label: 1 << place for place, label in enumerate(LABELS)}
#: How many sets of labels there are; a set is the sum of the bits of its labels.
SETS = 1 << len(LABELS)

#: How many words have these sets of labels, one set a reading.
Words = Mapping[tuple[int, ...], int]


def words_by_sets(article: Compared) -> Words:
    """The words of the article, counted by what each reader marked them as.

    A word belongs to the mark that its first letter lies in.
    """
    found: Counter[tuple[int, ...]] = Counter()
    layers = [[0] * len(LABELS) for _ in article.readings]
    sets, at = [0] * len(layers), 0
    for place, reading, label, step in sorted(_borders(article)):
        word = bisect_left(article.words, place)
        if word > at:
            found[tuple(sets)] += word - at
            at = word
        layers[reading][label] += step
        sets[reading] ^= (bool(layers[reading][label]) << label) ^ (sets[reading] & 1 << label)
    if len(article.words) > at:
        found[tuple(sets)] += len(article.words) - at
    return found


def common_and_marked(words: Words, first: int, second: int) -> tuple[int, int]:
    """How many labels of words two readings have in common, and how many both have in all."""
    common = marked = 0
    for sets, count in words.items():
        one, other = sets[first], sets[second]
        if one or other:
            common += (one & other).bit_count() * count
            marked += (one.bit_count() + other.bit_count()) * count
    return common, marked


def agreement(words: Words, readings: Sequence[int]) -> tuple[float, list[float]]:
    """For alpha: the values that agree with their like, and how often each set occurs."""
    agreeing, occurs = 0.0, [0.0] * SETS
    others = len(readings) - 1
    for sets, count in words.items():
        here = [sets[reading] for reading in readings]
        for value in here:
            occurs[value] += count
            agreeing += count * (here.count(value) - 1)
    return agreeing / others, occurs


def agreement_of_two(words: Words, first: int, second: int) -> tuple[float, list[float]]:
    """The same for two readings, of which each article has many pairs."""
    agreeing, occurs = 0.0, [0.0] * SETS
    for sets, count in words.items():
        one, other = sets[first], sets[second]
        occurs[one] += count
        occurs[other] += count
        if one == other:
            agreeing += 2 * count
    return agreeing, occurs


def of_label(words: Words, label: str) -> Words:
    """The same words, told apart by this label alone."""
    found: dict[tuple[int, ...], int] = {}
    bit = _BITS[label]
    for sets, count in words.items():
        of = tuple([one & bit for one in sets])
        found[of] = found.get(of, 0) + count
    return found


def _borders(article: Compared) -> Iterator[tuple[int, int, int, int]]:
    for place, reading in enumerate(article.readings):
        for mark in reading.marks:
            label = LABELS.index(mark.label)
            for start, end in mark.pieces:
                yield start, place, label, 1
                yield end, place, label, -1
