"""Which days a dashboard shows; sent by GET, so that each has an address."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from annotator.annotations.models import Label
from annotator.dashboards.board import Picked
from annotator.dashboards.listing import WAITING, Wanted
from annotator.dashboards.made import Sought, What
from annotator.dashboards.models import Stage
from annotator.dashboards.pacing import Unknown
from annotator.dashboards.queries import Period
from annotator.web.forms import AppForm

USUAL_DAYS = 21
DAYS = (
    SelectChoice("7", _l("Last 7 days")),
    SelectChoice("21", _l("Last 21 days")),
    SelectChoice("90", _l("Last 90 days")),
)
STAGE_WORDS: dict[str, Any] = {
    Stage.UNTOUCHED: _l("Nobody has it"),
    Stage.WANTING: _l("Wants another reviewer"),
    Stage.IN_WORK: _l("Being reviewed"),
    Stage.SUBMITTED: _l("Submitted by all"),
    Stage.SETTLED: _l("Adjudicated"),
}
LABEL_WORDS = {"claim": _l("Claims"), "quote": _l("Quotes"), "context": _l("Context")}
UNKNOWN_WORDS: dict[str, Any] = {
    Unknown.IMPORTED: _l("imported"),
    Unknown.TOGETHER: _l("arrived all at once"),
    Unknown.SHORT: _l("shorter than 100 words"),
}
#: Longer ago than anybody works on an article.
_MOST_AGE = 36_500


class DaysForm(AppForm):
    """The days that are looked at."""

    days = SelectField(
        _l("Days"), choices=list(DAYS), default=str(USUAL_DAYS), validate_choice=False
    )

    def period(self, today: date) -> Period:
        """What the form asks for; anything that was not offered is the usual."""
        offered = {choice.value for choice in DAYS}
        said = self.days.data if self.days.data in offered else USUAL_DAYS
        return Period(today, int(said))


class PicksForm(DaysForm):
    """The label and the person whose marks and verdicts alone are looked at, in these days."""

    days = HiddenField()  # type: ignore[assignment]
    label = SelectField(_l("Label"), validate_choice=False)
    person = SelectField(_l("Person"), validate_choice=False)
    _people: Set[str] = frozenset()

    def offer(self, people: Mapping[int, str]) -> None:
        """Labels, and these people; where there are none, nobody can be picked."""
        self.label.choices = [SelectChoice("", _l("Every label"))]
        self.label.choices += [SelectChoice(key, words) for key, words in LABEL_WORDS.items()]
        if not people:
            del self.person
            return
        self._people = {str(key) for key in people}
        by_name = sorted(people.items(), key=lambda one: (one[1].casefold(), one[0]))
        self.person.choices = [SelectChoice("", _l("Anybody"))]
        self.person.choices += [SelectChoice(str(key), name) for key, name in by_name]

    def is_known(self, asked: Mapping[str, str]) -> bool:
        """Whether days, label and person that an address asks for are all among those offered."""
        offered = {
            "days": {choice.value for choice in DAYS},
            "label": set(LABEL_WORDS),
            "person": self._people,
        }
        return all(asked.get(name, "") in {"", *known} for name, known in offered.items())

    def picked(self) -> Picked:
        """What the form asks for; anything that was not offered is every one."""
        said = self.person.data if self.person and self.person.data in self._people else ""
        label = Label(self.label.data) if self.label.data in LABEL_WORDS else None
        return Picked(label, int(said) if said else None)


def wanted_by(arguments: Mapping[str, str], today: date) -> Wanted:
    """Which articles an address asks for; what it does not say rightly is passed over."""
    stage = arguments.get("stage", "")
    known = {one.value: (one,) for one in Stage} | {"waiting": WAITING}
    return Wanted(
        today,
        known.get(stage, tuple(Stage)),
        _age(arguments.get("least")),
        _age(arguments.get("most")),
        _day(arguments.get("due")),
    )


def sought_by(arguments: Mapping[str, str], today: date, *, only: int | None) -> Sought:
    """Which things that were made an address asks for; of `only` one person where that is given.

    Without days that can be read, those of a usual dashboard.
    """
    last = _day(arguments.get("until")) or today
    what, label = arguments.get("what", ""), arguments.get("label", "")
    said = arguments.get("person", "")
    person = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None
    return Sought(
        What(what) if what in set(What) else What.MARKS,
        _day(arguments.get("since")) or Period(last, USUAL_DAYS).first,
        min(last, today),
        Label(label) if label in LABEL_WORDS else None,
        arguments.get("rating") or None,
        person if only is None else only,
    )


def _age(said: str | None) -> int | None:
    found = int(said) if said and said.isascii() and said.isdigit() and len(said) < 7 else None
    return found if found is None or found <= _MOST_AGE else None


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError:
        return None
