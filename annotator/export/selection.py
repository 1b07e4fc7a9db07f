"""Which marks and articles go in: the same conditions count them on the page and read the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import aliased

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import Annotation, Label, Layer
from annotator.annotations.sight import handed_in
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment, State
from annotator.errors import Invalid
from annotator.verdicts.models import Verdict

#: Among ratings: the claims that nobody has judged. Among languages: those not known.
NONE = "none"

_Later = aliased(Verdict)
_Newer = aliased(Revision)
_Own = aliased(Revision)


class Reason(StrEnum):
    """Why something is not in the file, in the order in which it is asked."""

    LANGUAGE = "language"
    PUBLISHED = "published"
    LAYER = "layer"
    #: It stands in a text that was corrected since, and did not come along.
    EARLIER_TEXT = "earlier_text"
    NOT_SUBMITTED = "not_submitted"
    LABEL = "label"
    CLAIM = "claim"
    RATING = "rating"
    STATE = "state"
    PERSON = "person"
    MARKED = "marked"
    #: None of its marks is asked for, and nobody read it to the end.
    NO_MARKS = "no_marks"


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; a criterion that is empty leaves nothing out, and all must hold.

    `ratings` are ids of the scale, of a claim's newest verdict, or `NONE`; a quote has none, and so
    is left out where any is asked for. `states` are those of its author's review; gold has no
    review, and stays. `persons` are account ids. `published` and `marked` are a first and a last
    day in UTC, both within: of the article, and of when the mark was made.
    """

    labels: tuple[Label, ...] = ()
    ratings: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    persons: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    published: tuple[date | None, date | None] = (None, None)
    marked: tuple[date | None, date | None] = (None, None)
    claims: ClaimChoice = ClaimChoice()

    def __post_init__(self) -> None:
        for field, (first, last) in (("published", self.published), ("marked", self.marked)):
            if first is not None and last is not None and first > last:
                raise Invalid(
                    "The first day, %(first)s, comes after the last, %(last)s: change one of the "
                    "two.",
                    field,
                    first=first.isoformat(),
                    last=last.isoformat(),
                )

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def of_articles(self) -> Iterator[tuple[Reason, ColumnElement[bool]]]:
        """What must hold of an `Article`, and why one is left out that does not have it."""
        if self.languages:
            known = [one for one in self.languages if one != NONE]
            there = Article.language.in_(known) if known else false()
            unknown = Article.language.is_(None) if NONE in self.languages else false()
            yield Reason.LANGUAGE, or_(there, unknown)
        first, last = self.published
        if first is not None or last is not None:
            days = [] if first is None else [Article.published_on >= first]
            days += [] if last is None else [Article.published_on <= last]
            yield Reason.PUBLISHED, and_(*days)

    def of_marks(self) -> Iterator[tuple[Reason, ColumnElement[bool]]]:
        """What must hold of an `Annotation` joined with its `Claim`, where it has one."""
        if self.labels:
            yield Reason.LABEL, Annotation.label.in_(self.labels)
        if not self.claims.is_everything:
            is_claim = Annotation.label == Label.CLAIM
            yield Reason.CLAIM, and_(is_claim, *self.claims.conditions())
        if self.ratings:
            yield Reason.RATING, and_(Annotation.label == Label.CLAIM, _rated(self.ratings))
        if self.states:
            yield Reason.STATE, or_(Annotation.layer == Layer.GOLD, _in_state(self.states))
        if self.persons:
            yield Reason.PERSON, Annotation.author_id.in_(self.persons)
        first, last = self.marked
        if first is not None or last is not None:
            times = [] if first is None else [Annotation.created_at >= _begins(first)]
            times += [] if last is None else [Annotation.created_at < _begins(_next(last))]
            yield Reason.MARKED, and_(*times)

    @property
    def asks_for_marks(self) -> bool:
        """Whether some marks of an article may be left out and others not."""
        return any(True for _ in self.of_marks())

    def to_json(self) -> dict[str, Any]:
        """For the trail and the manifest; what is not asked for is not there.

        Persons stay out of it: whoever writes it says what they are called there.
        """
        found: dict[str, Any] = {
            "labels": [one.value for one in self.labels],
            "ratings": list(self.ratings),
            "states": [one.value for one in self.states],
            "languages": list(self.languages),
            "published": _days(self.published),
            "marked": _days(self.marked),
            "claim_type": self.claims.type,
            "speaker": self.claims.speaker,
        }
        return {key: value for key, value in found.items() if value}


EVERYTHING = Selection()


def in_layer(layer: str) -> ColumnElement[bool]:
    """The marks of one layer."""
    return Annotation.layer == Layer(layer)


def in_newest_text() -> ColumnElement[bool]:
    """The marks that stand in the newest text of their article."""
    newer = and_(_Newer.article_id == _Own.article_id, _Newer.number > _Own.number)
    later = select(_Newer.id).join(_Own, newer).where(_Own.id == Annotation.revision_id)
    return ~later.correlate(Annotation).exists()


def submitted_or_gold() -> ColumnElement[bool]:
    """The marks of submitted work, and those of adjudication."""
    return or_(Annotation.layer == Layer.GOLD, handed_in())


def read_to_the_end() -> ColumnElement[bool]:
    """The articles that anybody has submitted: what is not marked there is said not to be there."""
    handed = Assignment.article_id == Article.id, Assignment.state == State.SUBMITTED
    return select(Assignment.id).where(*handed).correlate(Article).exists()


def _rated(ratings: tuple[str, ...]) -> ColumnElement[bool]:
    given = Verdict.annotation_id == Annotation.id
    later = _Later.annotation_id == Verdict.annotation_id, _Later.position > Verdict.position
    newest = given, ~select(_Later.id).where(*later).correlate(Verdict).exists()
    asked = [one for one in ratings if one != NONE]
    rated = select(Verdict.id).where(*newest, Verdict.rating.in_(asked))
    unjudged = ~select(Verdict.id).where(given).correlate(Annotation).exists()
    found = [rated.correlate(Annotation).exists()] if asked else []
    return or_(*found, *([unjudged] if NONE in ratings else []))


def _in_state(states: tuple[State, ...]) -> ColumnElement[bool]:
    own = (
        Assignment.article_id == Annotation.article_id,
        Assignment.reviewer_id == Annotation.author_id,
        Assignment.state.in_(states),
    )
    return select(Assignment.id).where(*own).correlate(Annotation).exists()


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _days(span: tuple[date | None, date | None]) -> list[str | None] | None:
    if span == (None, None):
        return None
    return [None if day is None else day.isoformat() for day in span]
