"""The form that a new version of the scale comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from annotator.errors import AnnotatorError
from annotator.projects.definition import (
    DEFAULT_DEFINITION,
    LISTS,
    Choice,
    Definition,
    FieldUse,
    Thresholds,
)
from annotator.projects.scheme import Rating
from annotator.schemes import checking
from annotator.schemes.drafts import SchemeDraft
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm, PartForm

_TOO_LONG = _l("This is too long.")
_NEEDED = _l("Please fill this in.")

TONE_WORDS = {
    "supported": _l("Green"),
    "refuted": _l("Red"),
    "conflicting": _l("Yellow"),
    "unknown": _l("Grey"),
}
ICON_WORDS = {
    "circle-check": _l("Tick in a circle"),
    "check": _l("Tick"),
    "check-check": _l("Two ticks"),
    "badge-check": _l("Tick in a seal"),
    "thumbs-up": _l("Thumb up"),
    "contrast": _l("Half circle"),
    "split": _l("Parting ways"),
    "scale": _l("Scales"),
    "circle-help": _l("Question mark"),
    "circle-alert": _l("Exclamation mark"),
    "triangle-alert": _l("Warning triangle"),
    "circle-x": _l("Cross in a circle"),
    "x": _l("Cross"),
    "ban": _l("Barred circle"),
    "flag": _l("Flag"),
    "minus": _l("Dash"),
    "hourglass": _l("Hourglass"),
}
USE_WORDS = {
    FieldUse.SHOWN.value: _l("Shown"),
    FieldUse.FOLDED.value: _l("Folded away"),
    FieldUse.REQUIRED.value: _l("Shown, and missed where it is empty"),
    FieldUse.HIDDEN.value: _l("Not used"),
}
EVIDENCE_WORDS = {
    "title": _l("Title"),
    "excerpt": _l("Quoted passage"),
    "publisher": _l("Publisher"),
    "published_on": _l("Published on"),
    "retrieved_on": _l("Retrieved on"),
    "archive": _l("Archived copy"),
    "location": _l("Place in the source"),
    "medium": _l("Medium"),
    "question": _l("Question and answer"),
    "set": _l("Evidence set"),
    "same_origin_as": _l("Same origin as another source"),
    "primary": _l("Primary or secondary"),
    "expert": _l("Expert"),
    "flags": _l("Flags"),
}


def _choices(words: Mapping[str, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, said) for value, said in words.items()]


def _or_none(values: Iterable[Any]) -> list[SelectChoice]:
    return [
        SelectChoice("", _l("no equivalent")),
        *(SelectChoice(str(one), str(one)) for one in values),
    ]


class _Row(PartForm):
    """What the rows of every list have; `place` is where the page shows it."""

    place = IntegerField(widget=HiddenInput(), validators=[Optional()])
    id = HiddenField(validators=[Length(max=40, message=_TOO_LONG)])
    label = StringField(
        _l("Label"), validators=[Length(max=checking.LONGEST_LABEL, message=_TOO_LONG)]
    )
    retired = BooleanField(_l("Retire"))

    @property
    def counts(self) -> bool:
        """Whether it stays: a new row that was left empty is passed over."""
        return not self.retired.data and bool(self.id.data or (self.label.data or "").strip())


class RatingRow(_Row):
    """One rating."""

    decisive = BooleanField(_l("Decisive: needs a reason and a source"))
    order = IntegerField(
        _l("Place from false to true"),
        description=_l("A number, the lowest nearest to false; empty where it has no place."),
        validators=[Optional(), NumberRange(1, checking.HIGHEST_PLACE)],
    )
    averitec = SelectField(_l("In AVeriTeC"), choices=_or_none(checking.AVERITEC))
    fever = SelectField(_l("In FEVER"), choices=_or_none(checking.FEVER))
    claimreview = SelectField(
        _l("In ClaimReview"),
        description=_l("From 1, false, to 5, true; without a number only the label is published."),
        choices=_or_none(range(1, checking.HIGHEST_NUMBER + 1)),
    )
    tone = SelectField(_l("Colour"), choices=_choices(TONE_WORDS), default="unknown")
    icon = SelectField(_l("Symbol"), choices=_choices(ICON_WORDS), default="circle-help")

    def to_rating(self) -> Rating:
        """What was filled in; checked by the service."""
        return Rating(
            id=self.id.data or "",
            label=self.label.data or "",
            decisive=bool(self.decisive.data),
            order=self.order.data,
            averitec=self.averitec.data or None,
            fever=self.fever.data or None,
            claimreview=int(self.claimreview.data) if self.claimreview.data else None,
            tone=self.tone.data,
            icon=self.icon.data,
        )


class ChoiceRow(_Row):
    """One entry of another list."""

    description = StringField(
        _l("What it means"),
        validators=[Length(max=checking.LONGEST_DESCRIPTION, message=_TOO_LONG)],
    )

    def to_choice(self) -> Choice:
        """What was filled in; checked by the service."""
        return Choice(self.id.data or "", self.label.data or "", self.description.data or "")


def _evidence_fields() -> type[PartForm]:
    fields = {
        name: SelectField(words, choices=_choices(USE_WORDS), default=FieldUse.FOLDED.value)
        for name, words in EVIDENCE_WORDS.items()
    }
    return type("EvidenceFields", (PartForm,), fields)


def _threshold(name: str, words: Any) -> IntegerField:
    least, most = checking.BOUNDS[name]
    return IntegerField(words, validators=[InputRequired(_NEEDED), NumberRange(least, most)])


class ThresholdFields(PartForm):
    """Where warnings begin."""

    independent_sources = _threshold(
        "independent_sources", _l("Independent sources that a verdict should rest on")
    )
    short_form = _threshold("short_form", _l("Characters of a short form that is not long yet"))


class SchemeForm(AppForm):
    """The whole of a version."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    preset = HiddenField(default=DEFAULT_DEFINITION.preset)
    ratings = FieldList(FormField(RatingRow), _l("Ratings"))
    claim_types = FieldList(FormField(ChoiceRow), _l("Claim types"))
    context_roles = FieldList(FormField(ChoiceRow), _l("Context roles"))
    media = FieldList(FormField(ChoiceRow), _l("Media"))
    flags = FieldList(FormField(ChoiceRow), _l("Flags of a source"))
    evidence_fields = FormField(_evidence_fields(), _l("Fields of a source"))
    thresholds = FormField(ThresholdFields, _l("Warnings"))
    reason = StringField(
        _l("Why it changes"),
        description=_l("Stands with the version for everybody who reads it."),
        validators=[
            InputRequired(_NEEDED),
            Length(max=checking.LONGEST_REASON, message=_TOO_LONG),
        ],
    )
    retires_chosen = BooleanField(
        _l("Retire ratings even where claims wait with them"),
        description=_l("Their reviewers are told to choose again."),
    )

    def rows(self, name: str) -> list[Any]:
        """The rows of a list as the page shows them: by their places."""
        return sorted(
            (entry.form for entry in self[name].entries),
            key=lambda row: (row.place.data is None, row.place.data or 0),
        )

    def to_draft(self) -> SchemeDraft:
        """What the service publishes."""
        lists = {
            name: tuple(row.to_choice() for row in self.rows(name) if row.counts) for name in LISTS
        }
        return SchemeDraft(
            ratings=tuple(row.to_rating() for row in self.rows("ratings") if row.counts),
            definition=replace(
                DEFAULT_DEFINITION,
                preset=self.preset.data or "",
                evidence_fields={
                    key: FieldUse(use) for key, use in self.evidence_fields.form.data.items()
                },
                thresholds=Thresholds(**self.thresholds.form.data),
            ).with_lists(lists),
            reason=self.reason.data or "",
            base=self.version.data,
            retires_chosen=bool(self.retires_chosen.data),
        )

    def tell(self, refusal: AnnotatorError) -> None:
        """Put what the service refused beside the field of the row that it is about."""
        found = self._field(refusal.field or "")
        if found is not None:
            found.errors = [*found.errors, sentence_of(refusal)]
            # The list that it stands in is shown open.
            parent = self[(refusal.field or "").partition("-")[0]]
            if isinstance(parent, FieldList):
                parent.errors = [*parent.errors, {found.short_name: found.errors}]

    def _field(self, path: str) -> Field | None:
        name, _dash, rest = path.partition("-")
        if name == "thresholds":
            return {field.short_name: field for field in self.thresholds.form}.get(rest)
        place, _dash, key = rest.partition("-")
        if name not in {"ratings", *LISTS} or not place.isdigit():
            return None
        rows = [row for row in self.rows(name) if row.counts]
        row = rows[int(place)] if int(place) < len(rows) else None
        # The id is not shown; what is wrong with it is told at the label.
        return None if row is None else row["label" if key == "id" else key]


def filled(ratings: Iterable[Rating], definition: Definition, version: int) -> SchemeForm:
    """The form with what a version or a preset says, to be changed."""
    return SchemeForm(
        formdata=None,
        data={
            "version": version,
            "preset": definition.preset,
            "ratings": [_row(place, rating) for place, rating in enumerate(ratings)],
            **{
                name: [_row(place, one) for place, one in enumerate(definition.offered(name))]
                for name in LISTS
            },
            "evidence_fields": {key: use.value for key, use in definition.evidence_fields.items()},
            "thresholds": asdict(definition.thresholds),
        },
    )


def _row(place: int, one: Rating | Choice) -> dict[str, Any]:
    values = {key: "" if value is None else value for key, value in asdict(one).items()}
    if isinstance(one, Rating):
        values |= {"order": one.order, "claimreview": str(one.claimreview or "")}
    return {"place": place, **values}
