"""What a claim has beside its mark and its wording."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from annotator.annotations.drafts import ClaimDraft
from annotator.annotations.models import Basis, Voice
from annotator.annotations.particulars import MAX_PLACE, MAX_SHORT
from annotator.speakers.drafts import SpeakerDraft
from annotator.web.forms import PartForm, was_sent
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import (
    AtMost,
    Day,
    Identifier,
    SentChoice,
    StorableText,
    sent,
    within_reach,
)
from annotator.workspace.forms.speaker import MAX_REASON, new_speaker, speaker_name_field

#: As they come by form: yes and no apart from what nobody said.
_ANSWERS = {"yes": True, "no": False}


class ClaimForm(ReadAgain, PartForm):
    """What is rarely filled. `types` is one field for all of them, their ids between spaces."""

    short = StringField(
        _l("Short form"),
        validators=[Optional(), AtMost(MAX_SHORT), StorableText()],
    )
    types = StringField(_l("Types"), validators=[Optional(), AtMost(2000), StorableText()])
    voice = SentChoice(
        _l("Who says it"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(Voice.OUTLET.value, _l("the outlet itself")),
            SelectChoice(Voice.SPEAKER.value, _l("a speaker")),
        ],
    )
    speaker = StringField(_l("Speaker"), validators=[Optional(), Identifier()])
    speaker_name = speaker_name_field()
    place = StringField(
        _l("Where it was said"),
        validators=[Optional(), AtMost(MAX_PLACE), StorableText()],
    )
    made_on = Day(_l("Day it was made"), validators=[Optional(), within_reach])
    made_on_basis = SentChoice(
        _l("How the day is known"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(Basis.EXACT.value, _l("exact")),
            SelectChoice(Basis.RELATIVE.value, _l("relative to the article")),
            SelectChoice(Basis.EARLIEST.value, _l("earliest reading")),
        ],
    )
    checkworthy = SentChoice(
        _l("Worth checking"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice("yes", _l("yes")),
            SelectChoice("no", _l("no")),
        ],
    )
    checkworthy_reason = TextAreaField(
        _l("Why it is or is not"), validators=[Optional(), AtMost(MAX_REASON), StorableText()]
    )

    def to_draft(self) -> ClaimDraft | None:
        """What was sent, as plain values; None where nothing was."""
        if not any(was_sent(field) for field in self):
            return None
        voice, basis = self.voice.data, self.made_on_basis.data
        return ClaimDraft(
            short=sent(self.short, (self.short.data or "").strip() or None),
            types=sent(self.types, tuple((self.types.data or "").split())),
            voice=sent(self.voice, Voice(voice) if voice else None),
            speaker=sent(self.speaker, self.speaker.data or None),
            place=sent(self.place, (self.place.data or "").strip() or None),
            made_on=sent(self.made_on, self.made_on.data),
            made_on_basis=sent(self.made_on_basis, Basis(basis) if basis else None),
            checkworthy=sent(self.checkworthy, _ANSWERS.get(self.checkworthy.data or "")),
            checkworthy_reason=sent(
                self.checkworthy_reason, (self.checkworthy_reason.data or "").strip() or None
            ),
        )

    def new_speaker(self) -> tuple[SpeakerDraft, ...]:
        """The speaker whom the page made, where it names one."""
        return new_speaker(self.speaker, self.speaker_name)
