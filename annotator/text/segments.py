"""Spans cut into flat pieces for painting: one `<mark>` a piece, never one inside another.

`static/js/text/segments.js` does the same in the browser, and `tests/fixtures/segments.json` holds
both to one answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.text.graphemes import Cuts
from annotator.text.layout import Layout

# Underlines that fit below a line. What overlaps deeper shares the last one.
LAST_LANE = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled piece `[start, end)` of the text, under a number that is local to the page."""

    n: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block that the same spans cover; `ids` is empty where none does.

    `tint` is the label of the shortest span there; `lanes` pairs each underline in use with
    its label, lowest first. Offsets are code points of the whole text.
    """

    start: int
    end: int
    ids: tuple[int, ...] = ()
    tint: str | None = None
    lanes: tuple[tuple[int, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """The shape of the shared fixture and of the browser."""
        return {
            "start": self.start,
            "end": self.end,
            "ids": list(self.ids),
            "tint": self.tint,
            "lanes": {str(lane): label for lane, label in self.lanes},
        }


class _Painted(NamedTuple):
    """A span as painted in one block: `start` and `end` may have grown, `length` has not."""

    n: int
    label: str
    start: int
    end: int
    length: int
    lane: int


def cut(
    block_start: int, block_text: str, spans: Iterable[Span], *, graphemes: bool = True
) -> list[Piece]:
    """The pieces of one block, in order and without a hole; spans elsewhere are passed over.

    With `graphemes`, painted edges grow outward to whole signs and whole joined words.
    """
    block_end = block_start + len(block_text)
    inside = [span for span in spans if span.start < block_end and span.end > block_start]
    if not inside:
        return [Piece(block_start, block_end)] if block_text else []
    cuts = Cuts(block_text) if graphemes else None
    return _pieces(block_start, block_end, _painted(block_start, block_end, inside, cuts))


def cut_article(text: str, layout: Layout, spans: Iterable[Span]) -> list[list[Piece]]:
    """`cut` for every block of an article; each span is looked at only where it lies."""
    ends = [block.end for block in layout.blocks]
    in_block: list[list[Span]] = [[] for _ in layout.blocks]
    for span in spans:
        number = bisect_right(ends, span.start)
        while number < len(ends) and layout.blocks[number].start < span.end:
            in_block[number].append(span)
            number += 1
    return [
        cut(block.start, text[block.start : block.end], here)
        for block, here in zip(layout.blocks, in_block, strict=True)
    ]


def _painted(
    block_start: int, block_end: int, spans: Iterable[Span], cuts: Cuts | None
) -> list[_Painted]:
    clipped = [
        (max(span.start, block_start), min(span.end, block_end), span)
        for span in spans
        if span.start < span.end
    ]
    clipped.sort(key=lambda row: (row[0], -row[1], row[2].n))
    lane_ends: list[int] = []
    painted = []
    for start, end, span in clipped:
        length = end - start
        if cuts is not None:
            start = block_start + cuts.at_or_before(start - block_start)
            end = block_start + cuts.at_or_after(end - block_start)
        lane = _take_lane(lane_ends, start, end)
        painted.append(_Painted(span.n, span.label, start, end, length, lane))
    return painted


def _take_lane(lane_ends: list[int], start: int, end: int) -> int:
    for lane, taken_until in enumerate(lane_ends):
        if taken_until <= start:
            lane_ends[lane] = end
            return lane
        # Below the last lane it no longer matters who is where.
        if lane == LAST_LANE:
            return lane
    lane_ends.append(end)
    return len(lane_ends) - 1


def _pieces(block_start: int, block_end: int, painted: Sequence[_Painted]) -> list[Piece]:
    edges = sorted({block_start, block_end, *(s.start for s in painted), *(s.end for s in painted)})
    pieces = []
    covering: list[_Painted] = []
    upcoming = 0
    for start, end in zip(edges, edges[1:], strict=False):
        covering = [span for span in covering if span.end > start]
        # Growing keeps the order of the starts, so those still to come stand in order too.
        while upcoming < len(painted) and painted[upcoming].start == start:
            covering.append(painted[upcoming])
            upcoming += 1
        pieces.append(_piece(start, end, covering) if covering else Piece(start, end))
    return pieces


def _piece(start: int, end: int, covering: Sequence[_Painted]) -> Piece:
    # The shortest comes last, and among equals the one that sorts later: the last word holds.
    by_length = sorted(covering, key=lambda span: -span.length) if len(covering) > 1 else covering
    return Piece(
        start,
        end,
        tuple(span.n for span in covering),
        by_length[-1].label,
        tuple(sorted({span.lane: span.label for span in by_length}.items())),
    )
