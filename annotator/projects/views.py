"""The list of projects, new projects, and who belongs to one."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.accounts.models import User
from annotator.accounts.service import LINK_DAYS
from annotator.db import db
from annotator.errors import AnnotatorError, Stale, VersionMissing
from annotator.permissions import Permission
from annotator.projects import queries, service
from annotator.projects.forms import EmptyForm, MemberForm, ProjectForm, RoleForm, WorkflowForm
from annotator.projects.models import Membership, Role
from annotator.projects.presets import PRESETS
from annotator.projects.workflow import set_workflow, stored_workflow, workflow_of
from annotator.web.confirming import confirmed
from annotator.web.guards import current_person, current_project, requires
from annotator.web.letters import Words, letter, link_to, mail_server, send
from annotator.web.refusals import MENDABLE, form_again

bp = Blueprint("projects", __name__)

_MEMBERS = "projects/members.html"
_MEMBER = "projects/member.html"
_REMOVAL = "projects/removal.html"
_SETTINGS = "projects/settings.html"


def _gives_the_lead() -> bool:
    return request.form.get("role") == Role.LEAD


def _ends_blind() -> bool:
    return "blind" not in request.form and workflow_of(current_project().id).blind


@bp.get("/projects")
@requires(Permission.SIGNED_IN)
def index() -> ResponseReturnValue:
    """The projects of the person; all of them for a site admin."""
    who = current_person()
    cards = queries.cards(who.id, everything=who.is_admin)
    there = [card for card in cards if card.project.archived_at is None]
    away = [card for card in cards if card.project.archived_at is not None]
    trashed = queries.trashed_count(who.id, everything=who.is_admin)
    return render_template("projects/index.html", cards=there, archived_cards=away, trashed=trashed)


@bp.get("/new-project")
@requires(Permission.CREATE_PROJECT)
def new() -> ResponseReturnValue:
    """The form for a new project."""
    return render_template("projects/new.html", form=ProjectForm())


@bp.post("/new-project")
@requires(Permission.CREATE_PROJECT)
def create() -> ResponseReturnValue:
    """Make a project, with its maker as lead."""
    form, page, who = ProjectForm(), "projects/new.html", current_person()
    if not form.validate():
        return form_again(page, form)
    try:
        creator = db.session.get_one(User, who.id)
        slug, name = (form.slug.data or "").strip(), form.name.data or ""
        preset = PRESETS[form.preset.data]
        project = service.create_project(
            slug, name, actor=who.actor, creator=creator, preset=preset
        )
    except MENDABLE as refusal:
        return form_again(page, form, refusal)
    db.session.commit()
    flash(_("The project is there. Bring articles in, and add its members."), "success")
    return redirect(address_of("articles.index", slug=project.slug))


@bp.get("/projects/<slug>")
@requires(Permission.READ_PROJECT)
def front(slug: str) -> ResponseReturnValue:
    """A project opens with its articles."""
    return redirect(address_of("articles.index", slug=slug))


@bp.get("/projects/<slug>/members")
@requires(Permission.MANAGE_MEMBERS)
def members(slug: str) -> ResponseReturnValue:
    """Who belongs to the project, and the form to add somebody."""
    return render_template(_MEMBERS, form=MemberForm(), **_members())


@bp.post("/projects/<slug>/members")
@requires(Permission.MANAGE_MEMBERS, prepares=True)
@confirmed(_gives_the_lead)
def add_member(slug: str) -> ResponseReturnValue:
    """Add somebody; a new account's one-time link is shown now and never again."""
    form, page, project, who = MemberForm(), _MEMBERS, current_project(), current_person()
    if not form.validate():
        return form_again(page, form, **_members())
    try:
        added = service.add_member(project, **form.fields(), actor=who.actor, by_admin=who.is_admin)
    except MENDABLE as refusal:
        return form_again(page, form, refusal, **_members())
    db.session.commit()
    flash(_("%(name)s is a member now.", name=added.membership.user.name), "success")
    if added.token is None:
        _say_who_makes_a_link(added.membership.user)
        return redirect(address_of("projects.members", slug=slug))
    return _show_link(added.membership, added.token)


@bp.get("/projects/<slug>/members/<int:user_id>")
@requires(Permission.MANAGE_MEMBERS)
def member(slug: str, user_id: int) -> ResponseReturnValue:
    """One member: role, link, removal."""
    found = service.present_member(current_project(), user_id)
    return render_template(_MEMBER, form=RoleForm(role=found.role.value), **_member(found))


@bp.post("/projects/<slug>/members/<int:user_id>")
@requires(Permission.MANAGE_MEMBERS, prepares=True)
@confirmed(_gives_the_lead)
def change_role(slug: str, user_id: int) -> ResponseReturnValue:
    """Give the member another role."""
    form, project, who = RoleForm(), current_project(), current_person()
    found = service.present_member(project, user_id)
    if not form.validate():
        return form_again(_MEMBER, form, **_member(found))
    try:
        role = Role(form.role.data)
        service.change_role(project, user_id, role, actor=who.actor, by_admin=who.is_admin)
    except MENDABLE as refusal:
        return form_again(_MEMBER, form, refusal, **_member(found))
    db.session.commit()
    flash(_("%(name)s has the new role.", name=found.user.name), "success")
    return _back(slug)


