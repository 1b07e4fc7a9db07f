"""Files to drafts: a text file is one article, a JSON Lines file one a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson

from annotator.articles.drafts import ArticleDraft, one_line
from annotator.articles.json_lines import Line
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.text.canonical import decode

__all__ = ["KEYS", "ArticleDraft", "read_jsonl", "read_text_file"]

_WORDS = ("title", "url", "byline", "publisher", "language")
KEYS = frozenset({"text", "id", "external_id", "published_on", *_WORDS})

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_text_file(data: bytes, file: str, *, encoding: str | None = None) -> ArticleDraft:
    """The whole file as one article; its first line is proposed as the title."""
    place = Place(file)
    try:
        text = decode(data, encoding)
    except Invalid as error:
        raise place.refusal(error) from None
    return ArticleDraft(text=text, source_sha256=hashlib.sha256(data).hexdigest(), place=place)


def read_jsonl(lines: Iterable[Line], *, keep_extra: bool = False) -> Iterator[ArticleDraft]:
    """One draft a line, as the lines come.

    A key that is not in `KEYS` is refused, unless `keep_extra` keeps it in the draft's origin.
    """
    for line in lines:
        try:
            yield _draft(line, keep_extra=keep_extra)
        except Invalid as error:
            raise line.place.refusal(error) from None


def _draft(line: Line, *, keep_extra: bool) -> ArticleDraft:
    row = line.value
    extra = {key: value for key, value in row.items() if key not in KEYS}
    if extra and not keep_extra:
        raise Invalid(
            "there is no such key; those known are %(keys)s (--keep-extra keeps others)",
            next(iter(extra))[:60],
            keys=", ".join(sorted(KEYS)),
        )
    text = row.get("text")
    if not isinstance(text, str):
        raise Invalid("it must be there, and be a string", "text")
    return ArticleDraft(
        text=text,
        external_id=_external_id(row),
        published_on=read_date(row.get("published_on"), "published_on"),
        origin=orjson.dumps(extra).decode() if extra else None,
        place=line.place,
        **_described(row),
    )


def _described(row: dict[str, Any]) -> dict[str, Any]:
    return {field: _words(row, field) for field in _WORDS}


def _external_id(row: dict[str, Any]) -> str | None:
    if row.get("id") is not None and row.get("external_id") is not None:
        raise Invalid("give “id” or “external_id”, not both", "external_id")
    field = "external_id" if row.get("external_id") is not None else "id"
    value = row.get(field)
    # Many data sets number their rows; as text the number means the same.
    return str(value) if type(value) is int else _words(row, field)


def _words(row: dict[str, Any], field: str) -> str | None:
    value = row.get(field)
    if value is not None and not isinstance(value, str):
        raise Invalid("it must be a string, or null", field)
    return one_line(value)


def read_date(value: object, field: str) -> date | None:
    """A date written YYYY-MM-DD, or None for null; raises `Invalid`."""
    if value is None:
        return None
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise Invalid("it must be a date written YYYY-MM-DD, or null", field)
