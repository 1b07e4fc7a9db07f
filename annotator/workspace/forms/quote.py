"""What a quote has beside its words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from annotator.annotations.drafts import QuoteDraft
from annotator.annotations.models import QuoteKind
from annotator.annotations.particulars import MAX_ADDRESSEE
from annotator.speakers.drafts import SpeakerDraft
from annotator.web.forms import PartForm, was_sent
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import AtMost, Identifier, SentChoice, StorableText, sent
from annotator.workspace.forms.speaker import new_speaker, speaker_name_field

MAX_WORDS = 10_000


class QuoteForm(ReadAgain, PartForm):
    """What a quote has beside its words."""

    kind = SentChoice(
        _l("How it is quoted"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(QuoteKind.DIRECT.value, _l("direct")),
            SelectChoice(QuoteKind.INDIRECT.value, _l("indirect")),
            SelectChoice(QuoteKind.MIXED.value, _l("mixed")),
        ],
    )
    speaker = StringField(_l("Speaker"), validators=[Optional(), Identifier()])
    speaker_name = speaker_name_field()
    addressee = StringField(
        _l("Said to"), validators=[Optional(), AtMost(MAX_ADDRESSEE), StorableText()]
    )
    language = StringField(
        _l("Original language"), validators=[Optional(), AtMost(35), StorableText()]
    )
    original_words = TextAreaField(
        _l("Original words"), validators=[Optional(), AtMost(MAX_WORDS), StorableText()]
    )

    def to_draft(self) -> QuoteDraft | None:
        """What was sent beside the kind, as plain values; None where nothing was."""
        if not any(was_sent(field) for field in self if field is not self.kind):
            return None
        return QuoteDraft(
            speaker=sent(self.speaker, self.speaker.data or None),
            addressee=sent(self.addressee, (self.addressee.data or "").strip() or None),
            language=sent(self.language, (self.language.data or "").strip() or None),
            original_words=sent(
                self.original_words, (self.original_words.data or "").strip() or None
            ),
        )

    def new_speaker(self) -> tuple[SpeakerDraft, ...]:
        """The speaker whom the page made, where it names one."""
        return new_speaker(self.speaker, self.speaker_name)
