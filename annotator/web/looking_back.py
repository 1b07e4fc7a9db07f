"""Pages and files as known on a day: the field that asks for it, and reading with it.

A page gets it with two lines: `looked = looking_back()` (None where the address names no day), and
`with looked.reading():` around what it reads; whoever may see the page is settled before that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from annotator.assignments.known import known_as_submitted
from annotator.audit.known import known_on, moment_of, put_trail
from annotator.clock import now
from annotator.db import reading_from
from annotator.errors import Invalid
from annotator.projects.models import Role
from annotator.web.errors import sentence_of
from annotator.web.forms import AppForm
from annotator.web.guards import current_access, current_project

#: The name of the field, in forms as in addresses.
KNOWN_ON = "known_on"


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

    @property
    def is_day(self) -> bool:
        """Whether a whole day was named, and no time of it."""
        return len(self.said) <= len("2026-11-01")

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
        known = take(project_id, self.moment, articles)
        try:
            put_trail(known, project_id, self.moment, trail)
            with reading_from(known):
                yield
        finally:
            known.close()


def looking_back() -> LookedBack | None:
    """What the address asks for; raises `Invalid` for what is no day of the project."""
    form = KnownOnForm(request.args, meta={"csrf": False})
    form.checked()
    moment = form.known_on.moment
    if moment is None:
        return None
    said = (form.known_on.data or "").strip()
    return LookedBack(said, moment)
