"""Every request passes here first: who asks, for which project, and whether they may."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request

from annotator.accounts.person import Person
from annotator.audit.away import refuse
from annotator.audit.service import lock_chain
from annotator.db import begin_short_writing, begin_writing, db
from annotator.errors import AnnotatorError, NotAllowed, NotFound
from annotator.permissions import OF_CHANGE, Permission, may
from annotator.projects.models import Project
from annotator.projects.queries import Access, access
from annotator.web.sessions import person

_log = logging.getLogger("annotator.security")

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignInNeeded(Exception):
    """Nobody is signed in and the page is not public."""


class BadRequestSaid(AnnotatorError):
    """The request itself is at fault, whatever it asks for: 400, with the sentence."""


def requires(
    permission: Permission,
    *,
    prepares: bool = False,
    goes_on: bool = False,
    from_trash: bool = False,
) -> Callable[[Callable[Parameters, Answer]], Callable[Parameters, Answer]]:
    """Name the permission that a view needs; `check` reads it before the view runs.

    A view that `prepares` reads first, and calls `begin_change` when it comes to writing. One that
    `goes_on` is asked for by a form and answers in a project that can only be read, too; one that
    answers `from_trash`, in one that is in the trash.
    """

    def mark(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
        view.permission = permission  # type: ignore[attr-defined]
        view.prepares = prepares  # type: ignore[attr-defined]
        view.goes_on = goes_on  # type: ignore[attr-defined]
        view.from_trash = from_trash  # type: ignore[attr-defined]
        return view

    return mark


def init_app(app: Flask) -> None:
    """Check each request before its view."""
    app.before_request(lambda: check(app))


def permission_of(view: Callable[..., Any]) -> Permission | None:
    """The permission a view names, if it names one."""
    return getattr(view, "permission", None)


def check(app: Flask) -> None:
    """Refuse what the table of permissions does not grant."""
    if request.endpoint is None:
        return  # No such address, or no such method: Flask answers 404 or 405.
    view = app.view_functions[request.endpoint]
    permission = permission_of(view)
    if permission is None:
        raise NotFound("There is no such page.")
    if permission is not Permission.PUBLIC:
        _check_person(permission)
    if request.method not in SAFE_METHODS:
        _refuse_put_away(view)
        # Who asks is settled before anything is written: noting that a session was seen is a
        # write of its own, and would wait for this request's.
        person()
        if not getattr(view, "prepares", False):
            begin_change()


def goes_on(view: Callable[..., Any]) -> bool:
    """Whether it is there in a project that can only be read, although it is asked by a form."""
    return getattr(view, "goes_on", False)


def _refuse_put_away(view: Callable[..., Any]) -> None:
    """Every form of a project passes here, so that none can forget that it was put away.

    Whoever puts it away at this moment is met where the change is written (`audit/away.py`).
    """
    found: Access | None = g.get("access")
    if found is not None and not goes_on(view):
        refuse(found.project.archived_at, found.project.trashed_at)


def check_here(permission: Permission) -> None:
    """Refuse as `requires` does; for views that a setting opens to everybody."""
    _check_person(permission)


def _check_person(permission: Permission) -> None:
    who = person()
    if who is None:
        raise SignInNeeded
    g.access = _access(who)
    role = g.access.role if g.access else None
    if not may(who, permission, role):
        note_refusal("permission", who)
        raise NotAllowed("There is no such page.")


def begin_change() -> None:
    """From here on this request writes, with nothing that it read before still at hand.

    Who may do what was read on the read engine, and the form is read before the first statement
    that follows: a writer holds SQLite's one write lock for the change itself and no longer.
    """
    db.session.expunge_all()
    begin_writing()
    _lock()


def begin_short_change() -> None:
    """The same for a change of a few rows, which may share its commit with others."""
    db.session.expunge_all()
    begin_short_writing()
    _lock()


def _lock() -> None:
    found: Access | None = g.get("access")
    if found is not None:
        lock_chain(found.project.id)


def _access(who: Person) -> Access | None:
    slug = (request.view_args or {}).get("slug")
    if slug is None:
        return None
    found = access(slug, who.id)
    if found is None or (found.role is None and not who.is_admin):
        note_refusal("permission", who)
        raise NotFound("There is no such page.")
    if found.project.trashed_at is not None and not _answers_from_trash():
        raise NotFound(
            "This project is in the trash. A lead of it or an administrator can take it back."
        )
    return found


def _answers_from_trash() -> bool:
    view = current_app.view_functions[request.endpoint or ""]
    return getattr(view, "from_trash", False)


def note_refusal(why: str, who: Person | None = None) -> None:
    """A line of the security log: somebody asked for what is not theirs, or from elsewhere."""
    user, endpoint = who.id if who else "-", request.endpoint
    said = "refused why=%s user=%s endpoint=%s address=%s"
    _log.warning(said, why, user, endpoint, request.remote_addr)


def current_person() -> Person:
    """Who is signed in; for views that are not public."""
    who = person()
    if who is None:
        raise SignInNeeded
    return who


def current_project() -> Project:
    """The project in the address; for views with a `<slug>`."""
    project: Project = g.access.project
    return project


def allows(permission: Permission) -> bool:
    """Whether the person at hand may do it in the project at hand; for templates and views.

    In a project that can only be read nobody may change anything.
    """
    return not (permission in OF_CHANGE and is_put_away()) and grants(permission)


def grants(permission: Permission) -> bool:
    """Whether their role in the project at hand allows it, whatever can be done there now."""
    who = person()
    found: Access | None = g.get("access")
    return who is not None and may(who, permission, found.role if found else None)


def is_put_away() -> bool:
    """Whether the project at hand, if there is one, can only be read."""
    found: Access | None = g.get("access")
    if found is None:
        return False
    return found.project.archived_at is not None or found.project.trashed_at is not None


def takes(address: str | None = None) -> bool:
    """Whether a form that posts to this address of ours, or to the page's own, is taken now.

    Not where the project at hand can only be read, but for what goes on in one; for templates,
    which show no button that would be refused.
    """
    if not is_put_away():
        return True
    path = urlsplit(address or request.path).path.removeprefix(request.script_root)
    endpoint, values = current_app.url_map.bind("").match(path, method="POST")
    return "slug" not in values or goes_on(current_app.view_functions[endpoint])


def current_access() -> Access:
    """The project in the address with the role of who asks; for views with a `<slug>`."""
    found: Access = g.access
    return found
