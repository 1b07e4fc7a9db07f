"""Two texts word by word: what stayed, what went and what came, in bounded time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: ("same" | "del" | "ins", text), in the order of reading.
Piece = tuple[str, str]

_WORD = re.compile(r"\S+\s*|\s+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MOST_PARTS = 400
#: How many pairs of equal words, or of equal lines, are looked at for one difference. Natural
#: words of the longest part that is compared make about half as many.
MOST_PAIRS = 6_000


@dataclass
class _Budget:
    """What is left of the pairs that one difference may look at."""

    pairs: int = MOST_PAIRS

    def takes(self, old: Sequence[str], new: Sequence[str]) -> bool:
        """Whether these may be compared; it is paid for then.

        Comparing takes time with the product of a part's length and its pairs, and texts come
        from anybody: one word four hundred times over makes 160,000 pairs.
        """
        if max(len(old), len(new)) > _MOST_PARTS:
            return False
        there = Counter(new)
        pairs = sum(times * there[part] for part, times in Counter(old).items())
        if pairs > self.pairs:
            return False
        self.pairs -= pairs
        return True


def difference(before: object, after: object) -> tuple[Piece, ...] | None:
    """The words that went and came; None where the two have nothing worth showing in common.

    Texts that are too long for that are compared by lines, and the words of those that differ.
    """
    if not isinstance(before, str) or not isinstance(after, str):
        return None
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) < 2 and len(new) < 2:
        return None
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    middle = _by_words(old[start : len(old) - end], new[start : len(new) - end], _Budget())
    pieces = [("same", "".join(old[:start])), *middle, ("same", "".join(old[len(old) - end :]))]
    shown = tuple(piece for piece in pieces if piece[1])
    return shown if any(op == "same" for op, _ in shown) else None


def _by_words(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[Piece]:
    if budget.takes(old, new):
        yield from _matched(old, new, None)
        return
    before, after = (_LINE.findall("".join(words)) for words in (old, new))
    if max(len(before), len(after)) > 1 and budget.takes(before, after):
        yield from _matched(before, after, budget)
    else:
        yield from _replaced(old, new)


def _matched(old: Sequence[str], new: Sequence[str], budget: _Budget | None) -> Iterator[Piece]:
    """What both have and what one has; with a budget, the parts are lines that have words."""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        were, are = old[a:b], new[c:d]
        if op == "equal":
            yield "same", "".join(were)
        elif budget is None or not were or not are:
            yield from _replaced(were, are)
        else:
            yield from _words_of_lines("".join(were), "".join(are), budget)


def _words_of_lines(before: str, after: str, budget: _Budget) -> Iterator[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if budget.takes(old, new):
        yield from _matched(old, new, None)
    else:
        yield from _replaced(old, new)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    yield "del", "".join(old)
    yield "ins", "".join(new)


def _shared(old: list[str], new: list[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))
