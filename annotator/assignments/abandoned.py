"""Work that its reviewer left alone for the set time, and which goes back to the queue."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, cast, or_, select

from annotator.articles.training import counted_by_id
from annotator.assignments.models import Assignment, State
from annotator.assignments.service import release
from annotator.audit.models import BACKGROUND, Actor, Event
from annotator.clock import now
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft


def abandoned(
    project_id: int, rules: WorkflowDraft, article_id: str | None = None
) -> list[Assignment]:
    """Work that was assigned or begun, and which its reviewer left alone for the set time."""
    if rules.abandoned_hours is None:
        return []
    since = now() - timedelta(hours=rules.abandoned_hours)
    query = select(Assignment).where(
        Assignment.project_id == project_id,
        Assignment.state.in_((State.ASSIGNED, State.STARTED)),
        Assignment.created_at < since,
        # What is in the trash waits there as it is.
        counted_by_id(Assignment.article_id),
        ~_touched(project_id, since),
    )
    if article_id is not None:
        query = query.where(Assignment.article_id == article_id)
    return list(db.session.scalars(query.order_by(Assignment.id)))


def release_abandoned(project_id: int, rules: WorkflowDraft, article_id: str | None = None) -> int:
    """Put abandoned work back into the queue, of one article or all; how much it was.

    Each is recorded as done in the background, for the person whose work it was.
    """
    found = abandoned(project_id, rules, article_id)
    for assignment in found:
        name = assignment.reviewer.name
        release(assignment, actor=Actor(assignment.reviewer_id, name, BACKGROUND))
    return len(found)


def _touched(project_id: int, since: datetime) -> ColumnElement[bool]:
    """Whether its reviewer did anything on the article since, or anybody with the work itself."""
    own = (Event.article_id == Assignment.article_id) & (Event.actor_id == Assignment.reviewer_id)
    handed = Event.target_id == cast(Assignment.id, String)
    return (
        select(Event.seq)
        .where(Event.project_id == project_id, Event.at >= since, or_(own, handed))
        .exists()
    )
