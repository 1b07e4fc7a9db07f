"""Which claims somebody means, on the page that lists them and for what is taken out alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased

from annotator.annotations.models import Annotation, Claim, Label
from annotator.annotations.sight import Sight
from annotator.annotations.unsaid import hidden_speakers
from annotator.db import db
from annotator.speakers.models import Speaker
from annotator.speakers.queries import KnownSpeaker, known_speakers

#: So many speakers are offered to choose from; a speaker's page leads to the claims of any other.
MOST_OFFERED = 300

_Asked = aliased(Speaker)


@dataclass(frozen=True, slots=True)
class ClaimChoice:
    """The claims of one type, and those of one speaker; what is None is not asked for.

    `type` is an id of the scale's, `speaker` the id of any that stands for them.
    """

    type: str | None = None
    speaker: str | None = None

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self.type is None and self.speaker is None

    def conditions(self) -> Iterator[ColumnElement[bool]]:
        """What must hold of a `Claim`."""
        if self.type is not None:
            # Kept as a JSON list of ids.
            yield Claim.types.contains(f'"{self.type}"', autoescape=True)
        if self.speaker is not None:
            stands_for = func.coalesce(_Asked.merged_into, _Asked.id)
            meant = select(stands_for).where(_Asked.id == self.speaker).scalar_subquery()
            same = func.coalesce(Speaker.merged_into, Speaker.id) == meant
            yield Claim.speaker_id.in_(select(Speaker.id).where(same))


def claimants(project_id: int, sight: Sight, chosen: str | None) -> list[KnownSpeaker]:
    """Whom claims within sight name, by name: as many as can be offered, and the chosen one."""
    named = exists().where(
        Claim.speaker_id == Speaker.id,
        Annotation.id == Claim.annotation_id,
        Annotation.label == Label.CLAIM,
        Annotation.removed_at.is_(None),
        sight.marks_and_gold(),
    )
    query = select(func.coalesce(Speaker.merged_into, Speaker.id))
    ids = set(db.session.scalars(query.where(Speaker.project_id == project_id, named)))
    found = known_speakers(project_id, hidden_speakers(project_id, sight))
    offered = [one for one in found if one.id in ids][:MOST_OFFERED]
    return offered + [one for one in found if one.id == chosen and one not in offered]
