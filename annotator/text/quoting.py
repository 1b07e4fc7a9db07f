"""What the punctuation says of a quote: given as it was said, in other words, or partly so.

`static/js/text/quoting.js` is the same in the browser; `tests/fixtures/quoting.json` holds them
together. Marks are paired as they stand, never counted: real articles lack some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

Kind = Literal["direct", "indirect", "mixed"]
Piece = tuple[int, int]

#: Each mark that opens, and what may close it; straight ones are taken for curly ones.
_CLOSERS = {
    "“": "”\"",
    "„": "“”\"",
    "‟": "”\"",
    '"': '"”',
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "‚": "‘’'",
    "'": "'’",
    "「": "」",
    "『": "』",
    "﹁": "﹂",
    "﹃": "﹄",
    "〝": "〞〟",
    "＂": "＂",
    "״": "״",
}  # fmt: skip
#: These also close, or stand inside words: they open only where a word begins.
_EITHER_WAY = "\"”»›'＂״"
#: These are apostrophes more often than not: left open, they mean nothing.
_SINGLE = "'‘’‚"
_BEFORE_A_WORD = "([{-–—:=/¿¡"
_AFTER_A_WORD = ".,;:!?)]}"
#: How far a quote's beginning and end are looked for, in characters.
_REACH = 4000
#: Quotations inside quotations are followed to this depth.
_DEEPEST = 8

_MARK = re.compile("[" + "".join(sorted({*_CLOSERS, *"".join(_CLOSERS.values())})) + "]")
_CURLY = re.compile("[“”„]")
_WORD = re.compile(r"[^\W_]")


def proposed_kind(text: str, content: Sequence[Piece]) -> Kind | None:
    """The likely kind of the quote whose content stands at these places of the text.

    None where the punctuation does not say: a quotation is opened and never closed.
    """
    inside = outside = False
    for start, end in content:
        for first, last in _lines(text, start, end):
            quoted, unclosed = _quoted(text, first, last)
            here = max(start, first)
            for begin, close in [*quoted, (last, last)]:
                # Up to a pair of marks, then what is between them.
                gap = min(begin, end)
                if _has_words(text, max(here, unclosed), gap):
                    return None
                outside = outside or _has_words(text, here, gap)
                inside = inside or _has_words(text, max(here, begin), min(close, end))
                here = max(here, close)
    if inside:
        return "mixed" if outside else "direct"
    return "indirect" if outside else None


def unpaired_marks(text: str, lines: Sequence[Piece]) -> Iterator[int]:
    """Where a curly double mark closes nothing, or opens what nothing closes, line by line.

    A quotation that goes on in the next line, which opens it again, is left open by custom.
    Straight and single marks are not judged: they are inches and apostrophes too often.
    """
    for index, (start, end) in enumerate(lines):
        follows = text[slice(*lines[index + 1])].lstrip()[:1] if index + 1 < len(lines) else ""
        opened: list[int] = []
        for found in _CURLY.finditer(text, start, end):
            place = found.start()
            if found.group() in "“„" and not (found.group() == "“" and _ends_german(text, opened)):
                opened.append(place)
            elif opened:
                opened.pop()
            elif _begins_a_word(text, place):
                # Swedish and Finnish open with the mark that closes elsewhere.
                opened.append(place)
            else:
                yield place
        yield from (place for place in opened if text[place] != follows)


def _ends_german(text: str, opened: Sequence[int]) -> bool:
    """Whether “ closes here: what it would end was opened by „."""
    return bool(opened) and text[opened[-1]] == "„"


def _has_words(text: str, start: int, end: int) -> bool:
    return start < end and _WORD.search(text, start, end) is not None


def _lines(text: str, start: int, end: int) -> Iterator[Piece]:
    first = text.rfind("\n", 0, start) + 1
    while first < end:
        newline = text.find("\n", first)
        last = len(text) if newline < 0 else newline
        yield max(first, start - _REACH), min(last, end + _REACH)
        first = last + 1


def _quoted(text: str, first: int, last: int) -> tuple[list[Piece], int]:
    """The quotations in a line, and where one begins that is never closed (`last` if none)."""
    pairs, opened = _pairs(text, first, last)
    # By custom a quotation of several paragraphs is closed only in the last of them, and each
    # that follows opens it again.
    goes_on = text[last : last + _REACH].lstrip()[:1]
    for place in opened:
        if text[place] == goes_on:
            return [*(pair for pair in pairs if pair[1] <= place), (place, last)], last
    return pairs, min(opened, default=last)


def _pairs(text: str, first: int, last: int) -> tuple[list[Piece], list[int]]:
    """The outermost pairs of marks in a line, and the places of marks that stay open."""
    pairs: list[Piece] = []
    opened: list[int] = []
    for found in _MARK.finditer(text, first, last):
        place = found.start()
        opener = _closed_by(text, opened, place)
        if opener is not None:
            while pairs and pairs[-1][0] > opened[opener]:
                pairs.pop()
            pairs.append((opened[opener], place + 1))
            del opened[opener:]
        elif len(opened) < _DEEPEST and _opens(text, place):
            opened.append(place)
    return pairs, [place for place in opened if text[place] not in _SINGLE]


def _opens(text: str, place: int) -> bool:
    mark = text[place]
    return mark in _CLOSERS and (mark not in _EITHER_WAY or _begins_a_word(text, place))


def _closed_by(text: str, opened: Sequence[int], place: int) -> int | None:
    """Which of the open marks the one at this place closes: the innermost that it can."""
    mark = text[place]
    if mark in _EITHER_WAY and _begins_a_word(text, place):
        return None
    if mark in _SINGLE and _has_words(text, place + 1, place + 2):
        return None
    for index in range(len(opened) - 1, -1, -1):
        if mark in _CLOSERS[text[opened[index]]]:
            return index
    return None


def _begins_a_word(text: str, place: int) -> bool:
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if not after or after.isspace():
        return False
    if after in _AFTER_A_WORD and text[place + 1 : place + 3] != "..":
        return False
    return not before or before.isspace() or before in _BEFORE_A_WORD or before in _CLOSERS
