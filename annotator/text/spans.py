"""One span in its text: proof that it is there, and the words around it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise, takewhile

from annotator.errors import Invalid

CONTEXT_WIDTH = 32

_SHOWN = 60


def check_fragment(
    text: str, start: int, end: int, exact: str, prefix: str = "fragments-0"
) -> None:
    """Raise `Invalid` unless `text[start:end]` is `exact` and holds something.

    `prefix` begins the name of the field that is at fault: `fragments-0-end`.
    """
    if start < 0:
        raise Invalid(
            "A mark cannot begin before the text does (at %(start)s).",
            field=f"{prefix}-start",
            start=start,
        )
    if end > len(text):
        raise Invalid(
            "The mark ends at %(end)s, but the text is only %(length)s characters long.",
            field=f"{prefix}-end",
            end=end,
            length=len(text),
        )
    if start >= end:
        raise Invalid("A mark must hold at least one character.", field=f"{prefix}-end")
    if text[start:end] != exact:
        found, given = differing_parts(text[start:end], exact)
        raise Invalid(
            "At %(start)s to %(end)s the text says “%(found)s”, and the mark says “%(given)s”: "
            "load the article again and mark the words once more.",
            field=f"{prefix}-exact",
            start=start,
            end=end,
            found=found,
            given=given,
        )


def check_apart(pieces: Iterable[tuple[int, int]], field: str = "fragments") -> None:
    """Raise `Invalid` if two of these extents have a character in common."""
    for (_, end), (start, _) in pairwise(sorted(pieces)):
        if start < end:
            raise Invalid(
                "Two pieces of this mark overlap at %(start)s: join them into one.",
                field=field,
                start=start,
            )


def context(text: str, start: int, end: int, width: int = CONTEXT_WIDTH) -> tuple[str, str]:
    """Up to `width` code points before the span and after it."""
    return text[max(0, start - width) : start], text[end : end + width]


def differing_parts(found: str, given: str) -> tuple[str, str]:
    """The two texts, cut where they begin to differ, to be shown side by side."""
    # Two long texts that differ in one place look alike when cut at their beginnings.
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(found, given, strict=False))
    )
    first = max(0, alike - _SHOWN // 2)
    return _part(found, first), _part(given, first)


def _part(text: str, first: int) -> str:
    shown = text[first : first + _SHOWN].replace("\n", "↵")
    return ("…" if first else "") + shown + ("…" if first + _SHOWN < len(text) else "")
