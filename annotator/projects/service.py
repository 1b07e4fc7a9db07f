"""Setting up projects and who belongs to them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.accounts.names import checked_name
from annotator.accounts.queries import user_by_email
from annotator.accounts.service import create_user, make_link, use_up_links
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.projects.definition import definition_to_json
from annotator.projects.models import Membership, Project, Role, SchemeVersion
from annotator.projects.presets import PRESETS, Preset
from annotator.projects.queries import (
    is_known_elsewhere,
    membership,
    next_number,
    project_by_slug,
)
from annotator.projects.scheme import ratings_to_json
from annotator.projects.workflow import workflow_of

MAXIMUM_SLUG = 60
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Added:
    """A new member; `token` opens their account when it had to be made, else it is None."""

    membership: Membership
    token: str | None


def create_project(
    slug: str,
    name: str,
    *,
    actor: Actor,
    creator: User | None = None,
    preset: Preset = PRESETS["averitec"],
) -> Project:
    """A project that starts with this scale, led by its creator where there is one."""
    slug = checked_slug(slug)
    if project_by_slug(slug) is not None:
        raise Conflict("There is a project with the address %(slug)s already.", "slug", slug=slug)
    project = Project(slug=slug, name=checked_name(name), created_at=now())
    db.session.add(project)
    record_change(Action.PROJECT_CREATED, project, before=None, actor=actor)
    scheme = SchemeVersion(
        project_id=project.id,
        number=1,
        ratings=ratings_to_json(preset.ratings),
        definition=definition_to_json(preset.definition),
        created_at=now(),
        created_by=actor.id,
    )
    db.session.add(scheme)
    record_change(Action.SCHEME_PUBLISHED, scheme, before=None, actor=actor)
    if creator is not None:
        join(project, creator, Role.LEAD, actor=actor)
    return project


def checked_slug(slug: str) -> str:
    """The slug, if it can stand in an address; raises `Invalid` otherwise."""
    if len(slug) > MAXIMUM_SLUG or not _SLUG.fullmatch(slug):
        raise Invalid(
            "The short name takes small letters, digits and single hyphens between them, "
            "at most %(count)s characters: climate-desk.",
            "slug",
            count=MAXIMUM_SLUG,
        )
    return slug


def add_member(
    project: Project,
    email: str,
    role: Role,
    *,
    actor: Actor,
    name: str | None = None,
    by_admin: bool = False,
) -> Added:
    """Let the person with this address in; makes an account, and a link to it, if need be."""
    user = user_by_email(email)
    if user is None:
        user = create_user(email=email, name=name)
    member = join(project, user, role, actor=actor)
    # Somebody who never chose a password gets a link again: the first may be lost.
    may_link = may_hand_link(project, user, by_admin=by_admin)
    return Added(member, make_link(user) if may_link else None)


def may_hand_link(project: Project, user: User, *, by_admin: bool = False) -> bool:
    """Whether a lead of this project may be given a link that opens the account.

    Only while it has no password and reaches no further than this project: otherwise leads
    could make themselves at home in other projects, or become site admins.
    """
    if user.password_hash is not None or user.email_key is None or not user.is_active:
        return False
    return by_admin or not (user.is_admin or is_known_elsewhere(project.id, user.id))


def renew_link(project: Project, user_id: int, *, by_admin: bool = False) -> str:
    """The token of a new one-time link for a member who has no password yet."""
    user = present_member(project, user_id).user
    if not may_hand_link(project, user, by_admin=by_admin):
        raise Conflict("Only an administrator of this server can make a link for this account.")
    return make_link(user)


def join(project: Project, user: User, role: Role, *, actor: Actor) -> Membership:
    """Make the account a member, under its old number when it was one before.

    One-time links to an account that has no password end when it is known in another project.
    """
    lock_chain(project.id)
    if user.password_hash is None and is_known_elsewhere(project.id, user.id):
        # A lead there may hold one, which would open this project to them.
        use_up_links(user.id)
    known = membership(project.id, user.id)
    if known is None:
        known = Membership(
            project_id=project.id,
            user_id=user.id,
            number=next_number(project.id),
            role=role,
            joined_at=now(),
        )
        db.session.add(known)
        record_change(Action.MEMBER_ADDED, known, before=None, actor=actor)
        return known
    if known.removed_at is None:
        raise Conflict("%(name)s is a member already.", "email", name=user.name)
    _refuse_reader(project, known, role)
    before = snapshot(known)
    known.role, known.joined_at, known.removed_at = role, now(), None
    record_change(Action.MEMBER_ADDED, known, before=before, actor=actor)
    return known


def enrol(project_id: int, user_id: int, *, actor: Actor) -> None:
    """Give somebody who works here without being a member a number, and no role.

    Site admins do so. The number is their pseudonym; the membership is over as it begins.
    """
    # Whoever opens two articles at one moment must not be given two numbers.
    lock_chain(project_id)
    if membership(project_id, user_id) is not None:
        return
    moment = now()
    known = Membership(
        project_id=project_id,
        user_id=user_id,
        number=next_number(project_id),
        role=Role.REVIEWER,
        joined_at=moment,
        removed_at=moment,
    )
    db.session.add(known)
    # Nobody was added and nobody removed: there is a number now, and that is all.
    record_change(Action.MEMBER_CHANGED, known, before=None, actor=actor)


def change_role(
    project: Project, user_id: int, role: Role, *, actor: Actor, by_admin: bool = False
) -> Membership:
    """Give a member another role. Only a site admin may leave a project without a lead."""
    member = present_member(project, user_id)
    if member.role is role:
        return member
    _keep_a_lead(member, by_admin=by_admin)
    _refuse_reader(project, member, role)
    before = snapshot(member)
    member.role = role
    record_change(Action.MEMBER_CHANGED, member, before=before, actor=actor)
    return member


def remove_member(
    project: Project, user_id: int, *, actor: Actor, by_admin: bool = False
) -> Membership:
    """End a membership; what the person did stays theirs, and so does their number."""
    member = present_member(project, user_id)
    _keep_a_lead(member, by_admin=by_admin)
    before = snapshot(member)
    member.removed_at = now()
    record_change(Action.MEMBER_REMOVED, member, before=before, actor=actor)
    return member


def present_member(project: Project, user_id: int) -> Membership:
    """The membership of somebody who is in the project now; `NotFound` otherwise."""
    member = membership(project.id, user_id)
    if member is None or member.removed_at is not None:
        raise NotFound("There is no such member.")
    return member


def _refuse_reader(project: Project, member: Membership, role: Role) -> None:
    """In a blind project whoever read others' work as an observer does not come to review it."""
    reads_on = member.role is not Role.OBSERVER or role is Role.OBSERVER
    if not reads_on and workflow_of(project.id).blind:
        raise Conflict(
            "%(name)s could read submitted work here as an observer, and this project is "
            "reviewed blind: they can only be an observer.",
            "role",
            name=member.user.name,
        )


def _keep_a_lead(member: Membership, *, by_admin: bool) -> None:
    if member.role is not Role.LEAD or by_admin:
        return
    # Two leads who leave at one moment must not both find the other still there.
    lock_chain(member.project_id)
    leads = (
        select(func.count(Membership.user_id))
        .join(Membership.user)
        .where(
            User.is_active,
            Membership.project_id == member.project_id,
            Membership.role == Role.LEAD,
            Membership.removed_at.is_(None),
        )
    )
    if (db.session.scalar(leads) or 0) <= 1:
        raise Conflict("A project needs a lead: make somebody else a lead first.", "role")
