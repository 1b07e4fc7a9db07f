"""Who has the same key, for millions of keys in a few bytes each."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterator
from itertools import groupby, pairwise

_BUCKETS = 64
_LOW = (1 << 32) - 1

#: Unsigned whole numbers of 32 and of 64 bits.
NARROW, WIDE = "I", "Q"


def key_of(*parts: str) -> int:
    """A number below 2^64 for some words: the same on every machine, and others for others."""
    data = b"\0".join(part.encode("utf-8", "surrogatepass") for part in parts)
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big")


def order_of(key: int) -> int:
    """By what `Keyed` sorts keys below 2^32."""
    return key % _BUCKETS << 32 | key


def part_of(key: int, parts: int) -> int:
    """In which of so many parts of that order a key stands; `parts` divides 64."""
    return key % _BUCKETS * parts // _BUCKETS


class Keyed:
    """Owners by key, in 8 bytes a row with `NARROW` keys and 12 with `WIDE` ones.

    Owners are whole numbers below 2^32. The rows come out in the order of the keys, in whatever
    order they were put in.
    """

    def __init__(self, width: str) -> None:
        self._width = width
        self._keys = [array(width) for _ in range(_BUCKETS)]
        self._owners = [array(NARROW) for _ in range(_BUCKETS)]

    def add(self, key: int, owner: int) -> None:
        """Note that the owner has the key."""
        bucket = key % _BUCKETS
        self._keys[bucket].append(key)
        self._owners[bucket].append(owner)

    def runs(self) -> Iterator[tuple[int, list[int]]]:
        """Each key that several have, with its owners, the least first."""
        for bucket in range(_BUCKETS):
            for key, rows in groupby(self._rows(bucket), key=lambda row: row >> 32):
                owners = [row & _LOW for row in rows]
                if len(owners) > 1:
                    yield key, owners

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Owners of the same key, each with the one next to it: enough to join all of them."""
        for _, owners in self.runs():
            yield from pairwise(owners)

    def _rows(self, bucket: int) -> list[int]:
        pairs = zip(self._keys[bucket], self._owners[bucket], strict=True)
        return sorted({key << 32 | owner for key, owner in pairs})
