"""Single values of native JSON Lines: what each kind may be, and the words for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from annotator.clock import from_iso, iso
from annotator.errors import Words

#: Of every string but the article's text and the marked words.
MOST_CHARACTERS = 10_000

#: Of every whole number. A database holds little more than twice as much, and what counts
#: upwards needs room to go on.
GREATEST = 1_000_000_000

_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= MOST_CHARACTERS


def is_long_text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def is_uuid(value: Any) -> bool:
    try:
        return isinstance(value, str) and str(UUID(value)) == value
    except ValueError:
        return False


def is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_time(value: Any) -> bool:
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        return False
    try:
        return iso(from_iso(value)) == value
    except ValueError:
        return False


def is_offset(value: Any) -> bool:
    return type(value) is int and 0 <= value <= GREATEST


def is_count(value: Any) -> bool:
    return type(value) is int and 1 <= value <= GREATEST


def is_bool(value: Any) -> bool:
    return isinstance(value, bool)


def is_list(value: Any) -> bool:
    return isinstance(value, list)


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(is_text(one) for one in value)


def is_object(value: Any) -> bool:
    return isinstance(value, dict)


def is_string(value: Any) -> bool:
    return isinstance(value, str)


#: What each check asks for.
WORDS: dict[Check, Words] = {
    is_text: Words("a string of 1 to 10,000 characters"),
    is_long_text: Words("a string that is not empty"),
    is_uuid: Words("a UUID in small letters"),
    is_date: Words("a date written YYYY-MM-DD"),
    is_time: Words("a time in UTC written YYYY-MM-DDTHH:MM:SS.mmmZ"),
    is_offset: Words("a whole number from 0 to 1,000,000,000"),
    is_count: Words("a whole number from 1 to 1,000,000,000"),
    is_bool: Words("true or false"),
    is_list: Words("a list"),
    is_texts: Words("a list of strings of 1 to 10,000 characters"),
    is_object: Words("an object"),
    is_string: Words("a string"),
}
