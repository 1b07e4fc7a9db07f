"""What counts as a correction: what changed after it had been handed in, and what was reopened."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from annotator.audit.models import Action, Event

#: A correction whenever it happens.
ALWAYS = (
    Action.REVISION_MADE,
    Action.CORRECTION_NOTED,
    Action.ARTICLE_RENAMED,
    Action.ADJUDICATION_REOPENED,
    Action.GOLD_REOPENED,
)
#: A correction once whoever does it had handed in their work on the article before.
AFTER_SUBMISSION = (
    Action.ANNOTATION_REVISED,
    Action.ANNOTATION_REMOVED,
    Action.ANNOTATION_RESTORED,
    Action.SOURCE_ADDED,
    Action.SOURCE_REVISED,
    Action.SOURCE_REMOVED,
    Action.LINK_REMOVED,
    Action.VERDICT_GIVEN,
)
_SUBMITTED = (Action.ASSIGNMENT_SUBMITTED, Action.ASSIGNMENT_IMPORTED)


def is_correction() -> ColumnElement[bool]:
    """The condition under which an event is one."""
    earlier = aliased(Event)
    handed_in = exists().where(
        earlier.project_id == Event.project_id,
        earlier.article_id == Event.article_id,
        earlier.actor_id == Event.actor_id,
        earlier.seq < Event.seq,
        earlier.action.in_(_SUBMITTED),
    )
    return or_(Event.action.in_(ALWAYS), and_(Event.action.in_(AFTER_SUBMISSION), handed_in))
