"""The pieces of text that a mark holds."""

from __future__ import annotations

from wtforms import IntegerField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange

from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Part
from annotator.web.forms import PartForm
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import MAX_OFFSET, SentChoice, StorableText

#: Longest mark, in characters; longer than any article that comes in by page.
MAX_EXACT = 4_000_000


class FragmentForm(ReadAgain, PartForm):
    """One piece of a mark, in code points."""

    part = SentChoice(choices=[SelectChoice(part.value) for part in Part])
    start = IntegerField(validators=[InputRequired(), NumberRange(0, MAX_OFFSET)])
    end = IntegerField(validators=[InputRequired(), NumberRange(0, MAX_OFFSET)])
    exact = StringField(validators=[InputRequired(), Length(max=MAX_EXACT), StorableText()])

    def to_draft(self) -> FragmentDraft:
        """The piece as a plain value."""
        return FragmentDraft(
            Part(self.part.data or Part.CONTENT),
            self.start.data or 0,
            self.end.data or 0,
            self.exact.data or "",
        )
