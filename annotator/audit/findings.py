"""Keeping a sample of events that was drawn, and what people find on each of them."""

from __future__ import annotations

from uuid import uuid4

from annotator.audit.models import (
    Action,
    Actor,
    EventFinding,
    EventSample,
    EventSampleItem,
    Finding,
)
from annotator.audit.sampled import Entry
from annotator.audit.sampling import Asked, Drawn
from annotator.audit.service import record_change
from annotator.audit.verify import Head
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid, Stale

#: More than so many are nobody's afternoon.
MOST_EVENTS = 200
MAX_NOTE = 2000


def keep_sample(
    project_id: int, asked: Asked, drawn: Drawn, *, seed: str, head: Head, actor: Actor
) -> EventSample:
    """Store what was drawn, with an event of it; raises `Invalid` where there was nothing."""
    if not drawn.seqs or actor.id is None:
        raise Invalid("The filter finds no event to draw from. Ask for less in it.")
    key = str(uuid4())
    items = [
        EventSampleItem(sample_id=key, position=place, project_id=project_id, seq=seq)
        for place, seq in enumerate(drawn.seqs, start=1)
    ]
    made = EventSample(
        id=key,
        project_id=project_id,
        asked=asked.to_json(),
        actor_id=asked.wanted.actor_id,
        size=len(items),
        seed=seed,
        head_seq=head.seq,
        head_hash=head.hash,
        pool=drawn.pool,
        pool_sha256=drawn.pool_sha256,
        drawn_by=actor.id,
        drawn_at=now(),
        items=items,
    )
    db.session.add(made)
    record_change(Action.SAMPLE_DRAWN, made, before=None, actor=actor)
    return made


def note_finding(
    entry: Entry, finding: Finding, note: str, seen: int, *, actor: Actor
) -> EventFinding | None:
    """Say what was found on an event; None where that is what was said already.

    `seen` is how many findings whoever says so had before them. Raises `Invalid`, and `Stale`
    where another came meanwhile.
    """
    if seen != len(entry.findings):
        raise Stale("Somebody looked at this event meanwhile: read what they found.", entry)
    _check(finding, note)
    last = entry.finding
    if last is not None and (last.finding, last.note or "") == (finding, note):
        return None
    item = entry.item
    made = EventFinding(
        id=str(uuid4()),
        project_id=item.project_id,
        sample_id=item.sample_id,
        position=item.position,
        number=seen + 1,
        finding=finding,
        note=note or None,
        found_by=actor.id,
        found_at=now(),
    )
    db.session.add(made)
    article_id = entry.event.article_id if entry.event else None
    record_change(Action.SAMPLE_LOOKED_AT, made, before=None, actor=actor, article_id=article_id)
    return made


def _check(finding: Finding, note: str) -> None:
    if len(note) > MAX_NOTE:
        raise Invalid("A note has at most %(most)s characters.", "note", most=MAX_NOTE)
    if finding is Finding.LOOK_INTO and not note:
        raise Invalid("Say what is to be looked into.", "note")
