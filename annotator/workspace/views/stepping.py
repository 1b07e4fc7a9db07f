"""Where a page that looks back stands among the steps of its layer, and what leads to others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import select

from annotator.audit.known import last_by
from annotator.audit.models import Event
from annotator.clock import iso, now
from annotator.db import db
from annotator.permissions import Permission
from annotator.web.guards import allows, current_person, current_project
from annotator.web.looking_back import AS_OF, KNOWN_ON, LookedBack
from annotator.web.sight import current_sight
from annotator.workspace.steps import Step, Told, Whose, by_moment, events_of, step_at, steps_of
from annotator.workspace.views.reader import Reader

#: Of a step with more events than that, the last ones are told.
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Stepping:
    """The step that is shown, None before the first; ways are None where there is no further."""

    step: Step | None
    shown: Told | None
    total: int
    events: Sequence[Event]
    ways: dict[int, str]
    first: str | None
    previous: str | None
    next: str | None
    last: str | None
    #: Where it is compared with the step before it, and with now.
    compare: tuple[str, str] | None

    @property
    def is_whole(self) -> bool:
        """Whether all of the step is shown."""
        return self.step is not None and self.shown is self.step.last


def whose_steps(reader: Reader) -> Whose:
    """The layer that is read, and by whom."""
    leads, person_id = allows(Permission.READ_AUDIT), current_person().id
    return Whose(current_project().id, reader.desk.article.id, reader.id, person_id, leads)


def known_steps(reader: Reader) -> list[Step]:
    """The steps that who asks may know: by numbers, or by moments where these are kept back."""
    told = events_of(whose_steps(reader))
    return steps_of(told) if current_sight().is_whole else by_moment(told)


def stepping_of(reader: Reader, looked: LookedBack) -> Stepping:
    """Where the page stands; asked for before it looks back."""
    steps, project_id = known_steps(reader), current_project().id
    step, shown = step_at(steps, last_by(project_id, looked.until))
    way = _ways(reader)
    place = step.place if step else 0
    is_part = step is not None and shown is not step.last
    later = steps[place - 1 : place] if is_part else steps[place : place + 1]
    others = step.events[-MOST_TOLD:] if step else ()
    return Stepping(
        step,
        shown,
        len(steps),
        _events(project_id, [one.seq for one in others]),
        {one.seq: way(one) for one in others},
        way(steps[0].last) if place > 1 else None,
        way(steps[place - 2].last) if place > 1 else None,
        way(later[0].last) if later else None,
        way(steps[-1].last) if later else None,
        _comparing(reader, steps[place - 2].last, shown) if shown and place > 1 else None,
    )


def _comparing(reader: Reader, before: Told, shown: Told) -> tuple[str, str]:
    numbered = current_sight().is_whole
    first, second = (str(one.seq) if numbered else iso(one.at) for one in (before, shown))
    address = address_of(reader)
    return (
        url_for("workspace.compare", **address, before=first, after=second),
        url_for("workspace.compare", **address, before=second, after=iso(now())),
    )


def address_of(reader: Reader) -> dict[str, Any]:
    """What an address of a page of this layer has."""
    return {
        "slug": current_project().slug,
        "article_id": reader.desk.article.id,
        "reviewer": None if reader.layer["mine"] else reader.id,
    }


def _ways(reader: Reader) -> Callable[[Told], str]:
    """From an event to the address of the page as it left it, at the mark that it touched."""
    address, numbered = address_of(reader), current_sight().is_whole

    def way(told: Told) -> str:
        then = {AS_OF: told.seq} if numbered else {KNOWN_ON: iso(told.at)}
        anchor = f"mark={told.mark}" if told.mark else None
        return url_for("workspace.article", **address, **then, _anchor=anchor)

    return way


def _events(project_id: int, seqs: Sequence[int]) -> Sequence[Event]:
    query = select(Event).where(Event.project_id == project_id, Event.seq.in_(seqs))
    return db.session.scalars(query.order_by(Event.seq.desc())).all()
