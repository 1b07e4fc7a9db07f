"""The forms of a correction, and of what a person decides about a mark."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import (
    FieldList,
    IntegerField,
    RadioField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from annotator.annotations.service import MAX_FRAGMENTS
from annotator.articles.drafts import LONGEST, ArticleDraft, one_line
from annotator.revisions.models import Settled
from annotator.revisions.planning import MAX_REASON
from annotator.revisions.settling import MOST_WORDS, SettleDraft
from annotator.web.forms import AppForm

_NEEDED = _l("Please fill this in.")


class CorrectionForm(AppForm):
    """The whole text as it should be; it is looked at before it is made the newest."""

    title = StringField(
        _l("Title"), validators=[InputRequired(_NEEDED), Length(max=LONGEST["title"])]
    )
    text = TextAreaField(
        _l("Text"),
        validators=[InputRequired(_NEEDED)],
        description=_l(
            "Change only what is wrong: marks stay with the words that they are on. Headings, "
            "lists and links stay where their words do."
        ),
    )
    reason = TextAreaField(
        _l("Why it is corrected"),
        validators=[InputRequired(_NEEDED), Length(max=MAX_REASON)],
        description=_l("Everybody who worked on the article reads this."),
    )
    based_on = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(_NEEDED), NumberRange(min=1)]
    )
    preview = SubmitField(_l("See what it does"))
    correct = SubmitField(_l("Correct the text"))

    def to_draft(self) -> ArticleDraft:
        """What the service takes."""
        return ArticleDraft(text=self.text.data or "", title=one_line(self.title.data))


class SettleForm(AppForm):
    """Where a mark belongs. Each button is a decision; a place and words are only for theirs."""

    #: The row that it is about.
    carry_id = ""

    candidate = RadioField(_l("Where it may be"), choices=[], validators=[Optional()])
    words = FieldList(
        StringField(_l("Words in the corrected text"), validators=[Length(max=MOST_WORDS)]),
        max_entries=MAX_FRAGMENTS,
    )
    chosen = SubmitField(_l("Put it there"))
    remarked = SubmitField(_l("Mark these words"))
    confirmed = SubmitField(_l("It is right so"))
    kept = SubmitField(_l("Leave it with the earlier text"))

    def offer(self, places: Sequence[Markup]) -> None:
        """Let the person choose from these places."""
        self.candidate.choices = [
            SelectChoice(str(number), Markup("<bdi>%s</bdi>") % place)
            for number, place in enumerate(places)
        ]

    def to_draft(self) -> SettleDraft:
        """What the service takes; a form without a button pressed leaves the mark where it is."""
        how = next(
            (one for one in Settled if one.value in self and self[one.value].data), Settled.KEPT
        )
        number = self.candidate.data or ""
        return SettleDraft(
            how,
            int(number) if number.isdigit() else None,
            tuple(entry.data or "" for entry in self.words),
        )
