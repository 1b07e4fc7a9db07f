"""Whose marks a person may be told of, wherever pages count or list marks of several people."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select, true

from annotator.annotations.models import Annotation
from annotator.assignments.models import Assignment, State


class Sight(StrEnum):
    """One's own, also what others have submitted, or everybody's."""

    OWN = "own"
    SUBMITTED = "submitted"
    ALL = "all"


def seen(person_id: int, sight: Sight) -> ColumnElement[bool]:
    """The marks of a query that this person may know of.

    Nobody is told of marks that their own pages would not show: in a blind project least of all.
    """
    if sight is Sight.ALL:
        return true()
    is_own = Annotation.author_id == person_id
    if sight is Sight.OWN:
        return is_own
    handed_in = select(Assignment.id).where(
        Assignment.article_id == Annotation.article_id,
        Assignment.reviewer_id == Annotation.author_id,
        Assignment.state == State.SUBMITTED,
    )
    return or_(is_own, handed_in.exists())
