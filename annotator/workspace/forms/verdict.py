"""The verdict of a claim, as it is chosen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from annotator.verdicts.service import VerdictDraft
from annotator.web.forms import PartForm, was_sent
from annotator.workspace.forms.fields import Identifier, StorableText, sent

MAX_RATIONALE = 10_000


class VerdictForm(PartForm):
    """A rating with its reason."""

    uuid = StringField(validators=[Optional(), Identifier()])
    rating = RadioField(_l("Verdict"), choices=[], validate_choice=False)
    rationale = TextAreaField(
        _l("Rationale"), validators=[Optional(), Length(max=MAX_RATIONALE), StorableText()]
    )

    def validate_rating(self, field: RadioField) -> None:
        """A rating needs its identifier, so that a retry cannot make a second verdict."""
        if field.data and not self.uuid.data:
            raise ValidationError(_l("A rating needs its identifier."))

    def to_draft(self) -> VerdictDraft | None:
        """The choice as a plain value, or None where the request says nothing of it."""
        if not was_sent(self.rating) and not was_sent(self.rationale):
            return None
        return VerdictDraft(
            self.uuid.data or "",
            sent(self.rating, self.rating.data or ""),
            sent(self.rationale, (self.rationale.data or "").strip() or None),
        )
