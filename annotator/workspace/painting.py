"""The article as HTML: blocks of canonical text cut into flat marks, twelve blocks to a section.

Offsets are counted in what stands inside a block, so nothing stands there but the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from markupsafe import escape

from annotator.text.layout import Block, Layout
from annotator.text.segments import CONTENT, Piece

SECTION = 12

_TAGS = {"heading": "h{level}", "list_item": "li"}
_STYLE_TAGS = {"strong": "strong", "emphasis": "em"}
# An item that brings its own bullet or number needs none of ours.
_NUMBERED = re.compile(r"\s*(?:[•‣◦▪–—*·-]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s")


def block_html(
    index: int,
    block: Block,
    text: str,
    pieces: Sequence[Piece],
    *,
    is_title: bool = False,
    goes_on: bool = False,
) -> str:
    """One block with its marks; `text` is the whole article's.

    `goes_on` tells that the block is a further paragraph of the list item before it.
    """
    own = text[block.start : block.end]
    tag = _tag_of(block)
    css_class = "block-title" if is_title else _class_of(block, own, goes_on=goes_on)
    head = f'<{tag} id="b{index}"'
    if css_class:
        head += f' class="{css_class}"'
    head += f' data-b="{index}" data-s="{block.start}" data-n="{block.end - block.start}"'
    head += f' data-p="{index + 1}"'
    if tag == "li" and (block.level or 1) > 1:
        head += f' data-level="{block.level}" aria-level="{block.level}"'
    if block.number is not None:
        head += f' value="{block.number}"'
    if not own.isascii() and max(own) > "\uffff":
        head += " data-a"
    inside = "".join(
        _run_html(href, list(run), text)
        for href, run in groupby(pieces, key=lambda piece: piece.href)
    )
    return f'{head} dir="auto">{inside}</{tag}>'


def sections_html(layout: Layout, blocks: Sequence[str]) -> Iterator[str]:
    """The painted blocks in sections; neighbours of one kind share a list or a quotation."""
    for first in range(0, len(blocks), SECTION):
        here = slice(first, first + SECTION)
        both = zip(layout.blocks[here], blocks[here], strict=True)
        inside = ""
        for wrapper, run in groupby(both, key=lambda pair: _wrapper_of(pair[0])):
            own = "".join(html for _, html in run)
            inside += f"<{wrapper}>{own}</{wrapper}>" if wrapper else own
        yield f"<section>{inside}</section>"


def further_paragraphs(layout: Layout) -> frozenset[int]:
    """Places of the blocks that go on with the numbered list item before them."""
    found = set()
    last: dict[int, int | None] = {}
    for place, block in enumerate(layout.blocks):
        if block.kind == "list_item":
            level = block.level or 1
            if block.number is not None and last.get(level) == block.number:
                found.add(place)
            last = {**{above: last[above] for above in last if above < level}, level: block.number}
        elif block.kind != "block_quote":
            last = {}
    return frozenset(found)


def begins_with_title(text: str, layout: Layout, title: str) -> bool:
    """Whether the first block is the title: it stays in the text, and is shown once, as that."""
    if not layout.blocks:
        return False
    first = layout.blocks[0]
    return text[first.start : first.end].strip() == title.strip()


def _tag_of(block: Block) -> str:
    # The page's own title is its h1, so the article's headings begin at h2.
    level = min(6, max(2, block.level or 2))
    return _TAGS.get(block.kind, "p").format(level=level)


def _wrapper_of(block: Block) -> str:
    if block.kind == "list_item":
        return "ul" if block.number is None else "ol"
    return "blockquote" if block.kind == "block_quote" else ""


def _class_of(block: Block, own: str, *, goes_on: bool) -> str:
    if block.kind in {"paragraph", "heading"}:
        return ""
    if block.kind == "list_item" and (goes_on or _NUMBERED.match(own)):
        return "block-list_item block-list_item--plain"
    return f"block-{block.kind}"


def _run_html(href: str | None, pieces: Sequence[Piece], text: str) -> str:
    inside = "".join(_piece_html(piece, text) for piece in pieces)
    if href is None:
        return inside
    return (
        f'<a href="{escape(href)}" target="_blank" rel="noopener noreferrer" draggable="false">'
        f"{inside}</a>"
    )


def _piece_html(piece: Piece, text: str) -> str:
    words = str(escape(text[piece.start : piece.end]))
    for style in reversed(piece.styles):
        words = f"<{_STYLE_TAGS[style]}>{words}</{_STYLE_TAGS[style]}>"
    if not piece.ids:
        return words
    part = f' data-part="{piece.part}"' if piece.part not in {None, CONTENT} else ""
    lanes = "".join(f' data-l{lane}="{label}"' for lane, label in piece.lanes)
    ids = " ".join(map(str, piece.ids))
    return f'<mark data-t="{piece.tint}" data-ids="{ids}"{part}{lanes}>{words}</mark>'
