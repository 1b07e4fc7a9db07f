"""The layout of a corrected text: kinds of blocks and formatting where the words kept them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz.distance import LCSseq

from annotator.text.alignment import Alignment
from annotator.text.layout import Block, Inline, Layout, plain_layout

#: Such a share of the characters is the same, in their order, where only letters were put right.
_NEARLY = 0.7
_LONGEST_NEARLY = 1000

Kind = TypeVar("Kind")


def carried_layout(alignment: Alignment, layout: Layout) -> Layout:
    """A layout of the new text; what came in newly is plain paragraphs.

    Blocks that were set apart by a blank line stay whole where a line break stands in them.
    """
    lines = plain_layout(alignment.new).blocks
    if any("\n" in alignment.old[one.start : one.end] for one in layout.blocks):
        lines = tuple(stanzas(alignment.new, lines))
    blocks = tuple(_as_before(alignment, layout, line) for line in lines)
    # A link or an emphasis on words that went has nothing to stand on.
    inline = (carried_piece(alignment, piece) for piece in layout.inline)
    return Layout(blocks, tuple(piece for piece in inline if piece is not None))


def carried_piece(alignment: Alignment, piece: Inline) -> Inline | None:
    """Where a link or an emphasis is now; None where its words went.

    Half of them must be left, or what stands in their place be nearly the same: a letter that
    is put right takes no link away.
    """
    start, end = alignment.start(piece.start), alignment.end(piece.end)
    kept = sum(
        min(run.old_end, piece.end) - max(run.old, piece.start)
        for run in _from(alignment.blocks, lambda one: one.old, piece.start, piece.end)
        if piece.start < run.old_end
    )
    if start >= end:
        return None
    if 2 * kept < piece.end - piece.start and not _is_nearly(
        alignment.old[piece.start : piece.end], alignment.new[start:end]
    ):
        return None
    return Inline(piece.kind, start, end, piece.href)


def _is_nearly(old: str, new: str) -> bool:
    if max(len(old), len(new)) > _LONGEST_NEARLY:
        return False
    return LCSseq.normalized_similarity(old, new) >= _NEARLY


def stanzas(text: str, lines: tuple[Block, ...]) -> Iterator[Block]:
    """Lines with nothing but one break between them, joined."""
    first = 0
    for number, line in enumerate(lines):
        is_last = number + 1 == len(lines)
        if is_last or text.count("\n", line.end, lines[number + 1].start) > 1:
            yield Block("paragraph", None, lines[first].start, line.end)
            first = number + 1


def _as_before(alignment: Alignment, layout: Layout, line: Block) -> Block:
    """The line as a block of the kind that most of its words were in."""
    held: dict[tuple[str, int | None, int | None], int] = {}
    for run in _from(alignment.blocks, lambda one: one.new, line.start, line.end):
        by = run.old - run.new
        low, high = max(run.new, line.start) + by, min(run.new_end, line.end) + by
        for block in _from(layout.blocks, lambda one: one.start, low, high):
            shared = min(high, block.end) - max(low, block.start)
            if shared > 0:
                sort = (block.kind, block.level, block.number)
                held[sort] = held.get(sort, 0) + shared
    if not held:
        return line
    kind, level, number = max(held, key=lambda one: held[one])
    return Block(kind, level, line.start, line.end, number)


def _from(
    ordered: Sequence[Kind], start: Callable[[Kind], int], low: int, high: int
) -> Iterator[Kind]:
    """Of things that follow each other, those that may lie in `[low, high)`, found at once."""
    at = max(0, bisect_right(ordered, low, key=start) - 1)
    while at < len(ordered) and start(ordered[at]) < high:
        yield ordered[at]
        at += 1
