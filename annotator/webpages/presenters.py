"""What the page of a proposal shows of a correction."""

from __future__ import annotations

from annotator.audit.differences import Piece, difference


def changes_of(extracted: str, words: str | None) -> tuple[Piece, ...]:
    """What went and came in a paragraph; nothing where its words are as they were extracted."""
    new = (words or "").replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    if not new or new == extracted:
        return ()
    return difference(extracted, new) or (("del", extracted), ("ins", new))
