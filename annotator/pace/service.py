"""Noting that somebody was talked to about a signal of pace."""

from __future__ import annotations

from uuid import uuid4

from annotator.accounts.person import Person
from annotator.audit.models import Action
from annotator.audit.service import lock_chain, record_change
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.pace.models import PaceTalk
from annotator.pace.queries import Kind, Signal, Wanted, signals, talks
from annotator.projects.workflow import workflow_of

MAX_NOTE = 2000


def signal_of_others(project_id: int, key: str, *, person: Person) -> Signal:
    """One signal of anybody but the person, talked about or not; raises `NotFound`."""
    for rules in (workflow_of(project_id), None):
        found = signals(project_id, Wanted(rules, but_not=person.id, key=key)).signals
        if found:
            return found[0]
    raise NotFound("There is no such page.")


def note_talk(project_id: int, key: str, note: str, *, person: Person) -> PaceTalk:
    """Note what came of a talk; raises `Invalid`, `NotFound`, and `Conflict` where one did."""
    note = note.strip()
    if not 1 <= len(note) <= MAX_NOTE:
        raise Invalid("Say what came of it, in at most %(most)s characters.", "note", most=MAX_NOTE)
    lock_chain(project_id)
    if talks([key]):
        raise Conflict("Somebody noted a talk about this meanwhile.")
    signal = signal_of_others(project_id, key, person=person)
    made = PaceTalk(
        id=str(uuid4()),
        project_id=project_id,
        article_id=signal.article_id,
        reviewer_id=signal.person_id,
        verdict_id=key if signal.kind is Kind.VERDICT else None,
        assignment_id=key if signal.kind is Kind.READING else None,
        note=note,
        talked_by=person.id,
        talked_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    article_id = signal.article_id
    record_change(Action.PACE_TALKED, made, before=None, actor=person.actor, article_id=article_id)
    return made
