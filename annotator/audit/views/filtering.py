"""The filter above the audit trail, and the words for the fields that it knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SearchField, SelectField
from wtforms.validators import Length, Optional, ValidationError

from annotator.annotations.models import Label
from annotator.audit.forms import _GROUPS, ACTION_WORDS, WAY_WORDS
from annotator.audit.models import Action
from annotator.audit.wanted import Wanted
from annotator.web.forms import AppForm

_SHELL = "command-line"
#: Fields of the forms that take the filter along, and are no part of it.
_BESIDE = frozenset({"names", "csrf_token"})

LABEL_WORDS = {
    Label.CLAIM: _l("Claim"),
    Label.QUOTE: _l("Quote"),
    Label.CONTEXT: _l("Context"),
}

#: What the audit trail calls the fields of `facets.FIELDS`, as its lines call them.
FIELD_WORDS: tuple[tuple[Any, dict[str, Any]], ...] = (
    (
        _l("Marks"),
        {
            "fragments": _l("Passage"),
            "wording": _l("Wording"),
            "note": _l("Note"),
            "types": _l("Types"),
            "checkworthy": _l("Worth checking"),
            "speaker_id": _l("Speaker"),
            "said_at": _l("Where it was said"),
            "made_on": _l("Day it was made"),
            "context_role": _l("Role of context"),
            "removed_at": _l("Removed"),
        },
    ),
    (
        _l("Verdicts"),
        {
            "rating": _l("Rating"),
            "rationale": _l("Rationale"),
            "decisive": _l("Decisive"),
            "confidence": _l("Confidence"),
            "pending_rating": _l("Pending choice"),
            "stale_reason": _l("Verdict is stale through"),
            "public_state": _l("Public state"),
            "correction_note": _l("Correction note"),
            "effective_on": _l("Effective from"),
        },
    ),
    (
        _l("Sources"),
        {
            "url": _l("Address"),
            "excerpt": _l("Excerpt"),
            "stance": _l("Stance"),
            "location": _l("Where in the source"),
            "archive_url": _l("Archived copy"),
            "question": _l("Question"),
            "answer": _l("Answer"),
            "flags": _l("Flags"),
            "is_article": _l("The article itself"),
        },
    ),
    (
        _l("Reviews"),
        {
            "state": _l("State"),
            "reviewer_id": _l("Reviewer"),
            "nothing_to_mark": _l("Nothing to mark"),
            "return_reason": _l("Reason for returning"),
            "due_on": _l("Due"),
            "priority": _l("Priority"),
        },
    ),
    (
        _l("Others"),
        {
            "title": _l("Title"),
            "text_sha256": _l("Text"),
            "text": _l("Comment"),
            "reason": _l("Reason"),
            "outcome": _l("What became of the mark"),
            "name": _l("Name"),
            "kind": _l("Kind"),
            "aliases": _l("Other names"),
            "affiliation": _l("Affiliation"),
            "merged_into": _l("Merged into"),
            "role": _l("Role"),
            "wanted": _l("Reviewers for each article"),
            "blind": _l("Review blind"),
            "definition": _l("Rating scale"),
        },
    ),
)


def within_reach(_form: Any, field: DateField) -> None:
    """Refuse the days at the ends of the calendar: there is none before or after them."""
    if field.data and not 1000 <= field.data.year <= 9000:
        raise ValidationError(_("There was no such day here."))


class AuditFilter(AppForm):
    """Which events to show. It is sent by GET, so a filtered log has an address."""

    #: What stands for what no account did.
    SHELL = _SHELL

    person = SelectField(_l("Who"), default="", validators=[Optional()])
    action = SelectField(_l("What"), default="", validators=[Optional()])
    label = SelectField(_l("Kind of mark"), default="", validators=[Optional()])
    field = SelectField(_l("Field"), default="", validators=[Optional()])
    way = SelectField(_l("Way"), default="", validators=[Optional()])
    article = SearchField(_l("Article"), validators=[Optional(), Length(max=300)])
    since = DateField(_l("From"), validators=[Optional(), within_reach])
    until = DateField(_l("To"), validators=[Optional(), within_reach])

    corrections = BooleanField(
        _l("Corrections only"),
        description=_l(
            "Texts and titles that were corrected, marks, sources and verdicts that were changed "
            "after they had been handed in, and decisions that were reopened."
        ),
    )

    def offer(self, people: dict[int, str]) -> None:
        """Fill the lists to choose from; `people` are names by account id."""
        named = sorted(people.items(), key=lambda item: item[1].casefold())
        self.person.choices = [
            ("", _("Anybody")),
            *((str(number), name) for number, name in named),
            (_SHELL, _("The command line")),
        ]
        self.action.choices = {
            _("All"): [("", _("Anything"))],
            **{str(title): _choices(noun) for noun, title in _GROUPS.items()},
        }
        self.label.choices = [("", _("Any"))] + [(k.value, str(w)) for k, w in LABEL_WORDS.items()]
        self.way.choices = [("", _("Any"))] + [(k.value, str(w)) for k, w in WAY_WORDS.items()]
        self.field.choices = {
            _("All"): [("", _("Any"))],
            **{
                str(title): [(name, str(words)) for name, words in fields.items()]
                for title, fields in FIELD_WORDS
            },
        }

    def validate_until(self, field: DateField) -> None:
        """Time runs one way."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("This day lies before the first one."))

    def wanted(self, articles: Sequence[str] | None) -> Wanted:
        """What the filled form asks for; `articles` are those that its words stand for."""
        person = self.person.data or ""
        return Wanted(
            actor_id=int(person) if person.isdigit() else None,
            by_nobody=person == _SHELL,
            articles=articles,
            action=self.action.data or None,
            since=_midnight(self.since.data),
            until=_midnight(self.until.data, days=1),
            way=self.way.data or None,
            label=self.label.data or None,
            field=self.field.data or None,
            corrections=bool(self.corrections.data),
        )

    def address(self) -> dict[str, str]:
        """The filled fields as they stand in the page's address."""
        filled = {field.name: field.raw_data[0] for field in self if field.raw_data}
        return {name: text for name, text in filled.items() if text and name not in _BESIDE}


class DownloadForm(AuditFilter):
    """The same events as a file."""

    names = BooleanField(
        _l("With names"),
        description=_l(
            "Then whoever has the file can prove every event by its hash. Otherwise persons are "
            "r1, r2, …, and only the order of the events can be proved."
        ),
    )


def _choices(noun: str) -> list[tuple[str, str]]:
    found = [
        (action.value, str(ACTION_WORDS[action])) for action in Action if action.startswith(noun)
    ]
    return found if len(found) == 1 else [(noun, _("any of these")), *found]


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return None if day is None else datetime.combine(day + timedelta(days), time(), tzinfo=UTC)
