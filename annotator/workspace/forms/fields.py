"""What the fields of the workspace share: limits, checks, and what "not sent" means."""

from __future__ import annotations

import re
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, Form, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import Length, ValidationError

from annotator.annotations.drafts import KEEP, Keep
from annotator.web.forms import was_sent
from annotator.web.texts import StorableText as StorableText

MAX_OFFSET = 2**31 - 1

Value = TypeVar("Value")

_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Identifier:
    """A UUID that the browser made, in its canonical form."""

    def __call__(self, _form: Form, field: StringField) -> None:
        """Refuse anything else."""
        if not _CANONICAL.fullmatch(field.data or ""):
            raise ValidationError(_l("This identifier is not a UUID."))


class AtMost(Length):
    """A text of so many characters, and no more."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most)

    def __call__(self, _form: BaseForm, field: StringField) -> None:
        """Say which field it is, as its sentence is also read apart from it."""
        if len(field.data or "") > self.max:
            name = field.label.text
            raise ValidationError(
                _l(
                    "“%(field)s” has more than %(most)d characters: shorten it.",
                    field=name,
                    most=self.max,
                )
            )


class Day(DateField):
    """A day of the calendar."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; the sentence of what is none says which field it is."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            name = self.label.text
            sentence = _l(
                "“%(field)s” is no day: give year, month and day, the year in four digits.",
                field=name,
            )
            raise ValueError(sentence) from None


class SentChoice(SelectField):
    """A choice that may be absent: then its data is empty, and nothing is checked."""

    def process_data(self, value: object) -> None:
        """Absent is empty, not the word `None`."""
        self.data = "" if value is None else str(value)

    def pre_validate(self, form: BaseForm) -> None:
        """Check only what was sent; the sentence says which field it is."""
        # The values first: WTForms makes each choice ready to be shown before it looks at any.
        values = (choice.value for choice in self.choices or () if isinstance(choice, SelectChoice))
        if was_sent(self) and self.data not in values:
            raise ValidationError(
                _l(
                    "“%(field)s” offers no such choice: choose one of those that it has.",
                    field=self.label.text,
                )
            )


def within_reach(_form: Form, field: DateField) -> None:
    """Refuse days that no article, source or verdict is of: a year was mistyped."""
    if field.data and not 1000 <= field.data.year <= 9000:
        name = field.label.text
        raise ValidationError(_l("“%(field)s” cannot be right: look at its year.", field=name))


def sent(field: Field, value: Value) -> Value | Keep:
    """The value of a field that came with the request, else "leave it as it is"."""
    return value if was_sent(field) else KEEP
