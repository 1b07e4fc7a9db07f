"""Words of the text, and which of them not everybody marked."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.adjudication.comparing import Extent

_GAP = " … "


def extent_text(text: str, extents: Sequence[Extent]) -> str:
    """The words of these extents."""
    return _GAP.join(text[start:end] for start, end in extents)


def pieces_of(
    text: str, extents: Sequence[Extent], shared: Sequence[Extent]
) -> list[tuple[str, bool]]:
    """The words of a mark; True beside those that are not among the shared ones."""
    found: list[tuple[str, bool]] = []
    for start, end in extents:
        if found:
            found.append((_GAP, False))
        at = start
        for first, last in shared:
            inside = max(start, first), min(end, last)
            if inside[0] >= inside[1]:
                continue
            found += _told(text[at : inside[0]], True) + _told(text[slice(*inside)], False)
            at = inside[1]
        found += _told(text[at:end], True)
    return found


def _told(words: str, extra: bool) -> list[tuple[str, bool]]:
    return [(words, extra)] if words else []
