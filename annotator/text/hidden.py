"""Characters of a text that cannot be seen, or that turn what is seen: which, and where."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

#: Kinds that a reader has to know of, and one that is only worth a line.
ALARMING = ("bidi", "zero_width", "tag", "private_use", "soft_hyphen")
ODD_SPACE = "odd_space"

_KINDS = {
    "bidi": r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]",
    "tag": r"[\U000e0000-\U000e007f]",
    # Joiners, word joiners, fillers, interlinear marks, and variation selectors.
    "zero_width": r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065"
    r"\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0100-\U000e01ef]",
    "soft_hyphen": r"\u00ad",
    "private_use": r"[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]",
    ODD_SPACE: r"[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f]",
}
# Where such a character does its proper work it is no news: in emoji, in keycaps and flags, as
# variant of a Chinese or mathematical sign, and between the letters of scripts that join.
_PROPER = (
    r"\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    r"|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})"
    r"|(?<=[\p{Emoji}])[\ufe0e\ufe0f]"
    r"|(?<=[\p{Han}])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|(?<=[\p{L}\p{M}--\p{Latin}--\p{Greek}--\p{Cyrillic}])[\u200c\u200d]"
    r"(?=[\p{L}\p{M}--\p{Latin}--\p{Greek}--\p{Cyrillic}])"
)
_FIND = regex.compile(
    "|".join([_PROPER, *(f"(?P<{kind}>{source})" for kind, source in _KINDS.items())]),
    regex.V1,
)
# A text without any of these, which most are, needs no closer look.
_ANY = regex.compile("|".join(_KINDS.values()))


@dataclass(frozen=True, slots=True)
class Hidden:
    """One such character, at the code point `start`."""

    start: int
    kind: str
    code: int

    @property
    def name(self) -> str:
        """What Unicode calls it, in small letters; "" for one without a name."""
        return unicodedata.name(chr(self.code), "").lower()


@dataclass(frozen=True, slots=True)
class HiddenCharacters:
    """All of a text's: how many of each kind, and where the first of them are."""

    counts: dict[str, int]
    places: Sequence[Hidden]

    @property
    def alarming(self) -> int:
        """How many there are that a reader has to know of."""
        return sum(self.counts.get(kind, 0) for kind in ALARMING)

    @property
    def total(self) -> int:
        """How many there are of every kind."""
        return sum(self.counts.values())


@lru_cache(maxsize=16)
def hidden_characters(text: str, *, most: int = 5000) -> HiddenCharacters:
    """What is hidden in a text; of more than `most`, only the first are placed.

    Remembered, as a text is asked about each time that its page is opened.
    """
    if text.isascii() or not _ANY.search(text):
        return HiddenCharacters({}, ())
    counts: Counter[str] = Counter()
    places: list[Hidden] = []
    for one in _found(text):
        counts[one.kind] += 1
        if len(places) < most:
            places.append(one)
    return HiddenCharacters(dict(counts), tuple(places))


def _found(text: str) -> Iterator[Hidden]:
    for match in _FIND.finditer(text):
        if match.lastgroup:
            yield Hidden(match.start(), match.lastgroup, ord(match.group()))
