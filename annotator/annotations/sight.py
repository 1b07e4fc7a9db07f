"""Whose marks a person may be told of, wherever pages count or list marks of several people.

Every query that reads marks of others for a page or a file asks here; what a blind project keeps
back (`assignments/reach.py`) is kept back by the same condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_, select

from annotator.annotations.models import Annotation, Layer
from annotator.assignments.models import Assignment, State
from annotator.assignments.reach import EVERYWHERE, Reach


class Others(StrEnum):
    """Of others: nothing, what they have submitted, or everything."""

    NOTHING = "nothing"
    SUBMITTED = "submitted"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Sight:
    """What one person sees: their own, and of others so much, on the articles within reach."""

    person_id: int
    others: Others = Others.NOTHING
    reach: Reach = EVERYWHERE

    @property
    def is_whole(self) -> bool:
        """Whether nothing is kept back that their role shows."""
        return self.reach.is_whole

    def reads(self, article_id: str) -> bool:
        """Whether others' work on the article is open to them, as far as their role shows any."""
        return self.others is not Others.NOTHING and self.reach.covers(article_id)

    def marks(self) -> ColumnElement[bool]:
        """Of a query, the reviewers' marks that this person may know of.

        What adjudication made of them is nobody's own, and counts nobody's marks a second time.
        """
        of_reviewers = Annotation.layer == Layer.REVIEWER
        is_own = Annotation.author_id == self.person_id
        if self.others is Others.NOTHING:
            return and_(of_reviewers, is_own)
        there = self.reach.holds(Annotation.article_id)
        if self.others is Others.SUBMITTED:
            there = and_(there, handed_in())
        return and_(of_reviewers, or_(is_own, there))

    def marks_and_gold(self) -> ColumnElement[bool]:
        """The same, and what adjudication made of marks that are open to them."""
        if self.others is Others.NOTHING:
            return self.marks()
        is_gold = Annotation.layer == Layer.GOLD
        return or_(self.marks(), and_(is_gold, self.reach.holds(Annotation.article_id)))


def handed_in() -> ColumnElement[bool]:
    """Of a query, the marks whose author has submitted the article."""
    return (
        select(Assignment.id)
        .where(
            Assignment.article_id == Annotation.article_id,
            Assignment.reviewer_id == Annotation.author_id,
            Assignment.state == State.SUBMITTED,
        )
        # Whatever else the query around it reads, only the mark is meant.
        .correlate(Annotation)
        .exists()
    )
