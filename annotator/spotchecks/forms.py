"""The forms with which a lead draws a sample, and decides on what was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Length, NumberRange, Optional

from annotator.annotations.models import Label
from annotator.projects.scheme import Scheme
from annotator.spotchecks.drafts import Asked, Judged
from annotator.spotchecks.models import Outcome, Unit
from annotator.spotchecks.service import MAX_REASON, MOST_ITEMS
from annotator.spotchecks.standing import Standing
from annotator.text.visible import said
from annotator.web.choices import with_any
from annotator.web.forms import AppForm, PartForm
from annotator.web.texts import StorableText

LABEL_WORDS = {
    Label.CLAIM: _l("Claim"),
    Label.QUOTE: _l("Quote"),
    Label.CONTEXT: _l("Context"),
}
UNIT_WORDS = {
    Unit.SUBMISSION: _l("A person’s whole work on an article"),
    Unit.MARK: _l("Single marks"),
}
STANDING_WORDS = {
    Standing.WAITING: _l("To decide"),
    Standing.AGAIN: _l("Handed in again"),
    Standing.CHANGED: _l("Changed since it was accepted"),
    Standing.RETURNED: _l("Returned"),
    Standing.AWAY: _l("Taken back by its reviewer"),
    Standing.ACCEPTED: _l("Accepted"),
}
#: More than a page ever shows.
_MOST_MARKS = 5000


class DrawForm(AppForm):
    """What to draw, and from what."""

    unit = RadioField(
        _l("What is drawn"),
        choices=[SelectChoice(one.value, UNIT_WORDS[one]) for one in Unit],
        default=Unit.SUBMISSION.value,
    )
    percent = IntegerField(
        _l("Share, in per cent"),
        description=_l("Fill in one of the two."),
        validators=[Optional(), NumberRange(1, 100)],
    )
    number = IntegerField(
        _l("Or so many"),
        description=_l("At most 500."),
        validators=[Optional(), NumberRange(1, MOST_ITEMS)],
    )
    person = SelectField(_l("Whose"), default="")
    since = DateField(_l("Submitted from"), validators=[Optional()])
    until = DateField(_l("Submitted to"), validators=[Optional()])
    label = SelectField(
        _l("With marks that are"),
        default="",
        choices=with_any(_l("Any label"), [(one.value, LABEL_WORDS[one]) for one in Label]),
    )
    rating = SelectField(_l("With the verdict"), default="")

    def offer(self, people: Mapping[int, str], scheme: Scheme) -> None:
        """Fill the lists; `people` are names by account, the scale is in the reader's words."""
        named = sorted(people.items(), key=lambda item: item[1].casefold())
        self.person.choices = with_any(_l("Anybody"), [(str(key), name) for key, name in named])
        rated = [(one.id, one.label) for one in scheme.ratings.values()]
        self.rating.choices = with_any(_l("Any"), rated)

    def validate_until(self, field: DateField) -> None:
        """Time runs one way, and the calendar has an end."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_l("This day lies before the first one."))
        if field.data and field.data.year > 9000:
            raise ValidationError(_l("There was no such day here."))

    def to_asked(self) -> Asked:
        """What the service takes."""
        return Asked(
            unit=Unit(self.unit.data),
            percent=self.percent.data,
            number=self.number.data,
            person_id=int(self.person.data) if self.person.data else None,
            since=self.since.data,
            until=self.until.data,
            label=Label(self.label.data) if self.label.data else None,
            rating=self.rating.data or None,
        )


class JudgedForm(PartForm):
    """A decision on the whole work."""

    outcome = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(Outcome.ACCEPTED.value, _l("Accept")),
            SelectChoice(Outcome.RETURNED.value, _l("Return")),
        ],
        validators=[Optional()],
    )
    reason = TextAreaField(_l("Reason"), validators=[Length(max=MAX_REASON), StorableText()])

    def validate_reason(self, field: TextAreaField) -> None:
        """What is returned says why."""
        if self.outcome.data == Outcome.RETURNED.value and not said(field.data):
            raise ValidationError(_l("Say why you return it."))

    def judged(self, annotation_id: str | None) -> list[Judged]:
        """What was decided; nothing where nothing was chosen."""
        if not self.outcome.data:
            return []
        reason = said(self.reason.data)
        return [Judged(annotation_id, Outcome(self.outcome.data), reason)]


class MarkJudgedForm(JudgedForm):
    """A decision on one mark."""

    mark = HiddenField(validators=[Length(max=36)])


class DecideForm(AppForm):
    """Decisions on one item of a sample; what is left open stays open."""

    stamp = HiddenField(validators=[Length(max=200)])
    whole = FormField(JudgedForm)
    marks = FieldList(FormField(MarkJudgedForm), max_entries=_MOST_MARKS)

    @classmethod
    def about(cls, stamp: str, marks: Sequence[str]) -> DecideForm:
        """The empty form for these marks."""
        said: dict[str, Any] = {"stamp": stamp, "marks": [{"mark": key} for key in marks]}
        return cls(formdata=None, data=said)

    def to_judged(self) -> list[Judged]:
        """What the service takes: on the whole first."""
        found = self.whole.form.judged(None)
        for one in self.marks:
            found += one.form.judged(one.form.mark.data or "")
        return found
