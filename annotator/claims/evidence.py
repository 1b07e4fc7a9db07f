"""A claim's sources as an argument: by the question that they answer, else by their side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.sources.models import Stance

Shape = dict[str, Any]

_SIDES = (Stance.REFUTES.value, Stance.SUPPORTS.value, Stance.CONTEXT.value, None)


@dataclass(slots=True)
class Group:
    """Sources that answer one question, or that stand on one side; one of the two is given."""

    question: str | None = None
    stance: str | None = None
    sources: list[Shape] = field(default_factory=list)


def grouped(sources: Sequence[Shape]) -> list[Group]:
    """Questions first, in the order in which they were asked; then the sides."""
    questions: dict[str, Group] = {}
    sides = {side: Group(stance=side) for side in _SIDES}
    for source in sources:
        asked = source.get("question")
        if asked:
            key = " ".join(asked.casefold().split())
            questions.setdefault(key, Group(question=asked)).sources.append(source)
        else:
            sides[source["stance"]].sources.append(source)
    return [*questions.values(), *(group for group in sides.values() if group.sources)]


def doubts_by_source(warnings: Sequence[Mapping[str, Any]]) -> dict[str | None, list[Shape]]:
    """The doubts about each source by its id; those about all of them under None."""
    found: dict[str | None, list[Shape]] = {}
    for warning in warnings:
        found.setdefault(warning.get("source"), []).append(dict(warning))
    return found
