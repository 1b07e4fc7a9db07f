"""The samples of a project, what came of one, and drawing one again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Conflict
from annotator.permissions import Permission
from annotator.projects.models import Role
from annotator.projects.queries import current_scheme, members, names, scheme_of
from annotator.spotchecks.forms import LABEL_WORDS, STANDING_WORDS, UNIT_WORDS, DrawForm
from annotator.spotchecks.queries import Entry, samples
from annotator.spotchecks.service import draw as draw_sample
from annotator.spotchecks.service import is_drawn_again, tally_of
from annotator.spotchecks.views.blueprint import CHECK, CHECKS, bp, sample_at
from annotator.web.guards import current_person, current_project, requires
from annotator.web.paging import cursor_from, page_of
from annotator.web.ratings import in_words
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

_INDEX, _SAMPLE = "spotchecks/index.html", "spotchecks/sample.html"
PAGE_SIZE = 25


@bp.get(CHECKS)
@requires(Permission.SPOT_CHECK)
def index(slug: str) -> str:
    """The samples, the newest first, and the form that draws one."""
    return render_template(_INDEX, form=_form(), **_listed())


@bp.post(CHECKS)
@requires(Permission.SPOT_CHECK)
def draw(slug: str) -> ResponseReturnValue:
    """Draw a sample of what others have submitted."""
    form, project, is_whole = _form(), current_project(), current_sight().is_whole
    if not is_whole:
        raise Conflict("This project is reviewed blind: say first that you only supervise it.")
    if not form.validate():
        return form_again(_INDEX, form, **_listed())
    try:
        made = draw_sample(project.id, form.to_asked(), person=current_person())
    except MENDABLE as refusal:
        return form_again(_INDEX, form, refusal, **_listed())
    number = made.number
    db.session.commit()
    return redirect(url_for("spotchecks.show", slug=slug, number=number))


@bp.get(CHECK)
@requires(Permission.SPOT_CHECK)
def show(slug: str, number: int) -> str:
    """What was drawn, how far each is, and what it comes to."""
    found = sample_at(number)
    wanted = request.args.get("state")
    shown: dict[str, Any] = {"sample": found, "tally": tally_of(found), "wanted": wanted}
    entries = [one for one in found.entries if wanted in (None, *_kinds(one))]
    return render_template(_SAMPLE, entries=entries, **shown, **_words())


@bp.post(f"{CHECK}/proof")
@requires(Permission.SPOT_CHECK, goes_on=True)
def prove(slug: str, number: int) -> ResponseReturnValue:
    """Draw it again from what was submitted then, and say whether the same comes out."""
    if is_drawn_again(sample_at(number).check):
        flash(_("Drawn again from what was submitted then: the same comes out."), "success")
    else:
        flash(_("Drawn again, something else comes out: look at the audit."), "error")
    return redirect(url_for("spotchecks.show", slug=slug, number=number))


def _kinds(entry: Entry) -> Sequence[str]:
    """By what a list may ask for it: how far it is, and its outcome as it was first handed in."""
    outcome = entry.work.first_outcome
    return [entry.standing.value, *([f"first-{outcome.value}"] if outcome else ())]


def _form() -> DrawForm:
    project, own = current_project(), current_person().id
    form = DrawForm()
    hands = (Role.REVIEWER, Role.LEAD)
    people = {one.user_id: one.user.name for one in members(project) if one.role in hands}
    people.pop(own, None)
    form.offer(people, in_words(scheme_of(current_scheme(project.id))))
    return form


def _listed() -> dict[str, Any]:
    project, before = current_project(), cursor_from(request.args.get("before"))
    here = url_for("spotchecks.index", slug=project.slug)
    rows = samples(project.id, before, PAGE_SIZE + 1) if current_sight().is_whole else []
    page = page_of(rows, lambda row: row.check.number, PAGE_SIZE)
    older = f"{here}?before={page.next_cursor}" if page.next_cursor else None
    paging = {"next_url": older, "first_url": here if before else None}
    return {"samples": page.rows, **paging, **_words()}


def _words() -> dict[str, Any]:
    project = current_project()
    return {
        "project": project,
        "names": names(project.id),
        "own": current_person().id,
        "labels": LABEL_WORDS,
        "units": UNIT_WORDS,
        "standings": STANDING_WORDS,
        "scheme": in_words(scheme_of(current_scheme(project.id))),
    }
