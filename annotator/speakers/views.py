"""The pages of speakers: the list, one of them, and the merge of two."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, jsonify, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.annotations.speaking import marks_naming, said_by
from annotator.audit.presenters import Line, Names
from annotator.audit.queries import events_about
from annotator.db import db
from annotator.errors import Invalid, NotFound, Stale, VersionMissing
from annotator.permissions import Permission
from annotator.projects.queries import names
from annotator.speakers import service
from annotator.speakers.forms import (
    PAST_WORDS,
    MergeForm,
    SpeakerFilter,
    SpeakerForm,
    UnmergeForm,
    filled,
    proposed,
    version_in,
)
from annotator.speakers.listing import PAGE_SIZE, ListedSpeaker, SpeakerQuery, Speakers
from annotator.speakers.models import Speaker
from annotator.speakers.presenters import history
from annotator.speakers.queries import find_speaker, known_speakers, merged_with, speaker_names
from annotator.web.guards import allows, current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again
from annotator.web.sight import current_sight

bp = Blueprint("speakers", __name__)

_LIST = "/projects/<slug>/speakers"
_ONE = f"{_LIST}/<uuid:speaker_id>"
_FORM = "speakers/form.html"
_MERGE = "speakers/merge.html"


@bp.get(_LIST)
@requires(Permission.READ_PROJECT)
def index(slug: str) -> ResponseReturnValue:
    """The speakers by name, found by any of their names."""
    form = SpeakerFilter(request.args, meta={"csrf": False})
    everybody = Speakers(current_project().id)
    rows = everybody.page(_wanted(form))
    page, is_more = rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
    shown: dict[str, Any] = {"rows": page, "said": _said(page), "total": len(everybody.all)}
    links = _links(slug, form, page[-1].speaker.id if is_more else None)
    return render_template(
        "speakers/index.html", project=current_project(), form=form, **shown, **links
    )


@bp.get(f"{_LIST}/known")
@requires(Permission.READ_PROJECT)
def known(slug: str) -> Response:
    """Everybody who can be chosen, by name, with the names of those merged into them."""
    return jsonify(speakers=[asdict(one) for one in known_speakers(current_project().id)])


@bp.get(f"{_LIST}/new")
@requires(Permission.WRITE_SPEAKERS)
def new(slug: str) -> ResponseReturnValue:
    """The form for a new speaker."""
    return render_template(_FORM, form=SpeakerForm(), **_form_of(None))


@bp.post(f"{_LIST}/new")
@requires(Permission.WRITE_SPEAKERS)
def create(slug: str) -> ResponseReturnValue:
    """Add a speaker; the same form sent twice adds one."""
    form, project, who = SpeakerForm(), current_project(), current_person()
    if not form.validate():
        return form_again(_FORM, form, **_form_of(None))
    draft = form.to_draft()
    try:
        service.add_speaker(project.id, draft, actor=who.actor)
    except MENDABLE as refusal:
        return form_again(_FORM, form, refusal, **_form_of(None))
    db.session.commit()
    flash(_("The speaker is there."), "success")
    return redirect(address_of("speakers.show", slug=slug, speaker_id=draft.id))


@bp.get(_ONE)
@requires(Permission.READ_PROJECT)
def show(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Who it is, which marks name them, whom they may be too, and what became of them."""
    speaker = _found(speaker_id)
    listed = Speakers(speaker.project_id).listed(speaker.id)
    # A merged speaker's page tells of its own; the page of whom it became, of all.
    ids = (speaker.id,) if speaker.merged_into else listed.ids
    said = said_by(speaker.project_id, {"": ids}, current_person().id, current_sight())[""]
    shown: dict[str, Any] = {"listed": listed, "said": said, "words": PAST_WORDS}
    shown |= {"project": current_project(), "speaker": speaker, "merged": merged_with(speaker.id)}
    shown |= {"into": speaker.merged_into and listed.speaker, "lines": _history(ids)}
    return render_template("speakers/show.html", **shown, **_marks(slug, speaker, ids))


