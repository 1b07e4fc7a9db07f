"""What making a thing as it was would come to: its row now, and the row that it would be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.audit.service import Row
from annotator.db import db
from annotator.guidelines.models import GuidelineVersion
from annotator.guidelines.queries import current_guidelines
from annotator.history.queries import last_event
from annotator.history.rows import (
    PLAN,
    SPEAKER,
    VERDICT,
    WORKFLOW,
    alike,
    mark_then,
    source_then,
    with_fields,
)
from annotator.verdicts.queries import verdicts_of

#: What a page of guidelines calls their text, which events name by its hash alone.
TEXT = "guidelines"


@dataclass(frozen=True, slots=True)
class Wish:
    """A thing as it is `now`, by its `last` event; as it was `then`; and as it would be `wanted`.

    All are whole rows.
    """

    last: Event
    now: Row
    then: Row
    wanted: Row

    @property
    def is_so(self) -> bool:
        """Whether there is nothing to do."""
        return alike(self.now, self.wanted)

    @property
    def is_of_earlier_text(self) -> bool:
        """Whether the article was corrected since, so that a mark stays where it stands now."""
        return bool(self.now.get("revision_id") != self.then.get("revision_id"))


def wish_of(event: Event) -> Wish | None:
    """What making the thing as this event left it comes to; what it took away is brought back.

    None for an event of another kind, and where there is nothing left to make it of.
    """
    find = _KINDS.get(event.target)
    return None if find is None or event.after is None else find(event)


def _plainly(change: Callable[[Row, Row], Row]) -> Callable[[Event], Wish | None]:
    def wish(event: Event) -> Wish | None:
        last = last_event(event.project_id, event.target, event.target_id)
        if last is None or last.after is None:
            return None
        now, then = _row(last), _row(event)
        return Wish(last, now, then, change(now, then))

    return wish


def _fields(names: tuple[str, ...]) -> Callable[[Event], Wish | None]:
    return _plainly(lambda now, then: with_fields(now, then, names))


def _verdict(event: Event) -> Wish | None:
    """Verdicts are never changed: the one in force is followed by one that says the same."""
    then = _row(event)
    newest = verdicts_of(then["annotation_id"])[-1]
    last = last_event(event.project_id, "verdict", newest.id)
    if last is None:
        return None
    now = _row(last)
    return Wish(last, now, then, with_fields(now, then, VERDICT))


def _guidelines(event: Event) -> Wish | None:
    """Versions of guidelines are never changed either."""
    newest, then = current_guidelines(event.project_id), _row(event)
    wanted = select(GuidelineVersion.text).where(
        GuidelineVersion.project_id == event.project_id, GuidelineVersion.number == then["number"]
    )
    last = last_event(event.project_id, event.target, str(newest.id)) if newest else None
    if newest is None or last is None:
        return None
    now = {**_row(last), TEXT: newest.text}
    return Wish(last, now, then, {**now, TEXT: db.session.scalars(wanted).one()})


def _row(event: Event) -> dict[str, Any]:
    return dict(orjson.loads(event.after or "{}"))


_KINDS: Mapping[str, Callable[[Event], Wish | None]] = {
    "annotation": _plainly(mark_then),
    "source": _plainly(source_then),
    "link": _plainly(lambda now, _then: {**now, "removed_at": None}),
    "verdict": _verdict,
    "article": _fields(PLAN),
    "workflow": _fields(WORKFLOW),
    "speaker": _fields(SPEAKER),
    "guideline_version": _guidelines,
}
