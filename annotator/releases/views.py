"""The pages of releases: what was frozen, its files, a new one, and withdrawing one."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Conflict, NotFound
from annotator.permissions import Permission
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.releases import service
from annotator.releases.diff import difference
from annotator.releases.forms import LAYER_WORDS, LICENSE_WORDS, ReleaseForm, WithdrawalForm
from annotator.releases.jobs import ask
from annotator.releases.models import Release
from annotator.releases.presenters import file_of, mimetype_of, shown
from annotator.releases.publishing import place_of
from annotator.releases.queries import release_of, releases_of
from annotator.releases.store import Store
from annotator.web.confirming import confirmed
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.ratings import in_words
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sending import answer
from annotator.web.sight import current_sight

bp = Blueprint("releases", __name__)

#: Rows that a comparison lists; the command lists all.
_MOST_ROWS = 200
_RELEASES = "/projects/<slug>/releases"
_RELEASE = f"{_RELEASES}/<name>/<int:version>"


def _with_names() -> bool:
    return "names" in request.form


@bp.get(_RELEASES)
@requires(Permission.EXPORT)
def index(slug: str) -> str:
    """What was frozen, the newest first."""
    found = [shown(one) for one in releases_of(current_project().id) if _may_read(one)]
    return render_template("releases/index.html", project=current_project(), releases=found)


@bp.get(f"{_RELEASES}/new")
@requires(Permission.MAKE_RELEASES)
def new(slug: str) -> str:
    """The form of a new one."""
    form = ReleaseForm(formdata=None, name=request.args.get("name", ""))
    form.offer_here()
    return render_template("releases/new.html", form=form, **_asking())


@bp.post(f"{_RELEASES}/new")
@requires(Permission.MAKE_RELEASES, prepares=True)
@confirmed(_with_names)
def make(slug: str) -> ResponseReturnValue:
    """Have it made, in the background."""
    form, project = ReleaseForm(), current_project()
    form.offer_here()
    try:
        form.checked()
        _refuse_unseen()
        ask(project, form.words(), current_person().actor)
    except MENDABLE as refusal:
        return form_again("releases/new.html", form, refusal, **_asking())
    db.session.commit()
    flash(_("The release is being made. It is here once it is whole."))
    return redirect(url_for("jobs.index", slug=slug))


@bp.get(_RELEASE)
@requires(Permission.EXPORT)
def show(slug: str, name: str, version: int) -> str:
    """What it holds, how it was made, and by what it is proved."""
    form = WithdrawalForm(formdata=None)
    return render_template("releases/show.html", form=form, **_shown(_release(name, version)))


@bp.get(f"{_RELEASE}/since/<int:earlier>")
@requires(Permission.EXPORT)
def compare(slug: str, name: str, version: int, earlier: int) -> str:
    """What came, went and changed since an earlier version, and the events that did it."""
    after, before = _release(name, version), _release(name, earlier)
    store, project = Store.of(current_app.config["ANNOTATOR"]), current_project()
    folders = [(one, place_of(project, name, one.version)) for one in (before, after)]
    found = difference(folders[0], folders[1], store, most=_MOST_ROWS)
    shown_too = {"before": before, "after": after, "found": found}
    return render_template("releases/difference.html", project=project, **shown_too)


@bp.get(f"{_RELEASE}/files/<path:path>")
@requires(Permission.EXPORT)
def file(slug: str, name: str, version: int, path: str) -> Response:
    """One of its files, whole or in ranges."""
    release = _release(name, version)
    if release.withdrawn_at is not None:
        raise Conflict("This release was withdrawn: %(why)s", why=release.why)
    found = file_of(release, path, hashlib.sha256(release.manifest.encode()).hexdigest())
    if found is None:
        raise NotFound("There is no such page.")
    place = f"{place_of(current_project(), name, version)}/{path}"
    return answer(
        Store.of(current_app.config["ANNOTATOR"]),
        place,
        etag=found.sha256,
        size=found.bytes,
        name=f"{slug}-{release.folder}-{path.replace('/', '-')}",
        mimetype=mimetype_of(path),
    )


@bp.post(f"{_RELEASE}/withdrawal")
@requires(Permission.MAKE_RELEASES)
def withdraw(slug: str, name: str, version: int) -> ResponseReturnValue:
    """Withdraw it; its record stays."""
    form, release = WithdrawalForm(), _release(name, version)
    try:
        form.checked()
        service.withdraw(release, form.why.data or "", actor=current_person().actor)
    except MENDABLE as refusal:
        db.session.rollback()
        return form_again("releases/show.html", form, refusal, **_shown(_release(name, version)))
    db.session.commit()
    flash(_("The release is withdrawn: its record stays, and nobody is given its files."))
    return redirect(url_for("releases.show", slug=slug, name=name, version=version))


def _release(name: str, version: int) -> Release:
    """The release in the address; raises `NotFound` also where somebody may not know of it."""
    release = release_of(current_project().id, name, version)
    if not _may_read(release):
        raise NotFound("There is no such page.")
    return release


def _versions(release: Release) -> list[int]:
    """The versions of its name that may be read, the newest first."""
    found = releases_of(release.project_id)
    return [one.version for one in found if one.name == release.name and _may_read(one)]


def _may_read(release: Release) -> bool:
    # In it is the work of all, which a blind project keeps back from whoever has work open.
    if not current_sight().is_whole:
        return False
    return not release.names or allows(Permission.EXPORT_NAMES)


def _refuse_unseen() -> None:
    if not current_sight().is_whole:
        raise Conflict("This project is reviewed blind: say first that you only supervise it.")


def _asking() -> dict[str, Any]:
    found = releases_of(current_project().id) if current_sight().is_whole else ()
    return {"project": current_project(), "known": sorted({one.name for one in found})}


def _shown(release: Release) -> dict[str, Any]:
    project = current_project()
    store = Store.of(current_app.config["ANNOTATOR"])
    return {
        "project": project,
        "one": shown(release),
        "earlier": [each for each in _versions(release) if each < release.version],
        "address": store.address(place_of(project, release.name, release.version)),
        "maker": names(project.id).get(release.created_by or 0),
        "layers": LAYER_WORDS,
        "licenses": LICENSE_WORDS,
        "ratings": in_words(scheme_of(current_scheme(project.id))).ratings,
    }
