"""The links that lead from a mark, and which of a decision's are in the gold layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.adjudication.linking import Left, arrows_of
from annotator.adjudication.standing import Case, Held
from annotator.annotations.models import Part


@dataclass(frozen=True, slots=True)
class SaidLink:
    """A link of this kind to the mark of these words; `left` is why it is not in gold."""

    kind: str
    words: str
    left: str | None = None


def links_of(case: Case, held: Held) -> list[SaidLink]:
    """The links of a reviewer's mark."""
    return [SaidLink(link.kind.value, _words(case, link.to_id)) for link in held.links]


def gold_links(case: Case) -> Mapping[str, Sequence[SaidLink]]:
    """What became of the links that each decision in force lets hold, by its id."""
    found: dict[str, list[SaidLink]] = {}
    for arrow in arrows_of(case):
        left = arrow.left.value if arrow.left else None
        said = SaidLink(arrow.kind.value, _words(case, arrow.to_id), left)
        found.setdefault(arrow.decision.id, []).append(said)
    return found


def left_out(case: Case) -> int:
    """How many of them are not in the gold layer, and will not be as things are."""
    return sum(1 for arrow in arrows_of(case) if arrow.left not in (None, Left.WAITS))


def _words(case: Case, mark_id: str) -> str:
    held = case.held.get(mark_id)
    pieces = held.annotation.fragments if held else ()
    return " … ".join(piece.exact for piece in pieces if piece.part is Part.CONTENT)