@bp.get("/projects/<slug>/members/<int:user_id>/removal")
@requires(Permission.MANAGE_MEMBERS)
def removal(slug: str, user_id: int) -> ResponseReturnValue:
    """Ask whether the member shall really go."""
    found = service.present_member(current_project(), user_id)
    return render_template(_REMOVAL, form=EmptyForm(), **_member(found))


@bp.post("/projects/<slug>/members/<int:user_id>/removal")
@requires(Permission.MANAGE_MEMBERS)
def remove(slug: str, user_id: int) -> ResponseReturnValue:
    """End the membership."""
    form, project, who = EmptyForm(), current_project(), current_person()
    found = service.present_member(project, user_id)
    try:
        service.remove_member(project, user_id, actor=who.actor, by_admin=who.is_admin)
    except MENDABLE as refusal:
        return form_again(_REMOVAL, form, refusal, **_member(found))
    db.session.commit()
    flash(_("%(name)s is no member any more.", name=found.user.name), "success")
    return _back(slug)


@bp.post("/projects/<slug>/members/<int:user_id>/link")
@requires(Permission.MANAGE_MEMBERS, prepares=True)
@confirmed()
def make_link(slug: str, user_id: int) -> ResponseReturnValue:
    """A new one-time link for a member who never signed in; the one before ends."""
    project, who = current_project(), current_person()
    found = service.present_member(project, user_id)
    token = service.renew_link(project, user_id, by_admin=who.is_admin)
    db.session.commit()
    return _show_link(found, token)


@bp.get("/projects/<slug>/settings")
@requires(Permission.CHANGE_SETTINGS)
def settings(slug: str) -> ResponseReturnValue:
    """How the project hands out its articles."""
    project = current_project()
    form = WorkflowForm.filled(stored_workflow(project.id))
    return render_template(_SETTINGS, form=form, project=project)


@bp.post("/projects/<slug>/settings")
@requires(Permission.CHANGE_SETTINGS, prepares=True)
@confirmed(_ends_blind)
def change_settings(slug: str) -> ResponseReturnValue:
    """Hand them out otherwise."""
    form, project, who = WorkflowForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_SETTINGS, form, project=project)
    try:
        set_workflow(project, form.to_draft(), actor=who.actor, version=form.based_on())
    except (*MENDABLE, Stale, VersionMissing) as refusal:
        return _settings_again(form, refusal)
    db.session.commit()
    flash(_("The settings are saved."), "success")
    return redirect(address_of("projects.settings", slug=slug))


def _settings_again(form: WorkflowForm, refusal: AnnotatorError) -> ResponseReturnValue:
    """The form as it was filled in; where somebody was quicker, beside what they set."""
    db.session.rollback()
    meanwhile, project = None, current_project()
    if isinstance(refusal, Stale):
        stored = stored_workflow(project.id)
        form.see(stored)
        meanwhile = WorkflowForm.filled(stored)
    return form_again(_SETTINGS, form, refusal, project=project, meanwhile=meanwhile)


def _members() -> dict[str, Any]:
    project = current_project()
    return {"project": project, "members": queries.members(project)}


def _member(found: Membership) -> dict[str, Any]:
    project, who = current_project(), current_person()
    may_link = service.may_hand_link(project, found.user, by_admin=who.is_admin)
    return {"project": project, "member": found, "may_link": may_link}


def _say_who_makes_a_link(user: User) -> None:
    if user.password_hash is None:
        flash(
            _(
                "%(name)s has chosen no password yet: ask an administrator of this server for a "
                "one-time link.",
                name=user.name,
            ),
            "info",
        )


def _show_link(found: Membership, token: str) -> ResponseReturnValue:
    link = address_of("accounts.one_time", token=token, _external=True)
    context = {"project": current_project(), "member": found, "link": link, "days": LINK_DAYS}
    context["is_sent"] = _invite(found, token)
    return render_template("projects/link.html", **context), 201


def _invite(found: Membership, token: str) -> bool:
    """Send the link to the member's own address too, where there is a mail server."""
    server, to = mail_server(), found.user.email
    if server is None or to is None:
        return False
    who, project, language = current_person(), current_project().name, found.user.language
    language = language or who.language
    send(server, lambda: letter(to, language, lambda: _invitation(who.name, project, token)))
    return True


def _invitation(who: str, project: str, token: str) -> Words:
    text = _(
        "%(who)s invites you to the project “%(project)s” on Annotator.\n\nChoose a password here; "
        "the link works once, for %(days)s days:\n\n%(link)s\n",
        who=who,
        project=project,
        days=LINK_DAYS,
        link=link_to("accounts.one_time", token=token),
    )
    return _("Invitation to “%(project)s”", project=project), text


def _back(slug: str) -> ResponseReturnValue:
    # Somebody who just gave up the lead may not see the members any more.
    project, who = current_project(), current_person()
    mine = queries.membership(project.id, who.id)
    if who.is_admin or (mine and mine.removed_at is None and mine.role is Role.LEAD):
        return redirect(address_of("projects.members", slug=slug))
    return redirect(address_of("projects.index"))
