"""Signals as they are read: by person, each with its words and where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.annotations.models import Annotation, Part
from annotator.annotations.queries import annotations_with
from annotator.articles.queries import some_of
from annotator.pace.models import PaceTalk
from annotator.pace.queries import Signal, talks

_MOST_WORDS = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A signal with its article's title, the mark's words where it is about one, and its talk."""

    signal: Signal
    title: str
    words: str | None
    talk: PaceTalk | None


def shown(project_id: int, found: Sequence[Signal]) -> list[Shown]:
    """The signals in their order, without those of articles that are not there."""
    titles = {one.id: one.title for one in some_of(project_id, _unique(found))}
    marks = annotations_with([one.annotation_id for one in found if one.annotation_id])
    words = {one.id: _words(one) for one in marks}
    noted = talks([one.key for one in found])
    return [
        Shown(one, titles[one.article_id], words.get(one.annotation_id or ""), noted.get(one.key))
        for one in found
        if one.article_id in titles
    ]


def by_person(
    rows: Sequence[Shown], names: Mapping[int, str]
) -> list[tuple[int, str, list[Shown]]]:
    """The same by person, in the order of the names: who has more comes no sooner."""
    people: dict[int, list[Shown]] = {}
    for one in rows:
        people.setdefault(one.signal.person_id, []).append(one)
    named = [(key, names.get(key, ""), mine) for key, mine in people.items()]
    return sorted(named, key=lambda one: (one[1].casefold(), one[0]))


def _unique(found: Sequence[Signal]) -> list[str]:
    return sorted({one.article_id for one in found})


def _words(mark: Annotation) -> str:
    said = " … ".join(piece.exact for piece in mark.fragments if piece.part is Part.CONTENT)
    return said if len(said) <= _MOST_WORDS else said[: _MOST_WORDS - 1].rstrip() + "…"
