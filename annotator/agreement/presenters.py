"""From differences to what the page shows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.differences import Difference
from annotator.agreement.figures import Measure
from annotator.agreement.material import Mark

#: Measures in the order of a table's columns; the rest stand at the top alone.
COLUMNS = (
    Measure.SPAN_EXACT,
    Measure.SPAN_OVERLAP,
    Measure.TOKEN_ALPHA,
    Measure.UNITIZING_ALPHA,
    Measure.LABEL_KAPPA,
    Measure.LABEL_ALPHA,
    Measure.VERDICT_ORDINAL,
)
_MOST_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Side:
    """What one of two people did: `mark_id` is None where they marked nothing of it."""

    person: int
    mark_id: str | None = None
    label: str | None = None
    words: str = ""
    rating: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference, both sides of it beside one another."""

    article_id: str
    sides: tuple[Side, Side]


def shown(found: Sequence[Difference], texts: Mapping[str, str]) -> list[Shown]:
    """The differences with the words that each side marked."""
    return [
        Shown(
            one.article_id,
            (
                _side(one.people[0], one.marks[0], texts[one.article_id]),
                _side(one.people[1], one.marks[1], texts[one.article_id]),
            ),
        )
        for one in found
    ]


def _side(person: int, mark: Mark | None, text: str) -> Side:
    if mark is None:
        return Side(person)
    words = " … ".join(text[start:end] for start, end in mark.pieces)
    if len(words) > _MOST_CHARACTERS:
        words = f"{words[: _MOST_CHARACTERS - 1].rstrip()}…"
    return Side(person, mark.id, mark.label, words, mark.rating)
