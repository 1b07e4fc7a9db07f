"""The fields by which a page chooses what goes in; `asking.py` says what their words mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from annotator.annotations.choosing import claimants
from annotator.annotations.models import Label
from annotator.articles.queries import languages_of
from annotator.assignments.models import State
from annotator.errors import Invalid
from annotator.export.asking import day_of
from annotator.export.selection import NONE, Selection
from annotator.permissions import Permission
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme, names, pseudonyms, scheme_of
from annotator.projects.scheme import Scheme
from annotator.speakers.queries import KnownSpeaker
from annotator.web.choices import language_name, rating_choices, speaker_choices, type_choices
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm
from annotator.web.guards import allows, current_project
from annotator.web.ratings import in_words
from annotator.web.sight import current_sight

_LABELS = {Label.CLAIM: _l("Claim"), Label.QUOTE: _l("Quote"), Label.CONTEXT: _l("Context")}
_STATES = {
    State.ASSIGNED: _l("Assigned"),
    State.STARTED: _l("Started"),
    State.SUBMITTED: _l("Submitted"),
    State.RETURNED: _l("Returned"),
    State.RELEASED: _l("Released"),
}
#: What is asked of claims alone, by its field, as `selection_of` calls it.
_OF_CLAIMS = {"type": "claim_type", "speaker": "speaker"}
_BOXES = ("label", "rating", "state", "person", "language")
_DAYS = ("published_from", "published_until", "marked_from", "marked_until")


@dataclass(frozen=True, slots=True)
class Offered:
    """What a project has to choose from; `people` are what a reader may call them, by pseudonym."""

    scheme: Scheme
    people: Mapping[str, str]
    languages: Sequence[str]
    speakers: Sequence[KnownSpeaker]


class DayField(StringField):
    """A day, kept as it was typed; once validated, `day` is what it says."""

    widget = DateInput()
    day: date | None = None

    def pre_validate(self, form: object) -> None:
        """Refuse what is no day."""
        try:
            self.day = day_of((self.data or "").strip(), self.name)
        except Invalid as error:
            raise ValidationError(sentence_of(error)) from None


def _boxes(words: Any, about: Any = "", choices: Mapping[Any, Any] | None = None) -> Any:
    return SelectMultipleField(
        words,
        description=about,
        choices=_choices([(one.value, said) for one, said in (choices or {}).items()]),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


def _choices(offered: Sequence[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(value, words) for value, words in offered]


class ChoosingForm(AppForm):
    """What goes in; where nothing is chosen, everything does, and all that is chosen must hold."""

    label = _boxes(_l("Label"), choices=_LABELS)
    rating = _boxes(_l("Verdict"), _l("Claims whose newest verdict is one of these."))
    type = SelectField(_l("Type of claim"), choices=[], default="")
    speaker = SelectField(_l("Speaker"), choices=[], default="")
    state = _boxes(
        _l("State"),
        _l("How far the review is of whoever made the mark. Gold marks have none, and stay."),
        _STATES,
    )
    person = _boxes(_l("Who made the mark"))
    language = _boxes(_l("Language of the article"))
    published_from = DayField(_l("Published from"))
    published_until = DayField(_l("Published until"))
    marked_from = DayField(_l("Marked from"))
    marked_until = DayField(_l("Marked until"))

    def offer_here(self) -> None:
        """Fill the lists with what the project at hand has to choose from."""
        project = current_project()
        scheme = in_words(scheme_of(current_scheme(project.id)))
        speakers = claimants(project.id, current_sight(), self.speaker.data)
        self.offer(Offered(scheme, _people(project), languages_of(project.id), speakers))

    def offer(self, offered: Offered) -> None:
        """Fill the lists to choose from."""
        ratings = [*rating_choices(offered.scheme), (NONE, _l("Not checked"))]
        self.rating.choices = _choices(ratings)
        self.type.choices = type_choices(offered.scheme.definition)
        self.speaker.choices = speaker_choices(offered.speakers)
        self.person.choices = _choices(list(offered.people.items()))
        spoken = [(code, language_name(code)) for code in offered.languages]
        self.language.choices = _choices([*spoken, (NONE, _l("Not known"))] if spoken else [])

    def validate_published_until(self, field: DayField) -> None:
        """Refuse days that cross."""
        _in_order(self.published_from.day, field.day)

    def validate_marked_until(self, field: DayField) -> None:
        """Refuse days that cross."""
        _in_order(self.marked_from.day, field.day)

    @property
    def is_asked(self) -> bool:
        """Whether anything was chosen, rightly or not."""
        return any(self[name].data or self[name].errors for name in (*_BOXES, *_DAYS, *_OF_CLAIMS))

    def said(self, *, of_claims: bool, of_marks: bool) -> dict[str, Any]:
        """What was chosen, as `selection_of` wants it: of claims alone, and of everything else.

        A field is shown beside formats that have its choice, and means nothing elsewhere.
        """
        found = {said: self[name].data for name, said in _OF_CLAIMS.items()} if of_claims else {}
        if of_marks:
            found |= {name: self[name].data for name in _BOXES}
            found |= {name: (self[name].data or "").strip() for name in _DAYS}
        return found


def _people(project: Project) -> dict[str, str]:
    """Everybody by pseudonym, with their names for who may export with names."""
    called = pseudonyms(project.id)
    known = names(project.id) if allows(Permission.EXPORT_NAMES) else {}
    found = sorted(called.items(), key=lambda item: int(item[1][1:]))
    return {short: f"{known[key]} ({short})" if key in known else short for key, short in found}


def _in_order(first: date | None, last: date | None) -> None:
    try:
        Selection(published=(first, last))
    except Invalid as error:
        raise ValidationError(sentence_of(error)) from None
