"""The rows that lines stand for, and single values from JSON to Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar

import orjson

from annotator.adjudication.models import Adjudication, Category, Decision, GoldLayer
from annotator.annotations.models import Annotation
from annotator.articles.models import Article, Revision
from annotator.assignments.models import Assignment
from annotator.audit.service import Change
from annotator.clock import from_iso, now
from annotator.comments.models import Comment, Thread
from annotator.errors import Invalid
from annotator.links.models import Link
from annotator.revisions.models import Carry, Correction
from annotator.sources.models import Source
from annotator.speakers.models import Speaker
from annotator.verdicts.models import Verdict

#: Before there was a web, no tool of this kind marked anything.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
#: Another machine's clock may be wrong, but not by more than this.
_AHEAD = timedelta(days=1)

Kind = TypeVar("Kind", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about a gold mark; marks of one decision have all but their id in common."""

    mark: str
    project_id: int
    article_id: str
    from_ids: tuple[str, ...]
    decision: Decision
    category: Category | None
    reason: str | None
    decided_by: int
    decided_at: datetime


@dataclass(slots=True)
class Rows:
    """The rows of some articles. An annotation has what belongs to it with it."""

    articles: list[Article] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    #: One for each time that a mark names one: the same may be there often.
    speakers: list[Speaker] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    carries: list[Carry] = field(default_factory=list)
    #: What was decided about each gold mark.
    decided: list[Decided] = field(default_factory=list)
    #: Every decision, where the file tells of those that left no mark too.
    decisions: list[Adjudication] = field(default_factory=list)
    finished: list[GoldLayer] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    #: How the rows of corrected articles came to be, text by text; others just came in.
    told: list[Change] = field(default_factory=list)

    def take(self, other: Rows) -> None:
        """Put the rows of another article after these."""
        for part in fields(self):
            getattr(self, part.name).extend(getattr(other, part.name))

    @property
    def weight(self) -> int:
        """How much there is to write, in rows; long texts count as more."""
        characters = sum(revision.length for revision in self.revisions)
        return len(self.articles) + len(self.annotations) + len(self.comments) + characters // 8000

    def identified(self) -> Iterator[tuple[type[Any], list[Any]]]:
        """The rows whose ids the file gives."""
        yield Article, self.articles
        yield Annotation, self.annotations
        yield Verdict, self.verdicts
        yield Source, self.sources
        yield Link, self.links
        yield Carry, self.carries
        yield Comment, self.comments
        yield Adjudication, self.decisions


def one_of(kind: type[Kind], value: str, field_name: str) -> Kind:
    """The member of an enum with this value; raises `Invalid`."""
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(member.value for member in kind)
        raise Invalid("it must be one of %(known)s", field_name, known=known) from None


def told_at(where: str, check: Callable[..., object], *values: Any) -> None:
    """Run a check that names a field; what it refuses is told of the field at this place."""
    try:
        check(*values)
    except Invalid as error:
        raise Invalid(error.sentence, f"{where}{error.field}", **error.values) from None


def as_date(value: str | None) -> date | None:
    """A date that passed the check of its shape."""
    return None if value is None else date.fromisoformat(value)


def as_time(value: str, field_name: str) -> datetime:
    """A time that passed the check of its shape; raises `Invalid` for one that cannot be."""
    moment = from_iso(value)
    if moment < _EARLIEST:
        raise Invalid("it is before 1990, when there was nothing to annotate", field_name)
    if moment > now() + _AHEAD:
        raise Invalid("it is more than a day ahead", field_name)
    return moment


def as_json(value: dict[str, Any] | None) -> str | None:
    """An object as it is stored, its keys in their order."""
    return None if value is None else orjson.dumps(value).decode()
