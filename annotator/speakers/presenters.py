"""From the audit trail to what a speaker's page tells of its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.audit.models import Event
from annotator.audit.presenters import Line, Names, line_of

#: Who brought a speaker in stands at the event itself.
_KNOWN = frozenset({"created_by"})


def history(events: Sequence[Event], names: Names, *, only: int | None) -> list[Line]:
    """The events as lines; with `only`, nobody but that person is named.

    A reviewer would read from names who marks what in articles that they have not submitted yet.
    """
    return [_line(event, names, only) for event in events]


def _line(event: Event, names: Names, only: int | None) -> Line:
    line = line_of(event, names)
    hidden = only is not None and event.actor_id not in (only, None)
    fields = tuple(field for field in line.fields if field.name not in _KNOWN)
    return replace(line, fields=fields, actor="" if hidden else line.actor)
