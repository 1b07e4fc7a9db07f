"""A whole article cut at once, as its page is painted block by block."""

from __future__ import annotations

from collections.abc import Iterable

from annotator.text.layout import Layout
from annotator.text.segments import Piece, Span, cut_blocks


def cut_article(text: str, layout: Layout, spans: Iterable[Span]) -> list[list[Piece]]:
    """The pieces of every block."""
    return list(cut_blocks(text, layout, spans, range(len(layout.blocks))).values())
