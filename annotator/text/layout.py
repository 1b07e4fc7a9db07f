"""Blocks and inline formatting, as offsets into a text that they never change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotator.errors import Invalid
from annotator.text.cleaning import is_web_address
from annotator.text.graphemes import last_cut_within

BLOCK_KINDS = ("paragraph", "heading", "list_item", "block_quote")
INLINE_KINDS = ("strong", "emphasis", "link")
#: The longest title that is proposed, in code points: two lines above an article.
TITLE_LENGTH = 140

_NOTHING = type(None)
_PIECE_TYPES: dict[str, tuple[type, ...]] = {"kind": (str,), "start": (int,), "end": (int,)}
_BLOCK_TYPES = {**_PIECE_TYPES, "level": (int, _NOTHING)}
_NUMBERED_TYPES = {**_BLOCK_TYPES, "number": (int,)}
_INLINE_TYPES = {**_PIECE_TYPES, "href": (str, _NOTHING)}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item or block quote: the piece `[start, end)` of the text.

    `number` is what an item of an ordered list has before it, and every paragraph of the item.
    """

    kind: str
    level: int | None
    start: int
    end: int
    number: int | None = None

    def to_json(self) -> dict[str, object]:
        """The shape that is stored and exported; only an item with a number names one."""
        named = {"kind": self.kind, "level": self.level, "start": self.start, "end": self.end}
        return {**named} if self.number is None else {**named, "number": self.number}


@dataclass(frozen=True, slots=True)
class Inline:
    """Strong, emphasised or linked words; only a link has an `href`."""

    kind: str
    start: int
    end: int
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Blocks in the order of the text, and the formatting inside them."""

    blocks: tuple[Block, ...] = ()
    inline: tuple[Inline, ...] = ()

    def to_json(self) -> dict[str, list[dict[str, object]]]:
        """The shape that is stored and exported."""
        return {
            "blocks": [block.to_json() for block in self.blocks],
            "inline": [
                {"kind": i.kind, "start": i.start, "end": i.end, "href": i.href}
                for i in self.inline
            ],
        }

    def followable(self) -> Layout:
        """The same without links that no page may offer: those that are not plain web addresses."""
        kept = (one for one in self.inline if one.href is None or is_web_address(one.href))
        return Layout(self.blocks, tuple(kept))

    @classmethod
    def from_json(cls, data: object) -> Layout:
        """The inverse of `to_json`; `Invalid` for anything of another shape."""
        if not isinstance(data, Mapping) or set(data) != {"blocks", "inline"}:
            raise _misshapen()
        blocks = _records(data["blocks"], _BLOCK_TYPES, _NUMBERED_TYPES)
        inline = _records(data["inline"], _INLINE_TYPES)
        return cls(tuple(Block(**b) for b in blocks), tuple(Inline(**i) for i in inline))


def plain_layout(text: str) -> Layout:
    """Every line that is not blank is one paragraph, without its line break."""
    blocks = []
    start = 0
    # Not `splitlines`: that would also break at U+2028, which is no line break here.
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            blocks.append(Block("paragraph", None, start, end))
        start = end + 1
    return Layout(tuple(blocks))


def plain_layout_json(text: str) -> tuple[str, int]:
    """`plain_layout` as JSON, and how many blocks it has; without the objects in between."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            blocks.append(f'{{"kind":"paragraph","level":null,"start":{start},"end":{end}}}')
        start = end + 1
    return f'{{"blocks":[{",".join(blocks)}],"inline":[]}}', len(blocks)


def gaps(text: str, layout: Layout) -> list[str]:
    """The text before, between and after the blocks: one piece more than there are blocks."""
    edges = [0, *(edge for block in layout.blocks for edge in (block.start, block.end)), len(text)]
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def propose_title(text: str) -> str:
    """The first line that is not blank, trimmed; one that is too long ends in an ellipsis."""
    first = text.lstrip().partition("\n")[0].rstrip()
    if len(first) <= TITLE_LENGTH:
        return first
    room = TITLE_LENGTH - 1
    words_end = first.rfind(" ", 0, room + 1)
    # A line without a space for a hundred characters is not written in spaced words.
    if words_end < room - 100:
        words_end = last_cut_within(first, room)
    return first[:words_end].rstrip() + "…"


def check_layout(text: str, layout: Layout) -> None:
    """Raise `Invalid` unless the blocks hold all of the text that can be seen, in order."""
    for block in layout.blocks:
        _check_block(block, len(text))
    for before, after in pairwise(layout.blocks):
        if after.start < before.end:
            raise Invalid(
                "In the layout, the block that begins at %(start)s lies over the one before it.",
                field="layout",
                start=after.start,
            )
    _check_gaps(text, layout)
    for piece in layout.inline:
        _check_inline(piece, len(text))


def _check_block(block: Block, length: int) -> None:
    _check_piece(block.kind, block.start, block.end, length)
    if block.kind not in BLOCK_KINDS:
        raise Invalid(
            "In the layout, “%(kind)s” is no kind of block.", field="layout", kind=block.kind
        )
    if block.level is not None and not 1 <= block.level <= 6:
        raise Invalid(
            "In the layout, the level of a block is 1 to 6, not %(level)s.",
            field="layout",
            level=block.level,
        )
    if block.number is not None and block.kind != "list_item":
        raise Invalid(
            "In the layout, only a list item has a number (at %(start)s).",
            field="layout",
            start=block.start,
        )


def _check_gaps(text: str, layout: Layout) -> None:
    starts = [0, *(block.end for block in layout.blocks)]
    for start, gap in zip(starts, gaps(text, layout), strict=True):
        # Words outside every block would be in the text and on no page.
        if gap.strip():
            raise Invalid(
                "The layout leaves words of the text outside its blocks, after %(start)s.",
                field="layout",
                start=start,
            )


def _check_inline(piece: Inline, length: int) -> None:
    _check_piece(piece.kind, piece.start, piece.end, length)
    if piece.kind not in INLINE_KINDS:
        raise Invalid(
            "In the layout, “%(kind)s” is no kind of formatting.", field="layout", kind=piece.kind
        )
    if (piece.kind == "link") != (piece.href is not None):
        raise Invalid(
            "In the layout, a link needs an “href”, and nothing else may have one (at %(start)s).",
            field="layout",
            start=piece.start,
        )


def _check_piece(kind: str, start: int, end: int, length: int) -> None:
    if not 0 <= start < end <= length:
        raise Invalid(
            "In the layout, the piece “%(kind)s” from %(start)s to %(end)s is empty or outside "
            "the text, which is %(length)s long.",
            field="layout",
            kind=kind,
            start=start,
            end=end,
            length=length,
        )


def _records(rows: object, *shapes: Mapping[str, tuple[type, ...]]) -> list[dict[str, Any]]:
    if not isinstance(rows, list):
        raise _misshapen()
    for row in rows:
        keys = set(row) if isinstance(row, Mapping) else set()
        types = next((shape for shape in shapes if keys == set(shape)), None)
        if types is None:
            raise _misshapen()
        # `type`, not `isinstance`: in Python, true and false are whole numbers.
        if any(type(row[key]) not in allowed for key, allowed in types.items()):
            raise _misshapen()
    return [dict(row) for row in rows]


def _misshapen() -> Invalid:
    return Invalid(
        "A layout is written as the lists “blocks”, of kind, level, start and end, and number for "
        "an item of an ordered list, and “inline”, of kind, start, end and href.",
        field="layout",
    )
