"""Whose marks a person may be told of, wherever pages count or list marks of several people."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select

from annotator.annotations.models import Annotation, Layer
from annotator.assignments.models import Assignment, State


class Sight(StrEnum):
    """One's own, also what others have submitted, or everybody's."""

    OWN = "own"
    SUBMITTED = "submitted"
    ALL = "all"


def seen(person_id: int, sight: Sight) -> ColumnElement[bool]:
    """The marks of a query that this person may know of.

    Nobody is told of marks that their own pages would not show: in a blind project least of all.
    They are reviewers' marks; what adjudication made of them is nobody's own, and counts nobody's
    claims a second time.
    """
    of_reviewers = Annotation.layer == Layer.REVIEWER
    if sight is Sight.ALL:
        return of_reviewers
    is_own = and_(of_reviewers, Annotation.author_id == person_id)
    if sight is Sight.OWN:
        return is_own
    handed_in = select(Assignment.id).where(
        Assignment.article_id == Annotation.article_id,
        Assignment.reviewer_id == Annotation.author_id,
        Assignment.state == State.SUBMITTED,
    )
    return or_(is_own, and_(of_reviewers, handed_in.exists()))
