"""Which events somebody may see where a project is reviewed blind."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from annotator.annotations.sight import Sight
from annotator.audit.models import Action, Event
from annotator.web.sight import current_sight

#: The tables of what is no review of an article.
_NOBODYS_WORK = (
    "project",
    "workflow",
    "membership",
    "scheme_version",
    "guideline_version",
    "article",
    "article_link",
    "revision",
    "correction",
    "supervision",
    "publisher",
    "export",
)
#: What somebody does by their own hand, to their own work: a correction moves everybody's.
_OWN_HAND = (
    Action.ANNOTATION_CREATED,
    Action.ANNOTATION_REVISED,
    Action.ANNOTATION_REMOVED,
    Action.ANNOTATION_RESTORED,
    Action.SOURCE_ADDED,
    Action.SOURCE_REVISED,
    Action.SOURCE_REMOVED,
    Action.LINK_ADDED,
    Action.LINK_REMOVED,
    Action.LINK_RESTORED,
    Action.VERDICT_GIVEN,
    Action.CARRY_SETTLED,
    Action.ASSIGNMENT_OPENED,
    Action.ASSIGNMENT_STARTED,
    Action.ASSIGNMENT_SUBMITTED,
    Action.ASSIGNMENT_WITHDRAWN,
    Action.SPEAKER_ADDED,
)


def within_sight() -> ColumnElement[bool]:
    """The events that a blind project does not keep back from whoever asks."""
    return within(current_sight())


def within(sight: Sight) -> ColumnElement[bool]:
    """The events that are not kept back from whoever sees so much."""
    if sight.is_whole:
        return true()
    return or_(
        and_(Event.actor_id == sight.person_id, Event.action.in_(_OWN_HAND)),
        Event.target.in_(_NOBODYS_WORK),
        and_(Event.article_id.is_not(None), sight.reach.holds(Event.article_id)),
    )
