"""The article with a line under the words for each reviewer who marked them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.adjudication.comparing import Item, common
from annotator.adjudication.standing import Case
from annotator.text.segments import Piece, Span, cut_blocks


@dataclass(frozen=True, slots=True)
class Painted:
    """Some words; `lanes` are the places of the reviewers who marked them, from 1."""

    text: str
    lanes: tuple[int, ...] = ()
    styles: tuple[str, ...] = ()
    #: The items that they belong to, and whether anybody differs about them.
    items: tuple[str, ...] = ()
    differs: bool = False
    #: Those of the items whose marks do not all hold these words.
    edges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaintedBlock:
    """One block of the article; `tag` is its element."""

    tag: str
    pieces: tuple[Painted, ...]


_TAGS = {"heading": "h3", "list_item": "li", "block_quote": "blockquote"}


def painted(case: Case) -> list[PaintedBlock]:
    """The blocks of the case's text."""
    spans, owners = _spans(case)
    text, layout = case.revision.text, case.revision.layout
    pieces = cut_blocks(text, layout, spans, range(len(layout.blocks)))
    return [
        PaintedBlock(
            _TAGS.get(block.kind, "p"),
            tuple(_painted(piece, text, owners) for piece in pieces[number]),
        )
        for number, block in enumerate(layout.blocks)
    ]


def _spans(case: Case) -> tuple[list[Span], list[tuple[int, Item]]]:
    """Every piece that anybody marked, and by its number whose it is and of which item."""
    spans: list[Span] = []
    owners: list[tuple[int, Item]] = []
    for item in case.items:
        for mark in item.marks:
            for start, end in mark.content:
                spans.append(Span(len(owners), mark.label, start, end))
                owners.append((case.people.index(mark.person) + 1, item))
    return spans, owners


def _painted(piece: Piece, text: str, owners: Sequence[tuple[int, Item]]) -> Painted:
    here = [owners[number] for number in piece.ids]
    items = {item.key: item for _, item in here}
    return Painted(
        text[piece.start : piece.end],
        tuple(sorted({lane for lane, _ in here})),
        piece.styles,
        tuple(items),
        any(not item.is_agreed for _, item in here),
        tuple(key for key, item in items.items() if not _is_common(piece, item)),
    )


def _is_common(piece: Piece, item: Item) -> bool:
    """Whether all the marks of the item hold these words."""
    shared = common([mark.content for mark in item.marks])
    return any(start <= piece.start and piece.end <= end for start, end in shared)
