"""Whether anybody could read what was written: a reason of signs that cannot be seen is none."""

from __future__ import annotations

import unicodedata

#: Letters and signs by their category that show nothing: fillers of Hangul, blank braille, the
#: joiner of graphemes, two vowels of Khmer that are not written.
INVISIBLE = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
#: Control, format, surrogate, private and unassigned characters, and separators (Unicode, table 12
#: of UAX 44).
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp"})


def said(text: str | None) -> str:
    """The text without white space at its ends; empty where nothing in it can be seen."""
    found = (text or "").strip()
    return found if any(map(_is_seen, found)) else ""


def _is_seen(character: str) -> bool:
    return character not in INVISIBLE and unicodedata.category(character) not in _UNSEEN
