"""The blueprint of speakers, and what its views share."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint

from annotator.annotations.speaking import Said, said_by
from annotator.annotations.unsaid import hidden_speakers
from annotator.errors import NotFound
from annotator.speakers.listing import ListedSpeaker, Speakers
from annotator.speakers.models import Speaker
from annotator.speakers.queries import find_speaker
from annotator.web.guards import current_project
from annotator.web.sight import current_sight

bp = Blueprint("speakers", __name__)

LIST = "/projects/<slug>/speakers"
ONE = f"{LIST}/<uuid:speaker_id>"


def found_speaker(speaker_id: UUID) -> Speaker:
    """A speaker of the project at hand, merged or not; raises `NotFound`."""
    speaker = find_speaker(current_project().id, str(speaker_id))
    if speaker is None or speaker.id in kept_back():
        raise NotFound("There is no such speaker.")
    return speaker


def kept_back() -> frozenset[str]:
    """The speakers, by id, of whom whoever asks is not told."""
    return hidden_speakers(current_project().id, current_sight())


def told_speakers() -> Speakers:
    """All the others."""
    return Speakers(current_project().id, kept_back())


def marks_of(rows: Sequence[ListedSpeaker]) -> dict[str, Said]:
    """How many marks name each, by id, as far as whoever asks may know."""
    standing = {row.speaker.id: row.ids for row in rows}
    return dict(said_by(current_project().id, standing, current_sight()))
