"""The source links of a claim."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from annotator.annotations.drafts import KEEP
from annotator.sources.models import Stance
from annotator.sources.service import MAX_SOURCES, SourceDraft
from annotator.sources.urls import MAX_LENGTH
from annotator.web.forms import PartForm
from annotator.workspace.forms.fields import Identifier, SentChoice, StorableText, sent

MAX_TITLE = 500


class SourceForm(PartForm):
    """One source link of a claim."""

    uuid = StringField(validators=[InputRequired(), Identifier()])
    url = StringField(_l("Link"), validators=[Optional(), Length(max=MAX_LENGTH), StorableText()])
    title = StringField(_l("Title"), validators=[Optional(), Length(max=MAX_TITLE), StorableText()])
    stance = SentChoice(
        _l("What it says"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(Stance.SUPPORTS.value, _l("supports the claim")),
            SelectChoice(Stance.REFUTES.value, _l("refutes the claim")),
            SelectChoice(Stance.CONTEXT.value, _l("gives context")),
        ],
    )
    removed = BooleanField(_l("Removed"))
    position = IntegerField(_l("Place"), validators=[Optional(), NumberRange(1, MAX_SOURCES)])

    def to_draft(self) -> SourceDraft:
        """The link as a plain value; what was not sent stays as it is."""
        stance = Stance(self.stance.data) if self.stance.data else None
        return SourceDraft(
            self.uuid.data or "",
            sent(self.url, self.url.data or ""),
            sent(self.title, (self.title.data or "").strip() or None),
            sent(self.stance, stance),
            sent(self.removed, self.removed.data),
            KEEP if self.position.data is None else self.position.data,
        )
