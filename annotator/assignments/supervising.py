"""Who only supervises: in a blind project they see others' work, and take none there."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from annotator.assignments.models import EDITABLE, Assignment, Supervision
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict
from annotator.projects.workflow import workflow_of

ProjectId = int | InstrumentedAttribute[int]
ArticleId = str | InstrumentedAttribute[str]


def supervise(
    project_id: int, article_id: str | None, *, user_id: int, actor: Actor
) -> Supervision:
    """The person only supervises this article from now on, or (None) the whole project.

    Said twice, it is said once. Raises `Conflict` for somebody with work there that is not
    submitted: they would see what theirs is to be compared with.
    """
    # Taking an assignment waits for this, and this for it.
    lock_chain(project_id)
    known = db.session.scalar(select(Supervision).where(_said(project_id, article_id, user_id)))
    if known is not None:
        return known
    if _open_work(project_id, article_id, user_id):
        raise Conflict(
            "You have work here that is not submitted; submit it first, and you see the others'."
        )
    made = Supervision(
        id=str(uuid4()),
        project_id=project_id,
        user_id=user_id,
        article_id=article_id,
        created_at=now(),
    )
    db.session.add(made)
    record_change(Action.SUPERVISION_BEGUN, made, before=None, actor=actor, article_id=article_id)
    return made


def supervises(project_id: int, article_id: str, user_id: int) -> bool:
    """Whether the person said so of this article, or of the whole project."""
    return db.session.scalar(select(supervision_of(project_id, article_id, user_id))) or False


def supervises_any(project_id: int, article_ids: Collection[str], user_id: int) -> bool:
    """Whether the person said so of one of these articles, or of the whole project."""
    query = select(Supervision.id).where(
        Supervision.project_id == project_id,
        Supervision.user_id == user_id,
        or_(Supervision.article_id.is_(None), Supervision.article_id.in_(article_ids)),
    )
    return db.session.scalar(select(query.exists())) or False


def supervises_project(project_id: int, user_id: int) -> bool:
    """Whether the person said so of the whole project."""
    found = select(Supervision.id).where(_said(project_id, None, user_id))
    return db.session.scalar(select(found.exists())) or False


def refuse_supervisors(project_id: int, given: Collection[tuple[str, int]]) -> None:
    """Raise `Conflict` where a blind project gives a person (second) no work on an article.

    They said that they only supervise, and so see what others' work is to be compared with.
    """
    if not given or not workflow_of(project_id).blind:
        return
    people = {person for _, person in given}
    said = db.session.execute(
        select(Supervision.article_id, Supervision.user_id).where(
            Supervision.project_id == project_id, Supervision.user_id.in_(people)
        )
    )
    supervised = {(article_id, person) for article_id, person in said}
    if any(one in supervised or (None, one[1]) in supervised for one in given):
        raise Conflict(
            "This project is reviewed blind: whoever supervises an article sees others' work on "
            "it, and does not review it."
        )


def supervisors(project_id: int) -> Select[int]:
    """Who said so of the whole project, by account id."""
    whole = Supervision.project_id == project_id, Supervision.article_id.is_(None)
    return select(Supervision.user_id).where(*whole)


def supervision_of(
    project_id: ProjectId, article_id: ArticleId, user_id: int
) -> ColumnElement[bool]:
    """The same as a condition; project and article may be columns of a query."""
    return (
        select(Supervision.id)
        .where(
            Supervision.project_id == project_id,
            Supervision.user_id == user_id,
            or_(Supervision.article_id.is_(None), Supervision.article_id == article_id),
        )
        .exists()
    )


def _said(project_id: int, article_id: str | None, user_id: int) -> ColumnElement[bool]:
    here = Supervision.article_id
    return (
        (Supervision.project_id == project_id)
        & (Supervision.user_id == user_id)
        & (here.is_(None) if article_id is None else here == article_id)
    )


def _open_work(project_id: int, article_id: str | None, user_id: int) -> bool:
    query = select(Assignment.id).where(
        Assignment.project_id == project_id,
        Assignment.reviewer_id == user_id,
        Assignment.state.in_(EDITABLE),
    )
    if article_id is not None:
        query = query.where(Assignment.article_id == article_id)
    return db.session.scalar(select(query.exists())) or False