@bp.get(f"{_ONE}/edit")
@requires(Permission.WRITE_SPEAKERS)
def edit(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """The form with what a speaker is now."""
    speaker = _found(speaker_id)
    form = filled(speaker, service.draft_of(speaker).aliases)
    return render_template(_FORM, form=form, **_form_of(speaker))


@bp.post(f"{_ONE}/edit")
@requires(Permission.WRITE_SPEAKERS)
def revise(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Change a speaker, on top of the version that the form was made with."""
    form, speaker, who = SpeakerForm(), _found(speaker_id), current_person()
    if not form.validate():
        return form_again(_FORM, form, **_form_of(speaker))
    try:
        draft = form.to_draft(speaker.id)
        service.revise_speaker(speaker, version_in(form.version), draft, actor=who.actor)
    except (*MENDABLE, Stale, VersionMissing) as refusal:
        return _changed_meanwhile(form, speaker_id, refusal)
    db.session.commit()
    flash(_("The speaker is changed."), "success")
    return redirect(address_of("speakers.show", slug=slug, speaker_id=speaker_id))


@bp.get(f"{_ONE}/merge")
@requires(Permission.MERGE_SPEAKERS)
def merging(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Whom to merge a speaker into, and once chosen, what becomes of what."""
    speaker, into = _found(speaker_id), _chosen(request.args.get("into"))
    if into is None or into.id == speaker.id:
        return render_template("speakers/choose.html", **_candidates(speaker))
    return render_template(_MERGE, form=proposed(speaker, into), **_preview(speaker, into))


@bp.post(f"{_ONE}/merge")
@requires(Permission.MERGE_SPEAKERS)
def merge(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Merge the speaker into the chosen one, field by field as was chosen."""
    form, speaker, who = MergeForm(), _found(speaker_id), current_person()
    into = _chosen(form.into.data)
    if into is None:
        raise Invalid("Choose another speaker of this project to merge with.", "into")
    form.offer(speaker, into)
    if not form.validate():
        return form_again(_MERGE, form, **_preview(speaker, into))
    try:
        service.merge_speakers(speaker, into, form.to_draft(), actor=who.actor)
    except (*MENDABLE, Stale, VersionMissing) as refusal:
        return _merge_again(speaker_id, form, refusal)
    db.session.commit()
    flash(_("They are one speaker now. It can be taken back on this page."), "success")
    return redirect(address_of("speakers.show", slug=slug, speaker_id=into.id))


@bp.post(f"{_ONE}/unmerge")
@requires(Permission.MERGE_SPEAKERS)
def unmerge(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Take a merge back; every mark that named the speaker names them again."""
    form, speaker, who = UnmergeForm(), _found(speaker_id), current_person()
    form.checked()
    service.unmerge_speaker(speaker, version_in(form.version), actor=who.actor)
    db.session.commit()
    flash(_("The speaker stands alone again, with the marks that name them."), "success")
    return redirect(address_of("speakers.show", slug=slug, speaker_id=speaker_id))


def _found(speaker_id: UUID) -> Speaker:
    speaker = find_speaker(current_project().id, str(speaker_id))
    if speaker is None:
        raise NotFound("There is no such speaker.")
    return speaker


def _chosen(text: str | None) -> Speaker | None:
    """The speaker whom an identifier names, if it is one of the project's."""
    try:
        return find_speaker(current_project().id, str(UUID(text or "")))
    except ValueError:
        return None


def _wanted(form: SpeakerFilter) -> SpeakerQuery:
    words = (form.q.data or "").strip()
    return SpeakerQuery(words, bool(form.doubles.data), request.args.get("after"))


def _links(slug: str, form: SpeakerFilter, last: str | None) -> dict[str, str | None]:
    here: dict[str, Any] = {"q": form.q.data or None, "doubles": form.doubles.data or None}
    plain, first = address_of("speakers.index", slug=slug), None
    if "after" in request.args:
        first = address_of("speakers.index", slug=slug, **here)
    return {
        "clear_url": plain if any(here.values()) else None,
        "first_url": first,
        "next_url": address_of("speakers.index", slug=slug, after=last, **here) if last else None,
    }


def _said(rows: list[ListedSpeaker]) -> dict[str, Any]:
    standing = {row.speaker.id: row.ids for row in rows}
    return dict(said_by(current_project().id, standing, current_person().id, current_sight()))


def _marks(slug: str, speaker: Speaker, ids: tuple[str, ...]) -> dict[str, Any]:
    after, sight = request.args.get("after"), current_sight()
    rows = marks_naming(ids, current_person().id, sight, after=after, limit=PAGE_SIZE + 1)
    here: dict[str, Any] = {"slug": slug, "speaker_id": speaker.id}
    further = rows[PAGE_SIZE - 1].id if len(rows) > PAGE_SIZE else None
    return {
        "marks": rows[:PAGE_SIZE],
        "first_url": address_of("speakers.show", **here) if after else None,
        "next_url": address_of("speakers.show", after=further, **here) if further else None,
    }


def _history(ids: tuple[str, ...]) -> list[Line]:
    project_id = current_project().id
    known = Names(persons=names(project_id), ratings={}, speakers=speaker_names(project_id))
    only = None if allows(Permission.READ_OTHERS) else current_person().id
    return history(events_about(project_id, ids), known, only=only)


def _form_of(speaker: Speaker | None) -> dict[str, Any]:
    return {"project": current_project(), "speaker": speaker}


def _changed_meanwhile(form: SpeakerForm, speaker_id: UUID, refusal: Any) -> ResponseReturnValue:
    """The form as it was filled in, on top of what the speaker is now, which is shown beside."""
    db.session.rollback()
    speaker = _found(speaker_id)
    is_stale = isinstance(refusal, Stale)
    if is_stale:
        form.version.raw_data, form.version.data = None, speaker.version
    now = service.draft_of(speaker) if is_stale else None
    return form_again(_FORM, form, refusal, meanwhile=now, **_form_of(speaker))


def _candidates(speaker: Speaker) -> dict[str, Any]:
    form, everybody = (
        SpeakerFilter(request.args, meta={"csrf": False}),
        Speakers(speaker.project_id),
    )
    listed = everybody.listed(speaker.id)
    if form.q.data:
        rows = everybody.page(SpeakerQuery(form.q.data))
    else:
        rows = [everybody.listed(one.id) for one in listed.doubles]
    rows = [row for row in rows if row.speaker.id != listed.speaker.id]
    shown: dict[str, Any] = {"rows": rows[:PAGE_SIZE], "said": _said(rows)}
    return {"project": current_project(), "speaker": speaker, "form": form, **shown}


def _preview(speaker: Speaker, into: Speaker) -> dict[str, Any]:
    everybody = Speakers(speaker.project_id)
    moves = everybody.listed(speaker.id)
    known = {"moves": _said([moves])[moves.speaker.id], "along": merged_with(speaker.id)}
    return {"project": current_project(), "speaker": speaker, "into": into, **known}


def _merge_again(speaker_id: UUID, form: MergeForm, refusal: Any) -> ResponseReturnValue:
    db.session.rollback()
    speaker, into = _found(speaker_id), _chosen(form.into.data)
    if into is None:
        raise NotFound("There is no such speaker.")
    if isinstance(refusal, Stale):
        form = proposed(speaker, into)
    return form_again(_MERGE, form, refusal, **_preview(speaker, into))
