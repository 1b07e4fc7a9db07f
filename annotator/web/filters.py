"""What a filter asks for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from wtforms import Field, HiddenField, SelectField


def in_force(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """What is set of these fields: the name of each, and what it holds, as its list calls it.

    A field that stands as it does when nobody asked is left out, and so is a choice that the list
    does not offer.
    """
    return [
        (str(field.label.text), words)
        for field in fields
        if not isinstance(field, HiddenField) and field.data and field.data != field.default
        for words in _said(field)
    ]


def _said(field: Field) -> Iterator[str]:
    if isinstance(field, SelectField):
        yield from (str(words) for value, words in _offered(field) if value == field.data)
    elif field.data is True:
        yield _("yes")
    elif isinstance(field.data, date):
        yield format_date(field.data)
    else:
        yield str(field.data)


def _offered(field: SelectField) -> Iterator[tuple[str, Any]]:
    """What a list offers; all of a group by the group's own words."""
    choices = field.choices or ()
    if not isinstance(choices, dict):
        yield from ((value, words) for value, words, *_more in choices)
        return
    for title, group in choices.items():
        yield from ((value, title if value.endswith(".") else words) for value, words, *_ in group)
