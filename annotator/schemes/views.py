"""Reading a project's scale, and publishing a new version of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import NotFound, Stale, VersionMissing
from annotator.permissions import Permission
from annotator.projects.definition import LISTS
from annotator.projects.models import SchemeVersion
from annotator.projects.presets import PRESETS, Preset
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.projects.scheme import Scheme, ratings_from_json
from annotator.schemes import service
from annotator.schemes.checking import MOST_KEYS
from annotator.schemes.forms import (
    EVIDENCE_WORDS,
    ICON_WORDS,
    TONE_WORDS,
    USE_WORDS,
    ChoiceRow,
    RatingRow,
    SchemeForm,
    filled,
)
from annotator.schemes.presenters import changes
from annotator.schemes.queries import versions_of
from annotator.web.guards import current_person, current_project, requires
from annotator.web.ratings import in_words
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("schemes", __name__)

_NEW = "schemes/new.html"
_WORDS = {
    "lists": LISTS,
    "tones": TONE_WORDS,
    "icons": ICON_WORDS,
    "uses": USE_WORDS,
    "evidence": EVIDENCE_WORDS,
    "most_keys": MOST_KEYS,
    "presets": PRESETS,
}


@bp.get("/projects/<slug>/scheme")
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The version in force, and what it changed."""
    return render_template("schemes/index.html", **_read(None))


@bp.get("/projects/<slug>/scheme/<int:number>")
@requires(Permission.READ_PROJECT)
def version(slug: str, number: int) -> ResponseReturnValue:
    """One version, and what it changed since the one before or another one."""
    return render_template("schemes/index.html", **_read(number))


@bp.get("/projects/<slug>/scheme/new")
@requires(Permission.WRITE_SCHEME)
def new(slug: str) -> ResponseReturnValue:
    """The form, filled with the version in force, an earlier one or a preset."""
    now = scheme_of(current_scheme(current_project().id))
    preset, version = _chosen(), _started(now) or now
    if preset:
        form = filled(preset.ratings, preset.definition, now.number)
    else:
        form = filled(version.ratings.values(), version.definition, now.number)
    return render_template(_NEW, form=form, chosen=preset, **_editing(now, now.number))


@bp.post("/projects/<slug>/scheme/new")
@requires(Permission.WRITE_SCHEME)
def publish(slug: str) -> ResponseReturnValue:
    """Publish the version, or show it again with what is wrong."""
    form, project, who = SchemeForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_NEW, form, **_meanwhile(form))
    try:
        made = service.publish_scheme(
            project, form.to_draft(), actor=who.actor, sight=current_sight()
        )
    except (*MENDABLE, Stale, VersionMissing) as refusal:
        form.tell(refusal)
        return form_again(_NEW, form, refusal, **_meanwhile(form))
    number, count = made.number, len(ratings_from_json(made.ratings))
    db.session.commit()
    _say(number, count)
    return redirect(address_of("schemes.index", slug=slug))


def _chosen() -> Preset | None:
    """The preset that filled the form; its address names it, and goes on naming it."""
    return PRESETS.get(request.args.get("preset", ""))


def _started(now: Scheme) -> Scheme | None:
    """The earlier version that filled the form; as with a preset, its address names it."""
    return _before(now, request.args.get("start", type=int))


def _before(now: Scheme, number: int | None) -> Scheme | None:
    return {one.number: one for one in now.earlier.values()}.get(number or 0)


def _say(number: int, count: int) -> None:
    flash(_("Version %(number)s is in force now.", number=number), "success")
    if count > MOST_KEYS:
        flash(_("Only the first %(count)s ratings have a key.", count=MOST_KEYS), "info")


def _read(number: int | None) -> dict[str, Any]:
    project = current_project()
    versions = versions_of(project.id)
    by_number = {one.number: one for one in versions}
    shown = by_number.get(versions[0].number if number is None else number)
    since = request.args.get("since", type=int) or (shown.number - 1 if shown else 0)
    if shown is None or (since and since not in by_number):
        raise NotFound("There is no such page.")
    scheme = _told(shown)
    return {
        "project": project,
        "versions": versions,
        "version": shown,
        "scheme": scheme,
        "since": since,
        "changes": changes(_told(by_number[since]), scheme) if since else None,
        "names": names(project.id),
        **_WORDS,
    }


def _told(version: SchemeVersion) -> Scheme:
    return in_words(scheme_of(version))


def _meanwhile(form: SchemeForm) -> dict[str, Any]:
    """What the form needs after a refusal; it stands on the newest version from now on."""
    now = scheme_of(current_scheme(current_project().id))
    known = form.version.data
    # What is sent again was read beside what changed meanwhile.
    form.version.raw_data, form.version.data = None, now.number
    return {"chosen": _chosen(), **_editing(now, known)}


def _editing(now: Scheme, known: int | None) -> dict[str, Any]:
    earlier = _before(now, known)
    return {
        "project": current_project(),
        "current": now,
        "started": _started(now),
        "meanwhile": changes(in_words(earlier), in_words(now)) if earlier else None,
        # What a row that is added is cloned from.
        "blank_rating": RatingRow(prefix="ratings-__n__-"),
        "blank_choices": {name: ChoiceRow(prefix=f"{name}-__n__-") for name in LISTS},
        **_WORDS,
    }
