"""Merging two speakers into one, and taking that back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Invalid, NotFound, Stale, VersionMissing
from annotator.permissions import Permission
from annotator.speakers import service
from annotator.speakers.forms import (
    MergeForm,
    SpeakerFilter,
    UnmergeForm,
    proposed,
    version_in,
)
from annotator.speakers.listing import PAGE_SIZE, SpeakerQuery
from annotator.speakers.models import Speaker
from annotator.speakers.queries import find_speaker, merged_with
from annotator.speakers.views.blueprint import (
    ONE,
    bp,
    found_speaker,
    kept_back,
    marks_of,
    told_speakers,
)
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

_MERGE = "speakers/merge.html"


@bp.get(f"{ONE}/merge")
@requires(Permission.MERGE_SPEAKERS)
def merging(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Whom to merge a speaker into, and once chosen, what becomes of what."""
    speaker, into = found_speaker(speaker_id), _chosen(request.args.get("into"))
    if into is None or into.id == speaker.id:
        return render_template("speakers/choose.html", **_candidates(speaker))
    return render_template(_MERGE, form=proposed(speaker, into), **_preview(speaker, into))


@bp.post(f"{ONE}/merge")
@requires(Permission.MERGE_SPEAKERS)
def merge(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Merge the speaker into the chosen one, field by field as was chosen."""
    form, speaker, who = MergeForm(), found_speaker(speaker_id), current_person()
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


@bp.post(f"{ONE}/unmerge")
@requires(Permission.MERGE_SPEAKERS)
def unmerge(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Take a merge back; every mark that named the speaker names them again."""
    form, speaker, who = UnmergeForm(), found_speaker(speaker_id), current_person()
    form.checked()
    service.unmerge_speaker(speaker, version_in(form.version), actor=who.actor)
    db.session.commit()
    flash(_("The speaker stands alone again, with the marks that name them."), "success")
    return redirect(address_of("speakers.show", slug=slug, speaker_id=speaker_id))


def _chosen(text: str | None) -> Speaker | None:
    """The speaker whom an identifier names, if it is one of the project's."""
    try:
        found = find_speaker(current_project().id, str(UUID(text or "")))
    except ValueError:
        return None
    return None if found is None or found.id in kept_back() else found


def _candidates(speaker: Speaker) -> dict[str, Any]:
    form, everybody = (
        SpeakerFilter(request.args, meta={"csrf": False}),
        told_speakers(),
    )
    listed = everybody.listed(speaker.id)
    if form.q.data:
        rows = everybody.page(SpeakerQuery(form.q.data))
    else:
        rows = [everybody.listed(one.id) for one in listed.doubles]
    rows = [row for row in rows if row.speaker.id != listed.speaker.id]
    shown: dict[str, Any] = {"rows": rows[:PAGE_SIZE], "said": marks_of(rows)}
    return {"project": current_project(), "speaker": speaker, "form": form, **shown}


def _preview(speaker: Speaker, into: Speaker) -> dict[str, Any]:
    everybody = told_speakers()
    moves = everybody.listed(speaker.id)
    along = [one for one in merged_with(speaker.id) if one.id not in kept_back()]
    known = {"moves": marks_of([moves])[moves.speaker.id], "along": along}
    return {"project": current_project(), "speaker": speaker, "into": into, **known}


def _merge_again(speaker_id: UUID, form: MergeForm, refusal: Any) -> ResponseReturnValue:
    db.session.rollback()
    speaker, into = found_speaker(speaker_id), _chosen(form.into.data)
    if into is None:
        raise NotFound("There is no such speaker.")
    if isinstance(refusal, Stale):
        form = proposed(speaker, into)
    return form_again(_MERGE, form, refusal, **_preview(speaker, into))
