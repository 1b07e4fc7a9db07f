"""Plain JSON Lines: an article a line. A native export is known by its first line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import chain
from typing import Any

import orjson

from annotator.articles.drafts import ArticleDraft, one_line
from annotator.articles.json_lines import JsonLines, Line
from annotator.errors import Invalid
from annotator.formats.interface import OF_A_ROW, Format, Item, Options, Source
from annotator.formats.spans import has_spans, read_spans

NATIVE_SCHEMAS = "annotator/"

_WORDS = ("title", "url", "byline", "publisher", "language")
KEYS = frozenset({"text", "id", "external_id", "published_on", *_WORDS})

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class JsonlFormat(Format):
    """One JSON object a line."""

    name = "jsonl"
    suffixes = (".jsonl", ".ndjson")
    about = "JSON Lines"
    one_article = "a line, a JSON object whose `text` it is"
    carries = OF_A_ROW
    notes = (
        "A key that is not known is refused, unless `--keep-extra` keeps it in `origin`.",
        'A file whose first line has `"schema": "annotator/…"` is native.',
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """An article a line, or the rows of a native export as they stand."""
        with closing(source.open()) as stream:
            yield from self._items(JsonLines(stream, source.name), source, options)

    def _items(self, lines: JsonLines, source: Source, options: Options) -> Iterator[Item]:
        entries = lines.entries()
        first = next(entries, None)
        if first is None:
            return
        native = not options.is_named and isinstance(first, Line) and is_native(first)
        whole = chain([first], entries)
        marked = options.mapping is not None and isinstance(first, Line) and has_spans(first.value)
        items = (entry if native else _item(entry, options) for entry in whole)
        for item in read_spans(whole, source, options) if marked and not native else items:
            source.taken = lines.read_bytes
            yield item


def is_native(line: Line) -> bool:
    """Whether the line says of itself that it is one of an export."""
    schema = line.value.get("schema")
    return isinstance(schema, str) and schema.startswith(NATIVE_SCHEMAS)


def _item(entry: Line | Invalid, options: Options) -> ArticleDraft | Invalid:
    if isinstance(entry, Invalid):
        return entry
    try:
        return _draft(entry, keep_extra=options.keep_extra)
    except Invalid as error:
        return entry.place.refusal(error)


def _draft(line: Line, *, keep_extra: bool) -> ArticleDraft:
    row = line.value
    extra = {key: value for key, value in row.items() if key not in KEYS}
    if extra and not keep_extra:
        raise Invalid(
            "there is no such key; those known are %(keys)s: correct it, or have unknown keys kept"
            " (--keep-extra)",
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
