"""Other places that fit a passage as well as the one that was found for it."""

from __future__ import annotations

from collections.abc import Iterator

from rapidfuzz import fuzz

from annotator.text.alignment import common_after, common_before

_WINDOW = 120
#: Two places whose surroundings differ by less than this, of 200, are equally good.
_MARGIN = 50
_MOST = 50
_REACH = 4000


def rivals(one: str, first: int, other: str, second: int, length: int) -> Iterator[int]:
    """Places in `other` that fit the passage of `one` as well as `second` does.

    A place is out of question when the texts agree nowhere further around it than they do
    around `second`, or when what is around it is plainly less alike.
    """
    before = common_before(one, first, other, second)
    after = common_after(one, first + length, other, second + length)
    own = sum(around(one, first, other, second, length))
    for place in _fitting(one, first, other, length, before, after):
        if place == second:
            continue
        left = common_before(one, first, other, place)
        right = common_after(one, first + length, other, place + length)
        further = left > before or right > after or (left, right) == (before, after)
        if further and sum(around(one, first, other, place, length)) >= own - _MARGIN:
            yield place


def _fitting(
    one: str, first: int, other: str, length: int, before: int, after: int
) -> Iterator[int]:
    """Places of the passage in `other` with as much of what is around it, or more on one side."""
    end = first + length
    left, right = first - min(before + 1, _REACH), end + min(after + 1, _REACH)
    if left >= 0:
        yield from (spot + first - left for spot in occurrences(one[left:end], other))
    elif other.startswith(one[:end]):
        yield first
    if right <= len(one):
        yield from occurrences(one[first:right], other)
    elif other.endswith(one[first:]):
        yield len(other) - len(one) + first
    left, right = max(0, left + 1), min(len(one), right - 1)
    yield from (spot + first - left for spot in occurrences(one[left:right], other))


def around(one: str, first: int, other: str, second: int, length: int) -> tuple[float, float]:
    """How alike, of 100, the texts are before a passage and after it."""
    return (
        fuzz.ratio(one[max(0, first - _WINDOW) : first], other[max(0, second - _WINDOW) : second]),
        fuzz.ratio(
            one[first + length : first + length + _WINDOW],
            other[second + length : second + length + _WINDOW],
        ),
    )


def occurrences(needle: str, text: str, most: int = _MOST) -> Iterator[int]:
    """Where the needle stands in the text, in order, at most so many times."""
    place = text.find(needle)
    while place >= 0 and most > 0:
        yield place
        most -= 1
        place = text.find(needle, place + 1)
