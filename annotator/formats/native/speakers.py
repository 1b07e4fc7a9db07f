"""Speakers as marks name them: the same one, in every line, is the same row."""

from __future__ import annotations

from collections import defaultdict

import orjson

from annotator.articles.places import Place
from annotator.audit.models import Action
from annotator.audit.service import Change
from annotator.errors import Invalid
from annotator.formats.native import shape
from annotator.formats.native.rows import Rows, told_at
from annotator.formats.native.target import Target
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.queries import find_speaker, project_of
from annotator.speakers.service import added_change, made_speaker


def read_speaker(value: object, target: Target, rows: Rows, where: str) -> str | None:
    """The id of the speaker at a field, whose row is among `rows` then; None for null."""
    if value is None:
        return None
    entry = shape.check_shape(value, shape.SPEAKER, where)
    draft = SpeakerDraft(
        entry["id"],
        entry["name"],
        tuple(entry["aliases"]),
        entry["role"],
        entry["wikidata"],
        entry["homepage"],
    )
    told_at(where, draft.checked)
    if draft.checked() != draft:
        raise Invalid(
            "its words have single spaces, and its aliases an order and no double", where + "name"
        )
    rows.speakers.append(made_speaker(target.project_id, draft, by=target.created_by))
    return draft.id


class KnownSpeakers:
    """The speakers of one file, and those that the project has."""

    def __init__(self, project_id: int) -> None:
        self._project_id = project_id
        self._met: dict[str, Speaker] = {}
        self._new: dict[str, Speaker] = {}
        self._places: dict[str, list[Place]] = defaultdict(list)

    def add(self, rows: Rows, place: Place) -> None:
        """Take those of one article; raises `Invalid` for one that is another elsewhere."""
        fresh: dict[str, Speaker] = {}
        for row in rows.speakers:
            known = fresh.get(row.id) or self._met.get(row.id) or self._stored(row.id)
            if known is None:
                fresh[row.id] = row
            elif _facts(known) != _facts(row):
                raise _another(row.id)
        self._met |= fresh
        self._new |= fresh
        for speaker_id in {row.id for row in rows.speakers}:
            self._places[speaker_id].append(place)

    def taken(self) -> dict[Place, Invalid]:
        """The lines with a speaker whose id stands for one of another project."""
        found: dict[Place, Invalid] = {}
        for speaker_id in [key for key in self._new if project_of(key) is not None]:
            del self._new[speaker_id], self._met[speaker_id]
            for place in self._places[speaker_id]:
                found.setdefault(place, place.refusal(_another(speaker_id)))
        return found

    def take(self, rows: Rows) -> list[Speaker]:
        """Those of the rows that are still to be stored; they count as stored from now on."""
        self._places.clear()
        named = dict.fromkeys(row.id for row in rows.speakers)
        return [self._new.pop(key) for key in named if key in self._new]

    def _stored(self, speaker_id: str) -> Speaker | None:
        found = find_speaker(self._project_id, speaker_id)
        if found is not None:
            self._met[speaker_id] = found
        return found


def _another(speaker_id: str) -> Invalid:
    return Invalid(
        "the speaker %(id)s is another one elsewhere, and nothing is written over it",
        "id",
        id=speaker_id,
    )


def imported_change(speaker: Speaker) -> Change:
    """What the trail says of one that came with a file."""
    return added_change(speaker, Action.SPEAKER_IMPORTED)


def _facts(row: Speaker) -> tuple[object, ...]:
    aliases = orjson.loads(row.aliases)
    return (row.name, aliases, row.role, row.wikidata, row.homepage, row.merged_into)
