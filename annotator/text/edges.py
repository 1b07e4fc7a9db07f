"""The two edges of a place in a text: on words, and never inside what is read as one sign."""

from __future__ import annotations

from annotator.text.graphemes import cluster_edges

Place = tuple[int, int]

_WORD = 24
_REACH, _AHEAD = 4000, 120


def touch(one: Place, other: Place) -> bool:
    """Whether two places have a sign in common."""
    return one[0] < other[1] and other[0] < one[1]


def trimmed(text: str, start: int, end: int) -> Place | None:
    """The place without white space at its edges; None where there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def to_words(text: str, place: Place) -> Place:
    """The same without a part of a word at either edge: the word is taken whole."""
    start, end = place
    # Where words are written without spaces, a whole clause would come along.
    first, last = max(0, start - _WORD), min(len(text), end + _WORD)
    while start > first and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < last and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return start, end


def whole_signs(old: str, was: Place, new: str, place: Place) -> Place:
    """The place, wider where an edge would cut a sign in two that was not cut before."""
    start, end = place
    if is_border(old, was[0]):
        while not is_border(new, start):
            start -= 1
    if is_border(old, was[1]):
        while not is_border(new, end):
            end += 1
    return start, end


def is_border(text: str, place: int) -> bool:
    """Whether no sign, as a reader sees it, goes over this place."""
    if place <= 0 or place >= len(text):
        return True
    if text[place] < "\u0300" and text[place - 1] < "\u0300":
        return True
    first = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place), place - _REACH, 0)
    return place - first in cluster_edges(text[first : place + _AHEAD])
