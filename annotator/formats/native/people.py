"""Persons in a file become accounts that nobody can sign in to."""

from __future__ import annotations

import re

from sqlalchemy import select

from annotator.accounts.models import Theme, User
from annotator.audit.models import Action, Actor
from annotator.audit.service import record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid
from annotator.projects.models import Membership, Role

_PSEUDONYM = re.compile(r"r([1-9][0-9]{0,8})")
_LONGEST_NAME = 200


class People:
    """The persons met so far. `rN` will be member number N; a name gets the next free one."""

    def __init__(self, project_id: int) -> None:
        self._project_id = project_id
        self._accounts: dict[str, int] = {}

    def account(self, name: str) -> int:
        """The account of the person with this name in the file, made when first met."""
        if name not in self._accounts:
            self._accounts[name] = self._make(name)
        return self._accounts[name]

    def join(self, *, actor: Actor) -> None:
        """Make all of them members, when the whole file is read."""
        numbers = {name: int(found[1]) for name in self._accounts if (found := _match(name))}
        taken = set(numbers.values())
        self._make_room(taken, actor)
        for name, user_id in self._accounts.items():
            number = numbers.get(name) or _next_free(taken)
            member = Membership(
                project_id=self._project_id,
                user_id=user_id,
                number=number,
                role=Role.REVIEWER,
                joined_at=now(),
                removed_at=None,
            )
            db.session.add(member)
            record_change(Action.MEMBER_ADDED, member, before=None, actor=actor)

    def _make(self, name: str) -> int:
        if len(name) > _LONGEST_NAME:
            raise Invalid("a person's name is longer than %(most)s characters", most=_LONGEST_NAME)
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


def _match(name: str) -> re.Match[str] | None:
    return _PSEUDONYM.fullmatch(name)


def _next_free(taken: set[int]) -> int:
    number = max(taken, default=0) + 1
    taken.add(number)
    return number
