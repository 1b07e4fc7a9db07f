"""Adding speakers and changing them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template
from flask import url_for as address_of
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from annotator.db import db
from annotator.errors import Stale, VersionMissing
from annotator.permissions import Permission
from annotator.speakers import service
from annotator.speakers.forms import (
    SpeakerForm,
    filled,
    version_in,
)
from annotator.speakers.models import Speaker
from annotator.speakers.views.blueprint import LIST, ONE, bp, found_speaker
from annotator.web.guards import current_person, current_project, requires
from annotator.web.refusals import MENDABLE, form_again

_FORM = "speakers/form.html"


@bp.get(f"{LIST}/new")
@requires(Permission.WRITE_SPEAKERS)
def new(slug: str) -> ResponseReturnValue:
    """The form for a new speaker."""
    return render_template(_FORM, form=SpeakerForm(), **_form_of(None))


@bp.post(f"{LIST}/new")
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


@bp.get(f"{ONE}/edit")
@requires(Permission.WRITE_SPEAKERS)
def edit(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """The form with what a speaker is now."""
    speaker = found_speaker(speaker_id)
    form = filled(speaker, service.draft_of(speaker).aliases)
    return render_template(_FORM, form=form, **_form_of(speaker))


@bp.post(f"{ONE}/edit")
@requires(Permission.WRITE_SPEAKERS)
def revise(slug: str, speaker_id: UUID) -> ResponseReturnValue:
    """Change a speaker, on top of the version that the form was made with."""
    form, speaker, who = SpeakerForm(), found_speaker(speaker_id), current_person()
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


def _form_of(speaker: Speaker | None) -> dict[str, Any]:
    return {"project": current_project(), "speaker": speaker}


def _changed_meanwhile(form: SpeakerForm, speaker_id: UUID, refusal: Any) -> ResponseReturnValue:
    """The form as it was filled in, on top of what the speaker is now, which is shown beside."""
    db.session.rollback()
    speaker = found_speaker(speaker_id)
    is_stale = isinstance(refusal, Stale)
    if is_stale:
        form.version.raw_data, form.version.data = None, speaker.version
    now = service.draft_of(speaker) if is_stale else None
    return form_again(_FORM, form, refusal, meanwhile=now, **_form_of(speaker))
