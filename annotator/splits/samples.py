"""Some runs of words of every text, by which near-duplicates are looked for a second time.

Of the hashes of a text's runs of three words, those below a bound are kept (Broder, "On the
resemblance and containment of documents", 1997, where they are those divisible by m): what two
texts share is kept of both or of neither. The
bound falls by half whenever a text is twice as long, so that 20 to 40 stay of each. Of two texts
that overlap by 0.6, no run at all is kept of both at most 6 times in a million. While a project is
small every run is kept, and then nothing that two texts share is missed.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Sequence, Set

from annotator.splits.keyed import NARROW

#: So many runs of a text are kept at the least, where it has them, and fewer than twice as many.
LEAST_KEPT = 20
#: So many of all texts together are kept before they are thinned: those of 1,000 usual articles.
MOST_WHOLE = 400_000

# Spreads what a checksum leaves in rows; odd, so that no two numbers become one.
_SPREAD = 0x9E3779B1
_LOW = (1 << 32) - 1


def hashes_of(found: Set[str]) -> list[int]:
    """The runs as different numbers below 2^32, the least first."""
    return sorted({zlib.crc32(one.encode()) * _SPREAD & _LOW for one in found})


def level_for(count: int) -> int:
    """How often the bound is halved for a text of so many runs."""
    return max(0, (count // LEAST_KEPT).bit_length() - 1)


class Samples:
    """The kept hashes of texts, in 4 bytes each."""

    def __init__(self, most_whole: int = MOST_WHOLE) -> None:
        self._most_whole = most_whole
        self._hashes = array(NARROW)
        self._starts = array("Q", [0])
        self._levels = array("B")
        self.is_whole = True

    def __len__(self) -> int:
        return len(self._levels)

    def add(self, found: Set[str]) -> None:
        """Keep some of a text's runs of words."""
        hashes = hashes_of(found)
        level = 0 if self.is_whole else level_for(len(hashes))
        self._append(hashes, level)
        if self.is_whole and len(self._hashes) > self._most_whole:
            self._thin()

    def of(self, number: int) -> Sequence[int]:
        """What is kept of a text, by the order in which they came, the least first."""
        return self._hashes[self._starts[number] : self._starts[number + 1]]

    def estimate(self, one: int, other: int) -> float:
        """How far two texts overlap, from 0 to 1, as far as what is kept of them tells."""
        return self.overlap(one, other, len(set(self.of(one)).intersection(self.of(other))))

    def overlap(self, one: int, other: int, shared: int) -> float:
        """How far two texts overlap, from 0 to 1, if `shared` kept hashes are those of both."""
        bound = 1 << (32 - max(self._levels[one], self._levels[other]))
        kept = sum(bisect_left(self.of(number), bound) for number in (one, other))
        return shared / (kept - shared) if kept > shared else 1.0

    def _append(self, hashes: Sequence[int], level: int) -> None:
        self._hashes.extend(hashes[: bisect_left(hashes, 1 << (32 - level))])
        self._starts.append(len(self._hashes))
        self._levels.append(level)

    def _thin(self) -> None:
        thin = Samples(self._most_whole)
        for number in range(len(self)):
            hashes = self.of(number)
            thin._append(hashes, level_for(len(hashes)))
        self._hashes, self._starts, self._levels = thin._hashes, thin._starts, thin._levels
        self.is_whole = False
