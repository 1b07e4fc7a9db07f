"""The sentences that a span touches, as an exact piece of the text."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, pairwise

import sentencex  # type: ignore[import-untyped]

from annotator.text.layout import Block, Layout, plain_layout

# sentencex steps back one byte for a space, and panics where the space is longer than that
# (a no-break space before a full stop, as French sets it). One character for one: the
# boundaries stay where they are.
_PLAIN_SPACES = {
    code: " "
    for code in (0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
}
#: So many characters are cut at once.
_WINDOW = 10_000


class SentenceIndex:
    """The sentences of one text, cut when first asked for; none crosses a block."""

    def __init__(
        self, text: str, layout: Layout | None = None, language: str | None = None
    ) -> None:
        self._text = text
        self._blocks = (layout or plain_layout(text)).blocks
        self._starts = [block.start for block in self._blocks]
        self._language = _subtag(language)
        self._cut: dict[int, list[int]] = {}

    def touching(self, start: int, end: int) -> tuple[int, str]:
        """Where the first touched sentence begins, and all that are touched, as one text.

        White space around them is left out, unless the span holds it.
        """
        first, last = start, end
        low = max(0, bisect_right(self._starts, start) - 1)
        for number in range(low, len(self._blocks)):
            block = self._blocks[number]
            if block.start >= end:
                break
            if block.end > start:
                edges = self._edges(number)
                inside_start, inside_end = max(start, block.start), min(end, block.end)
                first = min(first, edges[bisect_right(edges, inside_start) - 1])
                last = max(last, edges[bisect_right(edges, inside_end - 1)])
        return self._trimmed(first, last, start, end)

    def sentences(self) -> list[tuple[int, int]]:
        """Every sentence `[start, end)` of the text, white space after it included."""
        return [pair for n in range(len(self._blocks)) for pair in pairwise(self._edges(n))]

    def _edges(self, number: int) -> list[int]:
        if number not in self._cut:
            self._cut[number] = self._segment(self._blocks[number])
        return self._cut[number]

    def _segment(self, block: Block) -> list[int]:
        words = self._text[block.start : block.end].translate(_PLAIN_SPACES)
        pieces = _segments(self._language, words)
        return list(accumulate(map(len, pieces), initial=block.start))

    def _trimmed(self, first: int, last: int, start: int, end: int) -> tuple[int, str]:
        sentence = self._text[first:last]
        first = min(start, last - len(sentence.lstrip()))
        last = max(end, last - (len(sentence) - len(sentence.rstrip())))
        return first, self._text[first:last]


def _segments(language: str, words: str) -> list[str]:
    """The sentences of a block; of a long one, window by window.

    What cuts them takes time with the square of the marks that nothing closes. A window begins
    where the last sentence that has surely ended does; a sentence that is longer than a window
    goes on to where one ends.
    """
    found: list[str] = []
    begun = at = 0
    while at < len(words):
        pieces = _pieces(language, words[at : at + _WINDOW])
        unended = pieces.pop() if at + _WINDOW < len(words) else ""
        for piece in pieces:
            at += len(piece)
            found.append(words[begun:at])
            begun = at
        if len(unended) > _WINDOW // 2:
            at += len(unended)
    # The last window may have had nothing to end: then all that is left is one sentence.
    return [*found, words[begun:]] if begun < len(words) else found


def _pieces(language: str, words: str) -> list[str]:
    try:
        pieces: list[str] = sentencex.segment(language, words)
    except BaseException as error:
        # A panic in Rust arrives as a class that is no `Exception` and that no module exports.
        # It comes from odd text, not from an odd program: one long sentence is a fair answer.
        if type(error).__name__ != "PanicException":
            raise
        return [words]
    # The pieces are used by length alone, so they must be the text and nothing but.
    return pieces if "".join(pieces) == words else [words]


def _subtag(language: str | None) -> str:
    # Only the first part of `pt-BR` is known there; an unknown language gets common rules.
    return (language or "en").replace("_", "-").split("-")[0].lower()
