"""Tables of text (CSV): an article a row, its columns found by their names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import BinaryIO

import orjson

from annotator.articles.drafts import ArticleDraft, one_line
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.encodings import encoding_at
from annotator.formats.interface import OF_A_ROW, Format, Item, Options, Source
from annotator.formats.jsonl import read_date

#: Longer than any article may be; a quotation mark that closes nothing is noticed by it.
MOST_CELL = 4_000_000
_HEAD = 256 * 1024
_DELIMITERS = (",", ";", "\t", "|")
#: What columns are called, in small letters.
NAMES = {
    "text": ("text", "body", "content", "article"),
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "byline": ("byline", "author"),
    "publisher": ("publisher", "source", "outlet"),
    "published_on": ("published_on", "published", "date"),
    "language": ("language", "lang"),
    "external_id": ("external_id", "id"),
}
_WORDS = ("title", "url", "byline", "publisher", "language", "external_id")
csv.field_size_limit(MOST_CELL)


class CsvFormat(Format):
    """Comma-separated values, or separated by semicolon, tab or bar."""

    name = "csv"
    suffixes = (".csv", ".tsv")
    about = "CSV"
    one_article = "a row; a column named `text`, `body`, `content` or `article` is needed"
    carries = OF_A_ROW
    notes = (
        "The separator is found; columns are found by name, or as `--column FIELD=NAME` says "
        "(a number, counted from 1, where there is no header).",
        "Columns that are no field are kept in `origin`. Cells that look like formulas are text.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """An article a row; a row at fault is given as what is wrong with it."""
        with closing(source.open()) as stream:
            head = stream.read(_HEAD)
            try:
                codec, source.encoding = encoding_at(head, options.encoding)
            except Invalid as error:
                raise Place(source.name).refusal(error) from None
            whole = io.TextIOWrapper(io.BufferedReader(_Rejoined(head, stream)), codec, newline="")
            text = head.decode(codec, "replace").removeprefix("\ufeff")
            delimiter = _delimiter_of(text, source.suffix, options.columns)
            yield from _items(_rows(whole, delimiter, source), source.name, options)


class _Rejoined(io.RawIOBase):
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


def _rows(
    text: io.TextIOWrapper, delimiter: str, source: Source
) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its first line; blank lines are no rows."""
    reader = csv.reader(_lines(text), delimiter=delimiter)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeDecodeError) as error:
            raise Place(source.name, line).refusal(_broken_by(error)) from None
        source.taken += sum(map(len, row)) + len(row)
        if any(row):
            yield line, row
        line = reader.line_num + 1


def _broken_by(error: csv.Error | UnicodeDecodeError) -> Invalid:
    if isinstance(error, UnicodeDecodeError):
        return Invalid(
            "what follows is not %(encoding)s: name the encoding, or save the table as UTF-8",
            encoding=error.encoding,
        )
    return Invalid(
        "a line or a cell has more than %(most)s characters: look for a quotation mark that nothing"
        " closes",
        most=MOST_CELL,
    )


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    first = True
    while line := text.readline(MOST_CELL + 1):
        if len(line) > MOST_CELL:
            raise csv.Error
        yield line.removeprefix("\ufeff") if first else line
        first = False


def _delimiter_of(text: str, suffix: str, columns: Mapping[str, str]) -> str:
    """The one by which the first row has the most columns that are known, or the most at all."""
    wanted = {name.casefold() for name in columns.values()}
    known = wanted | {name for names in NAMES.values() for name in names}

    def score(delimiter: str) -> tuple[int, int]:
        try:
            row = next(csv.reader(text.splitlines(keepends=True), delimiter=delimiter), [])
        except csv.Error:
            return 0, 0
        return sum(cell.strip().casefold() in known for cell in row), len(row)

    usual = ("\t", *_DELIMITERS) if suffix == ".tsv" else _DELIMITERS
    return max(usual, key=score)


def _items(rows: Iterator[tuple[int, list[str]]], file: str, options: Options) -> Iterator[Item]:
    first = next(rows, None)
    if first is None:
        return
    line, header = first
    numbered = bool(options.columns) and all(name.isdecimal() for name in options.columns.values())
    if numbered:
        header = [str(number) for number in range(1, len(header) + 1)]
    places = _places(header, options.columns, Place(file, line))
    if numbered:
        yield _item(first[1], header, places, Place(file, line))
    for line, row in rows:
        yield _item(row, header, places, Place(file, line))


def _places(header: Sequence[str], columns: Mapping[str, str], place: Place) -> dict[str, int]:
    """Which column each field is in; raises `Invalid` unless there is a text."""
    names = [cell.strip().casefold() for cell in header]
    found: dict[str, int] = {}
    for field, usual in NAMES.items():
        if field in columns:
            if columns[field].strip().casefold() not in names:
                problem = Invalid("there is no such column", columns[field][:60])
                raise place.refusal(problem)
            usual = (columns[field].strip().casefold(),)
        column = next((names.index(name) for name in usual if name in names), None)
        if column is not None and column not in found.values():
            found[field] = column
    unknown = next((field for field in columns if field not in NAMES), None)
    if unknown is not None:
        problem = Invalid("it is no field; those are %(known)s", unknown, known=", ".join(NAMES))
        raise place.refusal(problem)
    if "text" not in found:
        shown = ", ".join(cell.strip() for cell in header)[:200]
        raise place.refusal(
            Invalid(
                "none of the columns (%(columns)s) is called text: rename the one that is it, or"
                " say which one is (--column text=NAME)",
                "text",
                columns=shown,
            )
        )  # fmt: skip
    return found


def _item(row: list[str], header: list[str], places: dict[str, int], place: Place) -> Item:
    try:
        if len(row) != len(header):
            raise Invalid(
                "the row has %(cells)s cells, and the first one has %(columns)s",
                cells=len(row),
                columns=len(header),
            )
        return _draft(row, header, places, place)
    except Invalid as error:
        return place.refusal(error)


def _draft(row: list[str], header: list[str], places: dict[str, int], place: Place) -> ArticleDraft:
    values = {field: row[column] for field, column in places.items()}
    known = set(places.values())
    extra = {header[at]: cell for at, cell in enumerate(row) if at not in known and cell}
    words = {field: one_line(values.get(field)) for field in _WORDS}
    return ArticleDraft(
        text=values["text"],
        published_on=read_date(values.get("published_on") or None, "published_on"),
        origin=orjson.dumps(extra).decode() if extra else None,
        place=place,
        **words,  # type: ignore[arg-type]
    )
