"""The paragraphs in which marks changed, as they were and as they are, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from annotator.articles.queries import RevisionText, revision_text
from annotator.text.segments import Span, blocks_of, cut_blocks
from annotator.workspace.comparing import Comparison, MarkChange

#: So many paragraphs of a text, at most, are put side by side by what they say.
_MOST_BLOCKS = 3000


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a paragraph; `kind` is came, went, was, now, kept or None, `numbers` of marks that
    begin here.
    """

    words: str
    kind: str | None
    numbers: tuple[int, ...]


#: A paragraph of both texts; None where one has none such.
Pair = tuple[Sequence[Run] | None, Sequence[Run] | None]


def side_by_side(found: Comparison, marks: Sequence[MarkChange]) -> Iterator[Pair]:
    """The paragraphs in which these marks stood or stand, in the order of the texts."""
    texts = [revision_text(one) if one else None for one in found.texts]
    painted = [
        _painted(text, list(_spans(marks, side))) if text else {} for side, text in enumerate(texts)
    ]
    for number, other in _aligned(texts[0], texts[1]):
        if number in painted[0] or other in painted[1]:
            yield _runs(texts[0], painted[0], number), _runs(texts[1], painted[1], other)


def _spans(marks: Iterable[MarkChange], side: int) -> Iterator[Span]:
    for mark in marks:
        kind = mark.change if mark.change != "changed" else "kept"
        if mark.moved:
            kind = ("was", "now")[side]
        for start, end, _part in mark.extents[side]:
            yield Span(mark.number, kind, start, end)


def _painted(text: RevisionText, spans: Sequence[Span]) -> dict[int, list[Run]]:
    layout = text.layout
    pieces = cut_blocks(text.text, layout, spans, blocks_of(layout, spans))
    seen: set[int] = set()
    painted = dict[int, list[Run]]()
    for number, some in sorted(pieces.items()):
        painted[number] = []
        for piece in some:
            new = tuple(one for one in piece.ids if one not in seen)
            seen.update(new)
            painted[number].append(Run(text.text[piece.start : piece.end], piece.tint, new))
    return painted


def _runs(
    text: RevisionText | None, painted: dict[int, list[Run]], number: int | None
) -> Sequence[Run] | None:
    if text is None or number is None:
        return None
    block = text.layout.blocks[number]
    return painted.get(number) or [Run(text.text[block.start : block.end], None, ())]


def _aligned(
    before: RevisionText | None, after: RevisionText | None
) -> Iterator[tuple[int | None, int | None]]:
    """The numbers of paragraphs that belong together, by what they say."""
    old, new = _paragraphs(before), _paragraphs(after)
    if old == new or max(len(old), len(new)) > _MOST_BLOCKS:
        yield from zip_longest(range(len(old)), range(len(new)))
        return
    for _op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from zip_longest(range(a, b), range(c, d))


def _paragraphs(text: RevisionText | None) -> list[str]:
    if text is None:
        return []
    return [text.text[block.start : block.end] for block in text.layout.blocks]
