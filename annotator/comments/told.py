"""Which notifications their reader may still see: what is kept from them now is not told either."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from annotator.accounts.person import Person
from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.comments.queries import sight_of
from annotator.db import db
from annotator.notifications.models import Notification
from annotator.projects.models import Membership, Project, Role


def tellable(rows: Sequence[Notification], person: Person) -> list[Notification]:
    """Those of projects the person belongs to, about marks that they may see."""
    if not rows:
        return []
    roles = _roles_of(person.id)
    marks: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.annotation_id is not None:
            marks[row.project_id].add(row.annotation_id)
    visible = {
        mark
        for project, ids in marks.items()
        if project in roles or person.is_admin
        for mark in _visible(project, ids, person, roles.get(project))
    }
    away = _trashed({row.article_id for row in rows if row.article_id is not None})
    out_of_sight = _trashed_projects({row.project_id for row in rows})
    return [
        row
        for row in rows
        if (row.project_id in roles or person.is_admin)
        and (row.annotation_id is None or row.annotation_id in visible)
        and row.article_id not in away
        and row.project_id not in out_of_sight
    ]


def _trashed(ids: set[str]) -> set[str]:
    """What is told of these is told again once they are taken back."""
    query = select(Article.id).where(Article.id.in_(ids), Article.trashed_at.is_not(None))
    return set(db.session.scalars(query))


def _trashed_projects(ids: set[int]) -> set[int]:
    query = select(Project.id).where(Project.id.in_(ids), Project.trashed_at.is_not(None))
    return set(db.session.scalars(query))


def _visible(project_id: int, ids: set[str], person: Person, role: Role | None) -> Sequence[str]:
    acts_as = Role.LEAD if role is None or person.is_admin else role
    sight = sight_of(project_id, person.id, acts_as)
    query = select(Annotation.id).where(Annotation.id.in_(ids), sight.marks())
    return db.session.scalars(query).all()


def _roles_of(person_id: int) -> dict[int, Role]:
    query = select(Membership.project_id, Membership.role).where(
        Membership.user_id == person_id, Membership.removed_at.is_(None)
    )
    return {project: role for project, role in db.session.execute(query)}
