"""Going through a sample: one item after the other is read, and accepted or returned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.assignments.models import State
from annotator.db import db
from annotator.errors import NotFound, Stale
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.spotchecks.forms import STANDING_WORDS, DecideForm
from annotator.spotchecks.models import Outcome, SpotDecision
from annotator.spotchecks.presenters import Shown, marks_of
from annotator.spotchecks.queries import Entry, Sample
from annotator.spotchecks.service import decide as decide_on
from annotator.spotchecks.standing import Standing
from annotator.spotchecks.views.blueprint import ITEM, bp, sample_at
from annotator.web.guards import current_person, current_project, requires
from annotator.web.keys import keys_off
from annotator.web.ratings import in_words
from annotator.web.refusals import MENDABLE, form_again
from annotator.workspace.queries import Desk, desk

_PAGE = "spotchecks/item.html"
_TO_DECIDE = (Standing.WAITING, Standing.AGAIN, Standing.CHANGED)


@bp.get(ITEM)
@requires(Permission.SPOT_CHECK)
def item(slug: str, number: int, position: int) -> str:
    """The marks of one item as they were submitted, with what was decided on each."""
    sample = sample_at(number)
    entry = _entry(sample, position)
    marks = marks_of(entry, _desk(entry))
    form = DecideForm.about(entry.stamp, [one.annotation.id for one in marks])
    return render_template(_PAGE, form=form, **_shown(sample, entry, marks))


@bp.post(ITEM)
@requires(Permission.SPOT_CHECK)
def decide(slug: str, number: int, position: int) -> ResponseReturnValue:
    """Accept or return, and go on to the next that is to be decided."""
    sample, form = sample_at(number), DecideForm()
    if not form.validate():
        return _again(form, number, position)
    judged, stamp = form.to_judged(), form.stamp.data or ""
    try:
        made = decide_on(sample, position, judged, stamp, person=current_person())
    except (*MENDABLE, Stale) as refusal:
        return _again(form, number, position, refusal)
    _tell(made)
    db.session.commit()
    return redirect(_next_after(slug, number, position))


def _again(
    form: DecideForm, number: int, position: int, refusal: Any = None
) -> ResponseReturnValue:
    """The form as it was filled in, on what is there now."""
    db.session.rollback()
    sample = sample_at(number)
    entry = _entry(sample, position)
    marks = marks_of(entry, _desk(entry))
    fresh = DecideForm.about(entry.stamp, [one.annotation.id for one in marks])
    _fill(fresh, form)
    return form_again(_PAGE, fresh, refusal, **_shown(sample, entry, marks))


def _fill(fresh: DecideForm, form: DecideForm) -> None:
    """Put what was chosen and written, and what was wrong with it, into the new form."""
    known = {one.form.mark.data: one.form for one in form.marks}
    pairs = [(one.form, known.get(one.form.mark.data)) for one in fresh.marks]
    for part, said in [(fresh.whole.form, form.whole.form), *pairs]:
        if said is not None:
            for name in ("outcome", "reason"):
                part[name].data, part[name].errors = said[name].data, said[name].errors


def _tell(made: Sequence[SpotDecision]) -> None:
    if any(one.outcome is Outcome.RETURNED for one in made):
        flash(_("Returned; the reviewer is told, and sees your reason."), "success")
    else:
        flash(_("Accepted."), "success")


def _next_after(slug: str, number: int, position: int) -> str:
    """The next that is to be decided, going round; else the sample."""
    entries = sample_at(number).entries
    own = current_person().id
    later = [one for one in entries if one.item.position > position]
    for one in [*later, *entries]:
        if one.standing in _TO_DECIDE and one.item.reviewer_id != own:
            place = one.item.position
            if place != position:
                return url_for("spotchecks.item", slug=slug, number=number, position=place)
    return url_for("spotchecks.show", slug=slug, number=number)


def _entry(sample: Sample, position: int) -> Entry:
    found = sample.entry(position)
    if found is None or found.item.reviewer_id == current_person().id:
        raise NotFound("There is no such page.")
    return found


def _desk(entry: Entry) -> Desk:
    here = desk(current_project(), entry.item.article_id, entry.item.reviewer_id)
    return replace(here, scheme=in_words(here.scheme))


def _shown(sample: Sample, entry: Entry, marks: Sequence[Shown]) -> dict[str, Any]:
    project = current_project()
    is_open = entry.work.state is State.SUBMITTED
    return {
        "project": project,
        "sample": sample,
        "entry": entry,
        # What is being worked on is no submission: it is read when it is handed in.
        "marks": marks if is_open else [],
        "is_open": is_open,
        "names": names(project.id),
        "standings": STANDING_WORDS,
        "keys_off": keys_off(),
    }
