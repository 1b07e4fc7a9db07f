"""A speaker whom somebody typed: a name beside the identifier, and the project knows them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional

from annotator.speakers.drafts import MAX_NAME, SpeakerDraft
from annotator.workspace.forms.fields import AtMost, StorableText

MAX_REASON = 10_000


def speaker_name_field() -> StringField:
    """The name of a speaker whom the project may not have yet."""
    return StringField(_l("Speaker"), validators=[Optional(), AtMost(MAX_NAME), StorableText()])


def new_speaker(speaker: StringField, name: StringField) -> tuple[SpeakerDraft, ...]:
    """The speaker to make first, if there is none of this identifier."""
    if not speaker.data or not (name.data or "").strip():
        return ()
    return (SpeakerDraft(speaker.data, name.data or ""),)
