"""The checks that readers outside were told of last, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased

from annotator.adjudication.models import Adjudication
from annotator.annotations.models import Annotation, PublicState
from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.assignments.models import Assignment
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.audit.models import Action, Event
from annotator.claimreview.facts import Publication
from annotator.claimreview.standing import TOLD
from annotator.clock import from_iso
from annotator.db import UTCTime, behind, cursor_of, db
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_at_hand
from annotator.export.reviews.checks import Checks, Reviewed
from annotator.projects.models import Project
from annotator.verdicts.models import Verdict

#: What is done to a mark, or to the work that it belongs to, and may change what is told of it.
_CHANGES = (
    Action.ANNOTATION_REVISED,
    Action.ANNOTATION_REMOVED,
    Action.ANNOTATION_RESTORED,
    Action.ANNOTATION_MOVED,
    Action.ASSIGNMENT_SUBMITTED,
    Action.ASSIGNMENT_WITHDRAWN,
    Action.ASSIGNMENT_RETURNED,
)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One check, and when readers were told what they know of it now."""

    reviewed: Reviewed
    at: datetime


@dataclass(frozen=True, slots=True)
class ToldPage:
    """Some checks, those told last first; `older` is the cursor of the next page.

    `publication` is who tells it, None where nobody had said.
    """

    publication: Publication | None
    checks: Sequence[Told]
    older: str | None


def told_lately(
    project: Project, *, before: str | None = None, reach: Reach = EVERYWHERE
) -> ToldPage:
    """A page of what was published, corrected or withdrawn, with what is wrong with each.

    Of the articles within reach. Whoever reads it, it has what was handed in. Fewer than a page
    hold where something was to be published, and never was.
    """
    query = _query(project.id, before, reach)
    rows = db.session.execute(query).all()
    page = rows[:PAGE_SIZE]
    with snapshot_at_hand(project.id) as snapshot:
        checks = Checks(snapshot, project.slug, Options())
        found = {
            one.id: one
            for chunk in snapshot.chunks_at(row.number for row in page)
            for reviewed in checks.told(chunk)
            for one in reviewed
        }
    told = [_told(found[row.claim], row.at) for row in page if row.claim in found]
    older = cursor_of(page[-1].at, page[-1].id) if len(rows) > PAGE_SIZE else None
    return ToldPage(checks.publication, told, older)


def _told(reviewed: Reviewed, at: datetime) -> Told:
    # The list is in the order of what may have changed something; this is what did.
    return Told(reviewed, from_iso(reviewed.telling.at) if reviewed.telling else at)


def _query(project_id: int, before: str | None, reach: Reach) -> Select[*tuple[Any, ...]]:
    """Claims that were made public, those first about which something was done last.

    None of them stands lower than by what readers were told of it last.
    """
    found = _claims(project_id).where(reach.holds(Annotation.article_id)).subquery()
    at = type_coerce(
        _later(_later(found.c.judged_at, found.c.changed_at), found.c.decided_at), UTCTime()
    )
    query = select(found.c.claim, found.c.id, at.label("at"), found.c.number)
    return (
        query.where(*behind(at, found.c.id, before))
        .order_by(at.desc(), found.c.id.desc())
        .limit(PAGE_SIZE + 1)
    )


def _claims(project_id: int) -> Select[*tuple[Any, ...]]:
    """With the moments of the verdict that was made public last, or of the draft that follows it,
    of the last change to the mark or to whether it is handed in, and of the last decision.
    """
    drafted = aliased(Verdict)
    follows = (
        drafted.annotation_id == Verdict.annotation_id,
        drafted.position == Verdict.position + 1,
        Verdict.public_state != PublicState.VOID,
    )
    judged_at = func.coalesce(drafted.decided_at, Verdict.decided_at)
    return (
        select(
            Annotation.id.label("claim"),
            Verdict.id,
            Article.number,
            judged_at.label("judged_at"),
            _changed_at().label("changed_at"),
            _decided_at().label("decided_at"),
        )
        .select_from(Verdict)
        .join(Annotation, Annotation.id == Verdict.annotation_id)
        .outerjoin(drafted, and_(*follows))
        .join(Article, Article.id == Annotation.article_id)
        .where(
            Verdict.project_id == project_id,
            Verdict.public_state.in_(TOLD),
            Verdict.position == _last_told(),
            counted(),
        )
    )


def _later(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[Any]:
    return case((other > one, other), else_=one)


def _changed_at() -> ScalarSelect[datetime]:
    assignment = (
        select(cast(Assignment.id, String))
        .where(
            Assignment.article_id == Annotation.article_id,
            Assignment.reviewer_id == Annotation.author_id,
        )
        .correlate(Annotation)
        .scalar_subquery()
    )
    return (
        select(func.max(Event.at))
        .where(
            Event.project_id == Annotation.project_id,
            Event.target_id.in_([cast(Annotation.id, String), assignment]),
            Event.action.in_([action.value for action in _CHANGES]),
        )
        .correlate(Annotation)
        .scalar_subquery()
    )


def _decided_at() -> ScalarSelect[datetime]:
    last = func.coalesce(Adjudication.reopened_at, Adjudication.decided_at)
    return (
        select(func.max(last))
        .where(Adjudication.article_id == Annotation.article_id)
        .correlate(Annotation)
        .scalar_subquery()
    )


def _last_told() -> ScalarSelect[int]:
    """The position of the last verdict on a claim that readers were told of."""
    told = aliased(Verdict)
    return (
        select(func.max(told.position))
        .where(told.annotation_id == Annotation.id, told.public_state.in_(TOLD))
        .correlate(Annotation)
        .scalar_subquery()
    )
