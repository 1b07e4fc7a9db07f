"""Going through a sample of events: each is read, and what was found on it is noted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import and_
from werkzeug.datastructures import MultiDict

from annotator.articles.arrival import came_in_by_id
from annotator.audit.findings import note_finding
from annotator.audit.forms import ACTION_WORDS
from annotator.audit.models import Event, EventSample, Finding
from annotator.audit.presenters import Line
from annotator.audit.sampled import Entry, Sample, sample_of
from annotator.audit.sampling import asked_of
from annotator.audit.views.blueprint import SAMPLE, bp
from annotator.audit.views.filtering import AuditFilter, DownloadForm
from annotator.audit.views.lines import lines_of, titles_of
from annotator.audit.views.sampling import FINDING_WORDS, FindingForm
from annotator.audit.views.sight import within_sight
from annotator.audit.views.timeline import actors_of, offered
from annotator.db import db
from annotator.errors import NotFound, Stale
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.web.filters import in_force
from annotator.web.guards import current_person, current_project, requires
from annotator.web.keys import keys_off
from annotator.web.paging import Page
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

_PAGE, _OPEN = "audit/sample.html", "open"


@bp.get(SAMPLE, endpoint="sample")
@requires(Permission.READ_AUDIT)
def show(slug: str, sample_id: UUID) -> str:
    """The events that were drawn, in the order of the lot, with what was found on each."""
    return render_template(_PAGE, **_shown(sample_at(sample_id)))


@bp.post(f"{SAMPLE}/items/<int:position>", endpoint="find")
@requires(Permission.SAMPLE_EVENTS)
def find(slug: str, sample_id: UUID, position: int) -> ResponseReturnValue:
    """Note what was found on an event, and go on to the next that nobody looked at."""
    entry, form = _entry(sample_at(sample_id), position), FindingForm()
    if not form.validate():
        return _again(form, sample_id, position)
    finding, note = Finding(form.finding.data), (form.note.data or "").strip()
    try:
        note_finding(entry, finding, note, form.findings_seen, actor=current_person().actor)
    except (*MENDABLE, Stale) as refusal:
        return _again(form, sample_id, position, refusal)
    db.session.commit()
    flash(_("Noted."), "success")
    return redirect(_next_after(slug, sample_at(sample_id), position))


def sample_at(sample_id: UUID) -> Sample:
    """The sample in the address; raises `NotFound`.

    Whoever others' work is kept from finds the samples that they drew themselves, and of these
    the events that are still open to them.
    """
    shown = and_(came_in_by_id(Event.article_id), within_sight())
    found = sample_of(current_project().id, str(sample_id), shown)
    is_whole, own = current_sight().is_whole, current_person().id
    if found is None or not (is_whole or found.sample.drawn_by == own):
        raise NotFound("There is no such page.")
    return found


def filter_of(sample: EventSample) -> AuditFilter:
    """The filter by which it was drawn."""
    asked = asked_of(sample)
    data = MultiDict(asked.form)
    if sample.actor_id is not None:
        data["person"] = str(sample.actor_id)
    elif asked.wanted.by_nobody:
        data["person"] = AuditFilter.SHELL
    return offered(AuditFilter(data, meta={"csrf": False}))


def words_of(sample: EventSample) -> list[tuple[str, str]]:
    """By what it was drawn, in words."""
    return in_force(filter_of(sample))


def _entry(found: Sample, position: int) -> Entry:
    entry = found.entry(position)
    if entry is None or entry.event is None:
        raise NotFound("There is no such page.")
    return entry


def _again(
    form: FindingForm, sample_id: UUID, position: int, refusal: Any = None
) -> ResponseReturnValue:
    db.session.rollback()
    shown = _shown(sample_at(sample_id))
    form.seen.data = str(len(_entry(shown["sample"], position).findings))
    shown["forms"][position], shown["wanted"] = form, None
    return form_again(_PAGE, form, refusal, **shown)


def _next_after(slug: str, found: Sample, position: int) -> str:
    """The next that nobody looked at, going round; else the one that it was."""
    later = [one for one in found.entries if one.item.position > position]
    places = (
        one.item.position
        for one in [*later, *found.entries]
        if one.finding is None and one.event is not None
    )
    anchor = f"event-{next(places, position)}"
    return url_for("audit.sample", slug=slug, sample_id=found.sample.id, _anchor=anchor)


def _shown(found: Sample) -> dict[str, Any]:
    project, wanted = current_project(), request.args.get("only")
    events = [one.event for one in found.entries if one.event is not None]
    lines: list[Line] = lines_of(project.id, Page(events, None), actors_of(project.id))
    return {
        "project": project,
        "sample": found,
        "entries": [one for one in found.entries if wanted in (None, _kind(one))],
        "wanted": wanted,
        "lines": {line.seq: line for line in lines},
        "titles": titles_of(lines),
        "forms": {one.item.position: _form(one) for one in found.entries},
        "filter": filter_of(found.sample),
        "is_whole": current_sight().is_whole,
        **_words(found),
    }


def _words(found: Sample) -> dict[str, Any]:
    return {
        "names": names(current_project().id),
        "own": current_person().id,
        "words": ACTION_WORDS,
        "findings": FINDING_WORDS,
        "asked": words_of(found.sample),
        "taking": DownloadForm(formdata=None),
        "keys_off": keys_off(),
    }


def _kind(entry: Entry) -> str:
    return _OPEN if entry.finding is None else entry.finding.finding.value


def _form(entry: Entry) -> FindingForm:
    last = entry.finding
    said = {"finding": last.finding.value, "note": last.note or ""} if last else {}
    return FindingForm(formdata=None, data={**said, "seen": str(len(entry.findings))})
