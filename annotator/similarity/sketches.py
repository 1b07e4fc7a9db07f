"""Sketches of passages, by which near-duplicates are found without reading every text.

A passage is its set of word triples; two passages resemble each other as far as their sets
overlap (Jaccard). MinHash keeps, of each set, the least of its members under `BANDS * ROWS`
random orders; two sketches share one as likely as their sets overlap (Broder, "On the
resemblance and containment of documents", 1997). Grouped in bands, of which one in common makes
a candidate, passages that overlap by 0.8 are found 94 times in 100, by 0.9 more than 99 times,
and by 0.3 10 times. Candidates are compared word by word before anybody hears of them.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
import zlib
from bisect import bisect_left
from collections.abc import Sequence, Set
from random import Random

import regex

from annotator.text.layout import Block

#: Changes whenever the same passage would get another sketch.
VERSION = 2
BANDS = 4
ROWS = 3
SHINGLE_WORDS = 3
#: Shorter passages are alike by chance: bylines, captions, "he said".
LEAST_WORDS = 8

# One seed for good: sketches made on different days and machines are compared.
_RANDOM = Random(20_261_122)  # noqa: S311
# Hashes stand in a circle, and an order begins somewhere on it. The rows of a band have circles of
# their own; the bands begin at other quarters of them.
_BITS = 30
_MASK = (1 << _BITS) - 1
_FACTORS = tuple(_RANDOM.randrange(1 << 61, 1 << 62) | 1 for _ in range(ROWS))
# Scripts that set no spaces between words give one word a character.
_WORDS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+"
)
# What most texts hold, for which the quicker expression finds the same words.
_PLAIN = re.compile(
    r"[\x00-\u02ff\u0370-\u0482\u048a-\u052f\u2000-\u206f\u20a0-\u20bf\u3001\u3002"
    r"\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fef\U0001f300-\U0001faff]*"
)
_PLAIN_WORDS = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fef]|[^\W_]+")

Bands = tuple[int, ...]


def words_of(text: str) -> list[str]:
    """The words without case, punctuation or differences of compatibility."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = _PLAIN_WORDS if folded.isascii() or _PLAIN.fullmatch(folded) else _WORDS
    found: list[str] = words.findall(folded)
    return found


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Every run of `SHINGLE_WORDS` words; of fewer words, the one run there is."""
    if len(words) < SHINGLE_WORDS:
        return frozenset([" ".join(words)] if words else [])
    runs = (words[at:] for at in range(SHINGLE_WORDS))
    return frozenset(map(" ".join, zip(*runs, strict=False)))


def resemblance(one: Set[str], other: Set[str]) -> float:
    """How far two sets overlap, from 0 to 1."""
    shared = len(one & other)
    joined = len(one) + len(other) - shared
    return shared / joined if joined else 0.0


def containment(part: Set[str], whole: Set[str]) -> float:
    """How much of `part` is in `whole`, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


def bands_of(found: Set[str], count: int = BANDS) -> Bands:
    """`count` numbers below 2^63: passages that share one, in its place, may be near-duplicates.

    More bands find what overlaps by less, too: of passages that overlap by s, with `ROWS` rows,
    1 - (1 - s^ROWS)^count.
    """
    hashes = [zlib.crc32(one.encode()) for one in found]
    rows = [sorted([one * factor >> _BITS & _MASK for one in hashes]) for factor in _FACTORS]
    starts = [(band << _BITS) // count for band in range(count)]
    # The first from each start on, where the circle ends at its beginning.
    places = [[row[bisect_left(row, start) % len(row)] for row in rows] for start in starts]
    return tuple(_number(struct.pack(f"<{ROWS}I", *place)) for place in places)


def passages(text: str, blocks: Sequence[Block]) -> list[tuple[int, frozenset[str]]]:
    """The blocks that are long enough to be compared: each with its index and its shingles."""
    found = []
    for index, block in enumerate(blocks):
        words = words_of(text[block.start : block.end])
        if len(words) >= LEAST_WORDS:
            found.append((index, shingles(words)))
    return found


def _number(data: bytes) -> int:
    return int.from_bytes(hashlib.blake2b(data, digest_size=8).digest(), "big") >> 1
