"""Reading projects, members and scales."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, make_transient_to_detached

from annotator.accounts.models import User
from annotator.db import Prepared, db, reader
from annotator.projects.definition import definition_from_json
from annotator.projects.models import Membership, Project, Role, SchemeVersion, Workflow
from annotator.projects.scheme import Scheme, ratings_from_json


@dataclass(frozen=True, slots=True)
class Access:
    """A project as one person meets it; `role` is None for a site admin who is no member."""

    project: Project
    role: Role | None
    #: Whether nobody sees another's work on an article that they may still review themselves.
    is_blind: bool = False


_COLUMNS = (
    *("id", "slug", "name", "created_at"),
    *("archived_at", "archive_reason", "trashed_at", "trash_reason"),
)
_ACCESS = Prepared(
    select(
        *[getattr(Project, name) for name in _COLUMNS],
        Membership.role,
        Workflow.blind,
    )
    .outerjoin(Workflow, Workflow.project_id == Project.id)
    .outerjoin(
        Membership,
        (Membership.project_id == Project.id)
        & (Membership.user_id == bindparam("user"))
        & Membership.removed_at.is_(None),
    )
    .where(Project.slug == bindparam("slug"))
)


def access(slug: str, user_id: int) -> Access | None:
    """The project and this person's role in it, or None where there is no such project."""
    row = _ACCESS.first(reader(), slug=slug, user=user_id)
    if row is None:
        return None
    *values, role, blind = row
    project = Project(**dict(zip(_COLUMNS, values, strict=True)))
    # It stands for the row that is there, and is in no session, which would track it.
    make_transient_to_detached(project)
    return Access(project, role, bool(blind))


def project_by_slug(slug: str) -> Project | None:
    """The project with this slug."""
    return db.session.scalar(select(Project).where(Project.slug == slug))


def put_away() -> Select[int]:
    """The ids of the projects that are archived or in the trash: nothing in them changes."""
    return select(Project.id).where(
        or_(Project.archived_at.is_not(None), Project.trashed_at.is_not(None))
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A project in somebody's list; `role` is None where only a site admin's rights open it."""

    project: Project
    role: Role | None
    members: int


def cards(user_id: int, *, everything: bool) -> Sequence[Card]:
    """The person's projects, or all of them, by name, in one query; none that is in the trash."""
    mine, others = aliased(Membership), aliased(Membership)
    size = (
        select(func.count(others.user_id))
        .where(others.project_id == Project.id, others.removed_at.is_(None))
        .scalar_subquery()
    )
    is_mine = (
        (mine.project_id == Project.id) & (mine.user_id == user_id) & mine.removed_at.is_(None)
    )
    query = (
        select(Project, mine.role, size)
        .join(mine, is_mine, isouter=everything)
        .where(Project.trashed_at.is_(None))
        .order_by(Project.name, Project.id)
    )
    return [Card(*row) for row in db.session.execute(query)]


def trashed_count(user_id: int, *, everything: bool) -> int:
    """How many projects in the trash the person leads, or how many there are."""
    query = select(func.count(Project.id)).where(Project.trashed_at.is_not(None))
    if not everything:
        query = query.join(Membership).where(*_led_by(user_id))
    return db.session.scalar(query) or 0


def trashed_projects(user_id: int, *, everything: bool) -> Select[Project]:
    """What asks for these projects, the newest in the trash first."""
    query = select(Project).where(Project.trashed_at.is_not(None))
    if not everything:
        query = query.join(Membership).where(*_led_by(user_id))
    return query.order_by(Project.trashed_at.desc(), Project.id)


def _led_by(user_id: int) -> tuple[ColumnElement[bool], ...]:
    mine = Membership.user_id == user_id, Membership.role == Role.LEAD
    return *mine, Membership.removed_at.is_(None)


def is_known_elsewhere(project_id: int, user_id: int) -> bool:
    """Whether the person is, or was, a member of another project too."""
    others = select(Membership.project_id).where(
        Membership.user_id == user_id, Membership.project_id != project_id
    )
    return db.session.scalar(select(others.exists())) or False


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


def names(project_id: int) -> dict[int, str]:
    """Every person who is or was in the project, by account id: their names."""
    rows = db.session.execute(
        select(User.id, User.name).join(Membership).where(Membership.project_id == project_id)
    )
    return {user_id: name for user_id, name in rows}


_EARLIER = Prepared(
    select(SchemeVersion.id, SchemeVersion.number, SchemeVersion.ratings, SchemeVersion.definition)
    .where(
        SchemeVersion.project_id == bindparam("project"),
        SchemeVersion.number < bindparam("number"),
    )
    .order_by(SchemeVersion.number)
)


def earlier_schemes(project_id: int, number: int) -> dict[int, Scheme]:
    """The versions of the scale before this one, by their id."""
    rows = _EARLIER.all(reader(), project=project_id, number=number)
    return {
        key: Scheme(key, before, ratings_from_json(ratings), definition_from_json(definition))
        for key, before, ratings, definition in rows
    }


def current_scheme(project_id: int) -> SchemeVersion:
    """The newest version of the project's scale."""
    return db.session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.project_id == project_id)
        .order_by(SchemeVersion.number.desc())
        .limit(1)
    ).one()


def scheme_of(version: SchemeVersion) -> Scheme:
    """The version of the scale as everything reads it, with the versions before it."""
    return Scheme(
        version.id,
        version.number,
        ratings_from_json(version.ratings),
        definition_from_json(version.definition),
        earlier_schemes(version.project_id, version.number),
    )


def pseudonyms(project_id: int) -> dict[int, str]:
    """What an export calls everybody who is or was a member, by account id: r1, r2, …"""
    query = select(Membership.user_id, Membership.number).where(Membership.project_id == project_id)
    return {row.user_id: f"r{row.number}" for row in db.session.execute(query)}
