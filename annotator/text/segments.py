"""Spans cut into flat pieces for painting: one `<mark>` a piece, never one inside another.

`static/js/text/segments.js` does the same in the browser, and `tests/fixtures/segments.json` holds
both to one answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar

from annotator.text.graphemes import Cuts
from annotator.text.layout import Inline, Layout

# Underlines that fit below a line. What overlaps deeper shares the last one.
LAST_LANE = 2
#: The part of a mark that is its own words; a quote has cue and speaker besides.
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled piece `[start, end)` of the text, under a number that is local to the page."""

    n: int
    label: str
    start: int
    end: int
    part: str = CONTENT


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one block that the same spans cover; `ids` is empty where none does.

    `tint` is the label of the shortest span there, and `part` which part of its mark that is;
    `lanes` pairs each underline in use with its label, lowest first. `styles` are the article's
    own strong and emphasised words, `href` where its link leads. Offsets are code points of the
    whole text.
    """

    start: int
    end: int
    ids: tuple[int, ...] = ()
    tint: str | None = None
    lanes: tuple[tuple[int, str], ...] = ()
    part: str | None = None
    styles: tuple[str, ...] = ()
    href: str | None = None

    def to_json(self) -> dict[str, object]:
        """The shape of the shared fixture and of the browser."""
        return {
            "start": self.start,
            "end": self.end,
            "ids": list(self.ids),
            "tint": self.tint,
            "lanes": {str(lane): label for lane, label in self.lanes},
            "part": self.part,
            "styles": list(self.styles),
            "href": self.href,
        }


class _Painted(NamedTuple):
    """A span as painted in one block: `start` and `end` may have grown, `length` has not."""

    n: int
    label: str
    start: int
    end: int
    length: int
    lane: int
    part: str


class _Lies(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_Lying = TypeVar("_Lying", bound=_Lies)


def cut(
    block_start: int,
    block_text: str,
    spans: Iterable[Span],
    inline: Iterable[Inline] = (),
    *,
    graphemes: bool = True,
) -> list[Piece]:
    """The pieces of one block, in order and without a hole; what lies elsewhere is passed over.

    With `graphemes`, painted edges grow outward to whole signs and whole joined words.
    """
    block_end = block_start + len(block_text)
    inside = [span for span in spans if span.start < block_end and span.end > block_start]
    formats = [one for one in inline if one.start < block_end and one.end > block_start]
    if not inside and not formats:
        return [Piece(block_start, block_end)] if block_text else []
    cuts = Cuts(block_text) if graphemes else None
    painted = _painted(block_start, block_end, inside, cuts)
    formatted = _formatted(block_start, block_end, formats, cuts)
    return _pieces(block_start, block_end, painted, formatted)


def cut_blocks(
    text: str, layout: Layout, spans: Iterable[Span], wanted: Collection[int]
) -> dict[int, list[Piece]]:
    """`cut` for the blocks of these numbers; each span is looked at only where it lies."""
    marked = _by_block(layout, spans, wanted)
    formatted = _by_block(layout, layout.inline, wanted)
    return {
        number: cut(
            layout.blocks[number].start,
            text[layout.blocks[number].start : layout.blocks[number].end],
            marked[number],
            formatted[number],
        )
        for number in wanted
    }


def blocks_of(layout: Layout, spans: Iterable[Span]) -> set[int]:
    """Numbers of the blocks that any of these touches."""
    every = range(len(layout.blocks))
    return {number for number, here in _by_block(layout, spans, every).items() if here}


def _by_block(
    layout: Layout, all_: Iterable[_Lying], wanted: Collection[int]
) -> dict[int, list[_Lying]]:
    ends = [block.end for block in layout.blocks]
    in_block: dict[int, list[_Lying]] = {number: [] for number in wanted}
    for one in all_:
        number = bisect_right(ends, one.start)
        while number < len(ends) and layout.blocks[number].start < one.end:
            if number in in_block:
                in_block[number].append(one)
            number += 1
    return in_block


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
        painted.append(_Painted(span.n, span.label, start, end, length, lane, span.part))
    return painted


def _formatted(
    block_start: int, block_end: int, formats: Iterable[Inline], cuts: Cuts | None
) -> list[Inline]:
    clipped = []
    for one in formats:
        start, end = max(one.start, block_start), min(one.end, block_end)
        if cuts is not None:
            start = block_start + cuts.at_or_before(start - block_start)
            end = block_start + cuts.at_or_after(end - block_start)
        clipped.append(Inline(one.kind, start, end, one.href))
    return sorted(clipped, key=lambda one: (one.start, -one.end))


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


def _pieces(
    block_start: int, block_end: int, painted: Sequence[_Painted], formatted: Sequence[Inline]
) -> list[Piece]:
    edges = {block_start, block_end}
    edges.update(edge for span in painted for edge in (span.start, span.end))
    edges.update(edge for one in formatted for edge in (one.start, one.end))
    extents = list(pairwise(sorted(edges)))
    return [
        _piece(start, end, covering, formats)
        for (start, end), covering, formats in zip(
            extents, _covering(extents, painted), _covering(extents, formatted), strict=True
        )
    ]


def _covering(
    extents: Iterable[tuple[int, int]], all_: Sequence[_Lying]
) -> Iterator[Sequence[_Lying]]:
    """For each extent what covers it, out of what is sorted by where it starts."""
    here: list[_Lying] = []
    upcoming = 0
    for start, _end in extents:
        here = [one for one in here if one.end > start]
        # Growing keeps the order of the starts, so those still to come stand in order too.
        while upcoming < len(all_) and all_[upcoming].start == start:
            here.append(all_[upcoming])
            upcoming += 1
        yield here


def _piece(start: int, end: int, covering: Sequence[_Painted], formats: Sequence[Inline]) -> Piece:
    styles = tuple(sorted({one.kind for one in formats if one.kind != "link"})) if formats else ()
    # Of links that lie over one another, which no article means, the innermost leads.
    href = next((one.href for one in reversed(formats) if one.kind == "link"), None)
    if not covering:
        return Piece(start, end, styles=styles, href=href)
    # The shortest comes last, and among equals the one that sorts later: the last word holds.
    by_length = sorted(covering, key=lambda span: -span.length) if len(covering) > 1 else covering
    return Piece(
        start,
        end,
        # A quote and its own cue may overlap: one mark is one number.
        tuple(dict.fromkeys(span.n for span in covering)),
        by_length[-1].label,
        tuple(sorted({span.lane: span.label for span in by_length}.items())),
        by_length[-1].part,
        styles,
        href,
    )
