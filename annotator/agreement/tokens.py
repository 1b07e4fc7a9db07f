"""Words as units: each word of the text has the set of labels that a reader gave it.

Every word of the text is compared, those that nobody marked too: to compare only what both
marked would make two readers agree who do not.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

from annotator.agreement.material import LABELS, Compared, Piece

#: How many sets of labels there are; a set is the sum of the bits of its labels.
SETS = 1 << len(LABELS)

#: What a row has of words, from `sums.COMMON` on: how many labels of words two readers have in
#: common, how many both have in all, how many words there are, how many of their values are
#: paired with their like, and how often each set occurs.
Block: TypeAlias = "array[float]"
_SIZE = 4 + SETS
_BYTES = 8 * _SIZE
#: All bits of a set, and of one long integer those of its first block.
_ALL, _FIRST = SETS - 1, (1 << 8 * _BYTES) - 1
_WORDS = 2
#: What words of so many readers add is kept: most of it comes again.
_FEW = 4

#: The characters that a label covers, by label and by reader: pieces that do not touch.
Units = Sequence[Sequence[Sequence[Piece]]]


class Counted(NamedTuple):
    """What the words add to the rows of an article: everybody's, each pair's, each label's."""

    everybody: Block
    pairs: Mapping[tuple[int, int], Block]
    labels: list[Block]


def compared(article: Compared, units: Units) -> Counted:
    """The words of the article as each two readers marked them.

    What all readers have is what each two have: of alpha's pairs of values each reader is in
    those with every other one, and weighs as many times less.
    """
    pairs, readers = article.pairs(), len(article.readings)
    of_word = _of_usual_word if readers <= _FEW else _of_word
    found = _by_sets(article, units)
    added = sum([count * of_word(sets, readers) for sets, count in found.items()])
    blocks = array("Q")
    blocks.frombytes(added.to_bytes(_BYTES * (1 + len(LABELS) + len(pairs)), "little"))
    rows = [array("d", blocks[at : at + _SIZE]) for at in range(0, len(blocks), _SIZE)]
    words = article.words.count(1)
    for row in rows[: 1 + len(LABELS)]:
        row[_WORDS] = words
        if readers > 2:
            weighed = [number / (readers - 1) for number in row[_WORDS + 1 :]]
            row[_WORDS + 1 :] = array("d", weighed)
    of_pairs = dict(zip(pairs, rows[1 + len(LABELS) :], strict=True))
    return Counted(rows[0], of_pairs, rows[1 : 1 + len(LABELS)])


def _by_sets(article: Compared, units: Units) -> dict[int, int]:
    """How many words have which sets of labels, those of all readers side by side in one number.

    A word belongs to the mark that its first letter lies in.
    """
    size = len(LABELS) * len(article.readings)
    borders = [
        border * size + len(LABELS) * reader + label
        for label, of_label in enumerate(units)
        for reader, of_reader in enumerate(of_label)
        for unit in of_reader
        for border in unit
    ]
    # As one number each, borders are sorted four times as fast.
    borders.sort()
    found: dict[int, int] = {}
    starts, at, sets = article.words, 0, 0
    for border in borders:
        place = border // size
        words = starts.count(1, at, place)
        if words:
            found[sets] = found.get(sets, 0) + words
        at = place
        sets ^= 1 << border % size
    words = starts.count(1, at)
    if words:
        found[sets] = found.get(sets, 0) + words
    return found


def _of_word(sets: int, readers: int) -> int:
    """What one word with these sets adds: everybody's block and the labels', then each pair's.

    Their numbers stand side by side in one long integer, so that one sum adds all of them.
    """
    said = [sets >> len(LABELS) * reader & _ALL for reader in range(readers)]
    whole, place, pairs = 0, 8 * _BYTES * (1 + len(LABELS)), 0
    for one, other in combinations(said, 2):
        whole += _OF_TWO[one][other]
        pairs |= (_OF_TWO[one][other] & _FIRST) << place
        place += 8 * _BYTES
    return whole | pairs


def _of_two(one: int, other: int) -> int:
    """What one word with these sets of two readers adds: the blocks of all labels and of each."""
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
_of_usual_word = lru_cache(4096)(_of_word)
