"""The verdict of a claim, as it is chosen."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional, ValidationError

from annotator.annotations.models import Confidence, PublicState
from annotator.verdicts.drafts import Answer, VerdictDraft
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

MAX_RATIONALE = 10_000
#: Taking a rating back makes nothing.
RATING = "verdict-rating"


class Identified:
    """What may make a verdict needs its identifier, so that a retry makes no second one."""

    def __call__(self, form: Form, field: Field) -> None:
        """Refuse what came without."""
        if was_sent(field) and (field.data or field.name != RATING) and not form["uuid"].data:
            raise ValidationError(_l("A rating needs its identifier."))


def _text(label: Any, *first: Any) -> TextAreaField:
    limits = (Optional(), AtMost(MAX_RATIONALE), StorableText())
    return TextAreaField(label, validators=[*first, *limits])


class VerdictForm(ReadAgain, PartForm):
    """A rating with its reason, and what is said beside it."""

    uuid = StringField(validators=[Optional(), Identifier()])
    rating = RadioField(_l("Verdict"), choices=[], validate_choice=False, validators=[Identified()])
    rationale = _text(_l("Rationale"))
    confidence = SentChoice(
        _l("Confidence"),
        validators=[Identified()],
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(Confidence.LOW.value, _l("low")),
            SelectChoice(Confidence.MEDIUM.value, _l("medium")),
            SelectChoice(Confidence.HIGH.value, _l("high")),
        ],
    )
    effective_on = Day(_l("Effective from"), validators=[Identified(), Optional(), within_reach])
    correction_note = _text(_l("Correction note"), Identified())
    public_state = SentChoice(
        _l("Public state"),
        validators=[Identified()],
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(PublicState.DRAFT.value, _l("draft")),
            SelectChoice(PublicState.PUBLISHED.value, _l("published")),
            SelectChoice(PublicState.CORRECTED.value, _l("corrected")),
            SelectChoice(PublicState.VOID.value, _l("void")),
        ],
    )
    answer = SentChoice(
        choices=[SelectChoice(""), *(SelectChoice(one.value) for one in Answer)],
        validators=[Identified()],
    )

    def to_draft(self) -> VerdictDraft | None:
        """The choice as a plain value, or None where the request says nothing of it."""
        if not any(was_sent(field) for field in self if field is not self.uuid):
            return None
        confidence, state, answer = self.confidence, self.public_state, self.answer
        return VerdictDraft(
            self.uuid.data or "",
            sent(self.rating, self.rating.data or ""),
            sent(self.rationale, (self.rationale.data or "").strip() or None),
            sent(confidence, Confidence(confidence.data) if confidence.data else None),
            sent(self.effective_on, self.effective_on.data),
            sent(self.correction_note, (self.correction_note.data or "").strip() or None),
            sent(state, PublicState(state.data) if state.data else None),
            Answer(answer.data) if answer.data else None,
        )
