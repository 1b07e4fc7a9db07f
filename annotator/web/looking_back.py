"""Pages and files as known on a day: the field that asks for it, and reading with it.

A page gets it with two lines: `looked = looking_back()` (None where the address names no day), and
`with looked.reading():` around what it reads; whoever may see the page is settled before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from annotator.assignments.known import known_as_submitted
from annotator.audit.known import Until, known_on, moment_of, put_trail
from annotator.audit.queries import when_recorded
from annotator.clock import from_iso, iso, now
from annotator.db import reading_from
from annotator.errors import Invalid, NotFound
from annotator.projects.models import Role
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm
from annotator.web.guards import current_access, current_project
from annotator.web.sight import current_sight

#: The name of the field, in forms as in addresses.
KNOWN_ON = "known_on"
#: What an address says instead, to show things as one event left them.
AS_OF = "as_of"
#: A time of the day that is named, in hours and minutes of UTC; beside it where it is asked for.
TIME = "time"
_MOST_DIGITS = 10
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MINUTE = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


class KnownOnField(StringField):
    """A day in UTC, or a time; once validated, `moment` is what it stands for, None if empty."""

    widget = DateInput()
    moment: datetime | None = None

    def pre_validate(self, form: object) -> None:
        """Refuse what is no day of the project."""
        said = (self.data or "").strip()
        try:
            began = current_project().created_at
            self.moment = moment_of(said, began=began) if said else None
        except Invalid as error:
            raise ValidationError(sentence_of(error)) from None


class KnownOnForm(AppForm):
    """Asks for the day; sent by GET, so that what was known on a day has an address."""

    known_on = KnownOnField(_l("Day"))


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What a page is asked to show: `said` is the address's own word for `moment`."""

    said: str
    moment: datetime
    #: The last event that counts, where the address names one.
    seq: int | None = None

    @property
    def is_day(self) -> bool:
        """Whether a whole day was named, and no time of it."""
        return self.seq is None and len(self.said) <= len("2026-11-01")

    @property
    def until(self) -> Until:
        """How far is looked: the event, or the moment."""
        return self.moment if self.seq is None else self.seq

    @property
    def address(self) -> dict[str, str]:
        """What an address has for it to show the same."""
        return {KNOWN_ON if self.seq is None else AS_OF: self.said}

    @property
    def day(self) -> date:
        """The day in UTC."""
        return self.moment.date()

    @property
    def today(self) -> date:
        """The last day there is to look back to."""
        return now().date()

    @contextmanager
    def reading(
        self,
        articles: Sequence[str] | None = None,
        *,
        trail: Sequence[str] = (),
        as_told: bool = False,
    ) -> Iterator[None]:
        """Inside, all queries find the project as it was known then, or these articles of it.

        And what happened until then to those of `trail`. To an observer, what was handed in then
        and is so now; with `as_told`, what was handed in then, for readers outside were told of it.
        """
        is_masked = current_access().role is Role.OBSERVER and not as_told
        take = known_as_submitted if is_masked else known_on
        project_id = current_project().id
        known = take(project_id, self.until, articles)
        try:
            put_trail(known, project_id, self.until, trail)
            with reading_from(known):
                yield
        finally:
            known.close()


def looking_back(*, by_event: bool = False) -> LookedBack | None:
    """What the address asks for; raises `Invalid` for what is no day of the project.

    With `by_event`, the address may name an event instead.
    """
    asked = request.args.copy()
    if by_event and asked.get(AS_OF):
        return as_of(asked[AS_OF])
    if by_event and asked.get(TIME) and _DAY.fullmatch(asked.get(KNOWN_ON, "")):
        asked[KNOWN_ON] = _end_of_minute(asked[KNOWN_ON], asked[TIME])
    form = KnownOnForm(asked, meta={"csrf": False})
    form.checked()
    moment = form.known_on.moment
    if moment is None:
        return None
    said = (form.known_on.data or "").strip()
    return LookedBack(said, moment)


def _end_of_minute(day: str, said: str) -> str:
    """Of a minute as of a day, the last moment; of this minute, now.

    Raises `Invalid` for hours and minutes that no clock shows, and for what is yet to come.
    """
    if _MINUTE.fullmatch(said.strip()) is None:
        raise Invalid(
            "“%(said)s” is no time of a day: type hours and minutes in UTC, such as 18:30.",
            TIME,
            said=said,
        )
    try:
        begins = from_iso(f"{day}T{said.strip()}:00.000Z")
    except ValueError:
        # There is no such day, which is told of the day.
        return day
    if begins > now():
        raise Invalid(
            "%(said)s lies in the future: nothing of it is known yet.", TIME, said=f"{day} {said}"
        )
    return iso(min(begins + timedelta(minutes=1, milliseconds=-1), now()))


def as_of(said: str) -> LookedBack:
    """Things as the event of this number left them.

    Raises `Invalid` for what is no number of an event, and `NotFound` where some events are kept
    back from who asks: numbers without gaps would tell how much others did.
    """
    if not current_sight().is_whole:
        raise NotFound("There is no such page.")
    is_number = said.isascii() and said.isdigit() and len(said) < _MOST_DIGITS
    moment = when_recorded(current_project().id, int(said)) if is_number else None
    if moment is None:
        raise Invalid("“%(said)s” is no number of an event of this project.", AS_OF, said=said)
    return LookedBack(str(int(said)), moment, int(said))
