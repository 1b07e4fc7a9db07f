"""The paragraphs that a claim stands in, with its words set apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.annotations.models import Fragment, Part
from annotator.articles.queries import RevisionText
from annotator.text.layout import Block


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph in pieces of text, each with whether it is of the claim.

    `follows` tells that it stands right behind the passage before it in the article.
    """

    number: int
    pieces: tuple[tuple[str, bool], ...]
    follows: bool


def passages(fragments: Sequence[Fragment], revision: RevisionText) -> list[Passage]:
    """Every paragraph that the claim's own words touch, in the order of the article."""
    spans = sorted((piece.start, piece.end) for piece in fragments if piece.part is Part.CONTENT)
    found: list[Passage] = []
    for place, block in enumerate(revision.layout.blocks):
        inside = [
            (max(start, block.start), min(end, block.end))
            for start, end in spans
            if start < block.end and block.start < end
        ]
        if inside:
            follows = bool(found) and found[-1].number == place
            pieces = tuple(_pieces(revision.text, block, inside))
            found.append(Passage(place + 1, pieces, follows))
    return found


def _pieces(
    text: str, block: Block, spans: Sequence[tuple[int, int]]
) -> Iterator[tuple[str, bool]]:
    reached = block.start
    for start, end in spans:
        if reached < start:
            yield text[reached:start], False
        if max(reached, start) < end:
            yield text[max(reached, start) : end], True
        reached = max(reached, end)
    if reached < block.end:
        yield text[reached : block.end], False
