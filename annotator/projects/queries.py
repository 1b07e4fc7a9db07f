"""Reading projects, members and scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from annotator.accounts.models import User
from annotator.db import db
from annotator.projects.models import Membership, Project, Role, SchemeVersion


@dataclass(frozen=True, slots=True)
class Access:
    """A project as one person meets it; `role` is None for a site admin who is no member."""

    project: Project
    role: Role | None


def access(slug: str, user_id: int, *, lock: bool = False) -> Access | None:
    """The project and this person's role in it, or None where there is no such project.

    With `lock`, PostgreSQL holds the project's row until the transaction ends: all writers of
    a project stand in one line, as its chain of events asks.
    """
    query = (
        select(Project, Membership.role)
        .outerjoin(
            Membership,
            (Membership.project_id == Project.id)
            & (Membership.user_id == user_id)
            & Membership.removed_at.is_(None),
        )
        .where(Project.slug == slug)
    )
    if lock:
        query = query.with_for_update(of=Project, key_share=True)
    row = db.session.execute(query).one_or_none()
    return None if row is None else Access(row[0], row[1])


def project_by_slug(slug: str) -> Project | None:
    """The project with this slug."""
    return db.session.scalar(select(Project).where(Project.slug == slug))


def projects_of(user_id: int, *, everything: bool) -> Sequence[Project]:
    """The projects a person belongs to, or all of them, by name."""
    query = select(Project).order_by(Project.name, Project.id)
    if not everything:
        query = query.join(Membership).where(
            Membership.user_id == user_id, Membership.removed_at.is_(None)
        )
    return db.session.scalars(query).all()


def members(project: Project) -> Sequence[Membership]:
    """Present members with their accounts, by name."""
    return db.session.scalars(
        select(Membership)
        .join(Membership.user)
        .options(contains_eager(Membership.user))
        .where(Membership.project_id == project.id, Membership.removed_at.is_(None))
        .order_by(User.name, User.id)
    ).all()


def membership(project_id: int, user_id: int) -> Membership | None:
    """A person's membership, present or past."""
    return db.session.get(Membership, (project_id, user_id))


def next_number(project_id: int) -> int:
    """The pseudonym's number for the next person to join."""
    query = select(func.coalesce(func.max(Membership.number), 0) + 1)
    return db.session.scalar(query.where(Membership.project_id == project_id)) or 1


def pseudonyms(project_id: int) -> dict[int, str]:
    """Every person who is or was in the project, by account id: `r1`, `r2`, …"""
    rows = db.session.execute(
        select(Membership.user_id, Membership.number).where(Membership.project_id == project_id)
    )
    return {user_id: f"r{number}" for user_id, number in rows}


def names(project_id: int) -> dict[int, str]:
    """The same persons by their names."""
    rows = db.session.execute(
        select(User.id, User.name).join(Membership).where(Membership.project_id == project_id)
    )
    return {user_id: name for user_id, name in rows}


def current_scheme(project_id: int) -> SchemeVersion:
    """The newest version of the project's scale."""
    return db.session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.project_id == project_id)
        .order_by(SchemeVersion.number.desc())
        .limit(1)
    ).one()
