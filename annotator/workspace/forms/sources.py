"""The sources of a claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from annotator.annotations.drafts import KEEP
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import AnswerType, Stance
from annotator.sources.service import MAX_SOURCES
from annotator.sources.urls import MAX_LENGTH
from annotator.web.forms import PartForm
from annotator.web.reused import ReadAgain
from annotator.workspace.forms.fields import (
    AtMost,
    Day,
    Identifier,
    SentChoice,
    StorableText,
    within_reach,
)

MAX_TITLE = 500
MAX_TEXT = 10_000
MAX_SET = 100


def _line(label: Any, most: int = MAX_TITLE) -> StringField:
    return StringField(label, validators=[Optional(), AtMost(most), StorableText()])


def _text(label: Any) -> TextAreaField:
    return TextAreaField(label, validators=[Optional(), AtMost(MAX_TEXT), StorableText()])


def _day(label: Any) -> Day:
    return Day(label, validators=[Optional(), within_reach])


class SourceForm(ReadAgain, PartForm):
    """One source of a claim."""

    uuid = StringField(validators=[InputRequired(), Identifier()])
    url = _line(_l("Link"), MAX_LENGTH)
    title = _line(_l("Title"))
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
    position = IntegerField(
        _l("Place in the list"), validators=[Optional(), NumberRange(1, MAX_SOURCES)]
    )
    publisher = _line(_l("Publisher"))
    published_on = _day(_l("Published on"))
    excerpt = _text(_l("Words of the source"))
    retrieved_on = _day(_l("Retrieved on"))
    archive_url = _line(_l("Archived copy"), MAX_LENGTH)
    archived_on = _day(_l("Archived on"))
    medium = _line(_l("Medium"), 60)
    location = _line(_l("Where in the source"))
    question = _line(_l("Question"), MAX_TEXT)
    answer = _text(_l("Answer"))
    answer_type = SentChoice(
        _l("Kind of answer"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice(AnswerType.EXTRACTIVE.value, _l("in the source’s words")),
            SelectChoice(AnswerType.ABSTRACTIVE.value, _l("in my own words")),
            SelectChoice(AnswerType.BOOLEAN.value, _l("yes or no")),
            SelectChoice(AnswerType.UNANSWERABLE.value, _l("no answer found")),
        ],
    )
    boolean_explanation = _text(_l("Why yes or no"))
    set = IntegerField(_l("Evidence set"), validators=[Optional(), NumberRange(1, MAX_SET)])
    same_origin_as = StringField(_l("Same origin as"), validators=[Optional(), Identifier()])
    primary = SentChoice(
        _l("First or second hand"),
        choices=[
            SelectChoice("", _l("not said")),
            SelectChoice("yes", _l("primary source")),
            SelectChoice("no", _l("secondary source")),
        ],
    )
    #: Ids of the project’s flags, with a space between two.
    flags = _line(_l("Flags"))
    expert = _line(_l("Expert"))
    affiliation = _line(_l("Affiliation"))
    interest = _line(_l("Interest"))

    def to_draft(self) -> SourceDraft:
        """The source as a plain value; what was not sent stays as it is."""
        said = {
            _NAMES.get(field.short_name, field.short_name): _SAID.get(field.short_name, _plain)(
                field.data
            )
            for field in self.named()
            if field is not self.uuid
        }
        return SourceDraft(self.uuid.data or "", **said)


#: What a field is called in the draft where it has another name there.
_NAMES = {"position": "place", "set": "set_number", "primary": "is_primary"}
#: What a field's data is in the draft where it is not `_plain`.
_SAID: dict[str, Callable[[Any], Any]] = {
    "url": lambda text: text or "",
    "position": lambda place: KEEP if place is None else place,
    "stance": lambda stance: Stance(stance) if stance else None,
    "answer_type": lambda kind: AnswerType(kind) if kind else None,
    "same_origin_as": lambda source: source or None,
    "primary": lambda answer: {"yes": True, "no": False}.get(answer),
    "flags": lambda flags: tuple((flags or "").split()),
}


def _plain(data: Any) -> Any:
    return data.strip() or None if isinstance(data, str) else data
