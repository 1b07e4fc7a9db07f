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
import struct
import unicodedata
import zlib
from collections.abc import Sequence, Set
from random import Random

import regex

from annotator.text.layout import Block

#: Changes whenever the same passage would get another sketch.
VERSION = 1
BANDS = 4
ROWS = 3
SHINGLE_WORDS = 3
#: Shorter passages are alike by chance: bylines, captions, "he said".
LEAST_WORDS = 8

_PRIME = (1 << 61) - 1
# One seed for good: sketches made on different days and machines are compared.
_RANDOM = Random(20_261_122)  # noqa: S311
_ORDERS = tuple(
    (_RANDOM.randrange(1, _PRIME), _RANDOM.randrange(_PRIME)) for _ in range(BANDS * ROWS)
)
# Scripts that set no spaces between words give one word a character.
_WORDS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]|[\p{L}\p{M}\p{N}]+"
)

Bands = tuple[int, ...]


def words_of(text: str) -> list[str]:
    """The words without case, punctuation or differences of compatibility."""
    found: list[str] = _WORDS.findall(unicodedata.normalize("NFKC", text).casefold())
    return found


def shingles(words: Sequence[str]) -> frozenset[str]:
    """Every run of `SHINGLE_WORDS` words; of fewer words, the one run there is."""
    if not words:
        return frozenset()
    last = max(1, len(words) - SHINGLE_WORDS + 1)
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in range(last))


def resemblance(one: Set[str], other: Set[str]) -> float:
    """How far two sets overlap, from 0 to 1."""
    joined = len(one | other)
    return len(one & other) / joined if joined else 0.0


def containment(part: Set[str], whole: Set[str]) -> float:
    """How much of `part` is in `whole`, from 0 to 1."""
    return len(part & whole) / len(part) if part else 0.0


def bands_of(found: Set[str]) -> Bands:
    """`BANDS` numbers below 2^63: passages that share one, in its place, may be near-duplicates."""
    hashes = [zlib.crc32(one.encode()) for one in found]
    least = [min([(a * one + b) % _PRIME for one in hashes]) for a, b in _ORDERS]
    return tuple(
        _number(struct.pack(f"<{ROWS}Q", *least[at : at + ROWS]))
        for at in range(0, BANDS * ROWS, ROWS)
    )


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
