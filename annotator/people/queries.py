"""Reading who has an account on this server, and where they work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from annotator.accounts.models import User, UserSession
from annotator.assignments.models import OPEN, Assignment
from annotator.db import db
from annotator.projects.models import Membership, Project
from annotator.projects.queries import put_away


@dataclass(frozen=True, slots=True)
class Account:
    """A person with an account, when they were last seen, and their present memberships."""

    user: User
    seen_at: datetime | None
    memberships: Sequence[Membership]


def accounts(after: int | None, count: int, words: str | None = None) -> list[Account]:
    """Up to `count` accounts in the order they were made, those with an id above `after`.

    With `words`, those in whose name or address they stand, in whatever case.
    """
    seen = func.max(UserSession.seen_at)
    query = (
        select(User, seen)
        .outerjoin(UserSession, UserSession.user_id == User.id)
        .where(User.id > (after or 0))
        .group_by(User.id)
        .order_by(User.id)
        .limit(count)
    )
    if words and words.strip():
        query = query.where(User.id.in_(_called(words.strip(), after or 0, count)))
    rows = db.session.execute(query).all()
    found = _memberships_of([user.id for user, _ in rows])
    return [Account(user, seen_at, _in_sight(found[user.id])) for user, seen_at in rows]


def _called(words: str, after: int, count: int) -> list[int]:
    # Databases fold the case of letters each in their own way, and some of ASCII alone.
    sought = words.casefold()
    query = select(User.id, User.name, User.email).where(User.id > after).order_by(User.id)
    found = (
        row.id
        for row in db.session.execute(query)
        if sought in row.name.casefold() or sought in (row.email or "").casefold()
    )
    return list(islice(found, count))


def _in_sight(memberships: Sequence[Membership]) -> list[Membership]:
    return [member for member in memberships if member.project.trashed_at is None]


def account(user_id: int) -> Account | None:
    """One of them, or None."""
    found = accounts(user_id - 1, 1)
    return found[0] if found and found[0].user.id == user_id else None


def present_memberships(user_id: int) -> Sequence[Membership]:
    """Where the person is a member now, in the order of the projects' ids."""
    return _memberships_of([user_id])[user_id]


def unfinished(user_id: int) -> int:
    """How many articles the person has in hand, in all projects that are not put away."""
    query = select(func.count(Assignment.id)).where(
        Assignment.reviewer_id == user_id,
        Assignment.state.in_(OPEN),
        Assignment.project_id.not_in(put_away()),
    )
    return db.session.scalar(query) or 0


def _memberships_of(user_ids: Sequence[int]) -> dict[int, list[Membership]]:
    query = (
        select(Membership)
        .join(Membership.project)
        .options(contains_eager(Membership.project))
        .where(Membership.user_id.in_(user_ids), Membership.removed_at.is_(None))
        .order_by(Project.id)
    )
    found: dict[int, list[Membership]] = defaultdict(list)
    for member in db.session.scalars(query):
        found[member.user_id].append(member)
    return found
