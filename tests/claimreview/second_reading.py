"""The rules a second time, as a JSON Schema with three words of its own."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from jsonschema import Draft202012Validator, ValidationError, validators

_SCHEMA = orjson.loads(Path(__file__).with_name("schema.json").read_bytes())
_CLOCK = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?"
)
_COMPARE = {"<": operator.lt, "<=": operator.le}


def _ascending(_v: Any, pairs: Any, record: Any, _schema: Any) -> Iterator[ValidationError]:
    if not isinstance(record, dict):
        return
    numbers = {key: value for key, value in record.items() if isinstance(value, (int, float))}
    for one, sign, other in pairs:
        if {one, other} <= set(numbers) and not _COMPARE[sign](numbers[one], numbers[other]):
            yield ValidationError(f"{one} {sign} {other} does not hold")


def _rating_not_in(_v: Any, key: Any, record: Any, _schema: Any) -> Iterator[ValidationError]:
    rating = record.get("reviewRating") if isinstance(record, dict) else None
    label = rating.get("alternateName") if isinstance(rating, dict) else None
    claimed = record.get(key) if isinstance(record, dict) else None
    if not isinstance(label, str) or not isinstance(claimed, str) or not label.strip():
        return
    told, wanted = claimed.lower(), label.strip().lower()
    for found in re.finditer(re.escape(wanted), told):
        around = told[: found.start()][-1:], told[found.end() :][:1]
        if not any(sign.isalnum() or sign == "_" for sign in around):
            yield ValidationError("the rating stands in the claim")


def _day(_v: Any, _given: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if not isinstance(value, str):
        return
    day, _t, moment = value.partition("T")
    shape = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", day)
    try:
        date(*map(int, day.split("-"))) if shape else None
    except ValueError:
        shape = None
    if not shape or ("T" in value and not _CLOCK.fullmatch(moment)):
        yield ValidationError("no day of the calendar")


_VALIDATOR = validators.extend(
    Draft202012Validator,
    {"ascending": _ascending, "ratingNotIn": _rating_not_in, "dayOfCalendar": _day},
)(_SCHEMA)


def is_right(record: object) -> bool:
    """Whether the record breaks no required rule, by this reading."""
    return bool(_VALIDATOR.is_valid(record))
