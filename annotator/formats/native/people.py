"""Persons in a file become accounts that nobody can sign in to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping

from sqlalchemy import select

from annotator.accounts.models import Theme, User
from annotator.accounts.names import checked_name
from annotator.audit.models import Action, Actor
from annotator.audit.service import record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid
from annotator.projects.models import Membership, Role

_PSEUDONYM = re.compile(r"r([1-9][0-9]{0,8})")
# How exports with names tell two persons of one name apart.
_NUMBERED = re.compile(r"(.+) \(r([1-9][0-9]{0,8})\)")


#: Gives the id of a new account for somebody of this name.
MakeAccount = Callable[[str], int]


class People:
    """The persons met so far. `rN` and `Name (rN)` will be member number N.

    Whoever has another name, or a number that somebody has by then, gets the next free one.

    `beside_others`, in a project with articles, numbers are given away: everybody new gets
    the next free one, and a name that an earlier import brought along is the same person.

    `members` are persons of the project, by the names that stand for them in the file.
    """

    def __init__(
        self,
        project_id: int,
        *,
        beside_others: bool = False,
        make: MakeAccount,
        members: Mapping[str, int] | None = None,
    ) -> None:
        self._make = make
        self._project_id = project_id
        self._beside_others = beside_others
        self._accounts: dict[str, int] = {}
        self._known: dict[str, int] = _imported_before(project_id) if beside_others else {}
        self._known |= members or {}

    def account(self, name: str, field: str) -> int:
        """The account of the person with this name in the file, made when first met.

        Raises `Invalid`, about `field`, for a name that nobody may have.
        """
        if name not in self._accounts:
            _check_name(name, field)
            self._accounts[name] = self._known.get(name) or self._make(name)
        return self._accounts[name]

    def join(self, *, actor: Actor) -> None:
        """Make all of them members, when the whole file is read."""
        newcomers = {name: key for name, key in self._accounts.items() if name not in self._known}
        numbers = {} if self._beside_others else _wanted_numbers(newcomers)
        taken = set(numbers.values())
        self._make_room(taken, actor)
        for name, user_id in newcomers.items():
            _join(self._project_id, user_id, numbers.get(name) or _next_free(taken), actor)

    def _make_room(self, wanted: set[int], actor: Actor) -> None:
        # Whoever set the empty project up was given a number on joining. No export can have
        # named them yet, so they give way to the persons whom exports did name.
        members = db.session.scalars(
            select(Membership)
            .where(Membership.project_id == self._project_id)
            .order_by(Membership.number)
        ).all()
        theirs = {member.number for member in members}
        for member in members:
            if member.number in wanted:
                before = snapshot(member)
                member.number = _next_free(wanted | theirs)
                theirs.add(member.number)
                record_change(Action.MEMBER_CHANGED, member, before=before, actor=actor)
        wanted |= {member.number for member in members}


def join_all(project_id: int, user_ids: Collection[int], *, actor: Actor) -> None:
    """Make members of those who are none, each with the next free number."""
    query = select(Membership.user_id, Membership.number)
    rows = db.session.execute(query.where(Membership.project_id == project_id)).all()
    known, taken = {row.user_id for row in rows}, {row.number for row in rows}
    for user_id in sorted(set(user_ids) - known):
        _join(project_id, user_id, _next_free(taken), actor)


def _join(project_id: int, user_id: int, number: int, actor: Actor) -> None:
    member = Membership(
        project_id=project_id,
        user_id=user_id,
        number=number,
        role=Role.REVIEWER,
        joined_at=now(),
        removed_at=None,
    )
    db.session.add(member)
    record_change(Action.MEMBER_ADDED, member, before=None, actor=actor)


def make_account(name: str) -> int:
    """An account that nobody can sign in to."""
    user = User(
        name=name,
        email=None,
        email_key=None,
        password_hash=None,
        is_admin=False,
        is_active=True,
        theme=Theme.AUTO,
        created_at=now(),
    )
    db.session.add(user)
    db.session.flush()
    return user.id


def _imported_before(project_id: int) -> dict[str, int]:
    """The members who cannot sign in, by name. Whoever can is never given another's marks."""
    rows = db.session.execute(
        select(User.name, User.id)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.project_id == project_id,
            Membership.removed_at.is_(None),
            User.email.is_(None),
        )
        .order_by(Membership.number.desc())
    )
    return {name: user_id for name, user_id in rows}


def _check_name(name: str, field: str) -> None:
    numbered = _NUMBERED.fullmatch(name)
    given = name if numbered is None else numbered[1]
    known = checked_name(given, field)
    if known != given:
        raise Invalid("it must be written “%(known)s”", field, known=known)


def _wanted_numbers(names: Collection[str]) -> dict[str, int]:
    """The number that each of these names asks for; pseudonyms choose first."""
    wanted = {name: int(found[1]) for name in names if (found := _PSEUDONYM.fullmatch(name))}
    taken = set(wanted.values())
    for name in names:
        found = _NUMBERED.fullmatch(name)
        if found is not None and int(found[2]) not in taken:
            wanted[name] = int(found[2])
            taken.add(wanted[name])
    return wanted


def _next_free(taken: set[int]) -> int:
    number = max(taken, default=0) + 1
    taken.add(number)
    return number
