"""Drawing and deciding as a lead does, below the pages."""

from __future__ import annotations

from annotator.accounts.person import Person
from annotator.db import db, writing
from annotator.spotchecks.drafts import Asked, Judged
from annotator.spotchecks.models import Outcome, Unit
from annotator.spotchecks.queries import Sample, sample
from annotator.spotchecks.service import decide, draw
from tests.personas import World

ALL = Asked(Unit.SUBMISSION, percent=100)


def draw_all(world: World, asked: Asked = ALL, person: Person | None = None) -> int:
    """Draw a sample, by the lead unless it is said who; gives its number."""
    with writing():
        return draw(world.project_id, asked, person=person or world.lead).number


def read(world: World, number: int = 1) -> Sample:
    """The sample, read anew."""
    db.session.expire_all()
    found = sample(world.project_id, number)
    assert found is not None
    return found


def position_of(found: Sample, person: Person) -> int:
    """Where this person's work is in the sample."""
    return next(one.item.position for one in found.entries if one.item.reviewer_id == person.id)


def say(
    world: World,
    *judged: Judged,
    position: int = 1,
    stamp: str | None = None,
    person: Person | None = None,
) -> None:
    """Decide on an item of the first sample."""
    found = read(world)
    entry = found.entry(position)
    assert entry is not None
    with writing():
        decide(found, position, judged, stamp or entry.stamp, person=person or world.lead)


def accepted(mark: str | None = None) -> Judged:
    """A mark, or all, is accepted."""
    return Judged(mark, Outcome.ACCEPTED)


def returned(mark: str | None, reason: str) -> Judged:
    """A mark, or all, is returned."""
    return Judged(mark, Outcome.RETURNED, reason)
