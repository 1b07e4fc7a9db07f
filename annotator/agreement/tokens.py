"""Words as units: each word of the text has the set of labels that a reader gave it.

Every word of the text is compared, those that nobody marked too: to compare only what both
marked would make two readers agree who do not.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from annotator.agreement.material import LABELS, PLACES, Compared

#: How many sets of labels there are; a set is the sum of the bits of its labels.
SETS = 1 << len(LABELS)

#: What a row has of words, from `sums.COMMON` on: how many labels of words two readers have in
#: common, how many both have in all, how many words there are, how many of their values are
#: paired with their like, and how often each set occurs.
Block: TypeAlias = "array[float]"
_SIZE = 4 + SETS
_WORDS = 2
_ALL = SETS - 1


class Words(NamedTuple):
    """What the words add to the rows of an article: everybody's, each pair's, each label's."""

    everybody: Block
    pairs: Mapping[tuple[int, int], Block]
    labels: list[Block]


def compared(article: Compared) -> Words:
    """The words of the article as each two readers marked them.

    What all readers have is what each two have: of alpha's pairs of values each reader is in
    those with every other one, and weighs as many times less.
    """
    found = [*_by_sets(article).items()]
    pairs, whole, width = {}, 0, len(LABELS)
    for i, j in article.pairs():
        one, other = width * i, width * j
        added = sum([n * _OF_TWO[sets >> one & _ALL][sets >> other & _ALL] for sets, n in found])
        pairs[i, j] = array("d", _unpacked(added)[:_SIZE])
        whole += added
    numbers, others = _unpacked(whole), len(article.readings) - 1
    blocks = []
    for start in range(0, len(numbers), _SIZE):
        block = array("d", numbers[start : start + _SIZE])
        block[_WORDS] = len(article.words)
        for place in range(_WORDS + 1, _SIZE):
            block[place] /= others
        blocks.append(block)
    return Words(blocks[0], pairs, blocks[1:])


def _by_sets(article: Compared) -> dict[int, int]:
    """How many words have which sets of labels, those of all readers side by side in one number.

    A word belongs to the mark that its first letter lies in.
    """
    found: dict[int, int] = {}
    size = len(LABELS) * len(article.readings)
    layers, sets = [0] * size, 0
    starts, at = article.words, 0
    for border in sorted(_borders(article, size)):
        place, layer = divmod(border >> 1, size)
        word = bisect_left(starts, place, at)
        if word > at:
            found[sets] = found.get(sets, 0) + word - at
            at = word
        layers[layer] += 1 if border & 1 else -1
        if layers[layer]:
            sets |= 1 << layer
        else:
            sets &= ~(1 << layer)
    if len(starts) > at:
        found[sets] = found.get(sets, 0) + len(starts) - at
    return found


def _borders(article: Compared, size: int) -> Iterator[int]:
    """Where a label of a reading begins or ends: place, which of all labels, and in the last bit
    whether it begins. As one number each they are sorted four times as fast.
    """
    for reader, reading in enumerate(article.readings):
        for mark in reading.marks:
            layer = len(LABELS) * reader + PLACES[mark.label]
            for start, end in mark.pieces:
                yield (start * size + layer) << 1 | 1
                yield (end * size + layer) << 1


def _of_two(one: int, other: int) -> int:
    """What one word with these sets of two readers adds: the blocks of all labels and of each.

    Their numbers stand side by side in one long integer, so that one sum adds all of them.
    """
    numbers = array("Q")
    for bits in (_ALL, *(1 << label for label in range(len(LABELS)))):
        mine, theirs = one & bits, other & bits
        block = [0] * _SIZE
        block[0] = (mine & theirs).bit_count()
        block[1] = mine.bit_count() + theirs.bit_count()
        block[_WORDS] = 1
        block[_WORDS + 1] = 2 * (mine == theirs)
        block[_WORDS + 2 + mine] += 1
        block[_WORDS + 2 + theirs] += 1
        numbers.extend(block)
    return int.from_bytes(numbers.tobytes(), "little")


_OF_TWO = [[_of_two(one, other) for other in range(SETS)] for one in range(SETS)]


def _unpacked(added: int) -> array[int]:
    numbers = array("Q")
    numbers.frombytes(added.to_bytes(8 * _SIZE * (1 + len(LABELS)), "little"))
    return numbers
