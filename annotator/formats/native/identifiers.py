"""Ids that a file brings along: none may stand for something else already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select

from annotator.adjudication.models import Adjudication
from annotator.annotations.models import Annotation
from annotator.articles.arrival import trashed, waiting_with
from annotator.articles.models import Article
from annotator.articles.places import Place
from annotator.comments.models import Comment
from annotator.db import db
from annotator.errors import Invalid, Words
from annotator.formats.native.rows import Rows
from annotator.links.models import Link
from annotator.revisions.models import Carry
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict

#: The tables whose rows a file names by an id.
_WORDS: dict[type[Any], Words] = {
    Article: Words("an article"),
    Annotation: Words("an annotation"),
    Verdict: Words("a verdict"),
    Source: Words("a source"),
    Link: Words("a link"),
    Carry: Words("a row of a report"),
    Comment: Words("a comment"),
    Adjudication: Words("a decision"),
}
#: A statement takes only so many parameters.
_SLICE = 500


class Identifiers:
    """The ids of one batch, with the place in the file where each stands."""

    def __init__(self, project_id: int) -> None:
        self._project_id = project_id
        self._ids: dict[type[Any], dict[str, Place]] = defaultdict(dict)
        self._external: dict[str, Place] = {}

    def add(self, rows: Rows, place: Place) -> None:
        """Take the rows of one line; raises `Invalid` for an id that the batch has already."""
        new: dict[type[Any], dict[str, Place]] = defaultdict(dict)
        for kind, found in rows.identified():
            for row in found:
                if row.id in self._ids[kind] or row.id in new[kind]:
                    raise _taken(kind, row.id)
                new[kind][row.id] = place
        external = [row.external_id for row in rows.articles if row.external_id is not None]
        if any(name in self._external for name in external):
            raise _external_taken()
        self._external.update((name, place) for name in external)
        for kind, ids in new.items():
            self._ids[kind].update(ids)

    def taken(self) -> dict[Place, Invalid]:
        """The lines with an id that is in the database, where earlier batches are by now."""
        found: dict[Place, Invalid] = {}
        for kind, places in self._ids.items():
            for row_id in _known(kind.id, places):
                found.setdefault(places[row_id], places[row_id].refusal(_taken(kind, row_id)))
        own = Article.project_id == self._project_id
        names = _known(Article.external_id, self._external, own)
        waiting = waiting_with(self._project_id, names[:_SLICE])
        away = set(_known(Article.external_id, self._external, own, trashed()))
        for external_id in names:
            place = self._external[external_id]
            waits = waiting.get(external_id)
            taken = _external_taken() if waits is None else _external_waits(waits)
            if external_id in away:
                taken = _external_trashed()
            found.setdefault(place, place.refusal(taken))
        return found


def _known(column: Any, places: Mapping[str, Place], *also: ColumnElement[bool]) -> list[str]:
    """Those that are in the database, in the order of the file."""
    values = list(places)
    found: set[str] = set()
    for first in range(0, len(values), _SLICE):
        query = select(column).where(column.in_(values[first : first + _SLICE]), *also)
        found.update(db.session.scalars(query))
    return [value for value in values if value in found]


def _taken(kind: type[Any], row_id: str) -> Invalid:
    return Invalid(
        "there is %(kind)s %(id)s already, and nothing is written over it",
        "id",
        kind=_WORDS[kind],
        id=row_id,
    )


def _external_trashed() -> Invalid:
    return Invalid(
        "an article in the trash has it already: take that one back under “Trash”, or give this"
        " one another id",
        "external_id",
    )


def _external_taken() -> Invalid:
    return Invalid(
        "another article has it already: leave this one out, or give it another id", "external_id"
    )


def _external_waits(name: str) -> Invalid:
    return Invalid(
        "an article of “%(name)s” has it already, and that file waits for an answer: give it under"
        " “Past imports”, or give this one another id",
        "external_id",
        name=name,
    )
