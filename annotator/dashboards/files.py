"""Every figure of a dashboard as one CSV table: a line each."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from annotator.dashboards.board import Board
from annotator.dashboards.figures import Pace, Throughput
from annotator.spreadsheets import defused

_HEAD = ("figure", "day", "person", "key", "number")

Line = tuple[str, object, str, str, object]


def as_csv(board: Board) -> str:
    """UTF-8 text after RFC 4180; days as ISO 8601, keys as in exports."""
    out = StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(_HEAD)
    for line in _lines(board):
        writer.writerow([defused(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


def _lines(board: Board) -> Iterator[Line]:
    for stage in board.overview.stages:
        yield "articles", "", "", stage.key, stage.number
    for due in board.overview.due:
        yield "due", due.day, "", "articles", due.articles
        yield "due", due.day, "", "unfinished", due.unfinished
    yield from _of_throughput(board.throughput)
    for week in board.verdicts.weeks:
        for count in week.ratings:
            yield "verdicts", week.monday, "", count.key, count.number
    for age in board.queue.ages:
        days = f"{age.least}-{'' if age.most is None else age.most}"
        yield "waiting", "", "", f"{days} untouched", age.untouched
        yield "waiting", "", "", f"{days} wanting", age.wanting
    yield from _of_pace(board.pace)
    if board.agreement is not None:
        for measured in board.agreement.weeks:
            yield "agreement", measured.key, "", "span_overlap_f1", _value(measured.value)


def _of_throughput(found: Throughput) -> Iterator[Line]:
    for day in found.days:
        for count in day.marks:
            yield "marks", day.day, "", count.key, count.number
        yield "verdicts", day.day, "", "given", day.verdicts
        yield "submitted", day.day, "", "articles", day.articles
        yield "submitted", day.day, "", "words", day.words
    for one in found.people:
        yield "marks", "", one.name, "", one.marks
        yield "verdicts", "", one.name, "given", one.verdicts
        yield "submitted", "", one.name, "articles", one.articles
        yield "submitted", "", one.name, "words", one.words


def _of_pace(pace: Pace) -> Iterator[Line]:
    for line in (pace.project, *pace.people):
        who = line.name or ""
        yield "minutes_per_1000_words", "", who, "median", _value(line.minutes)
        yield "minutes_per_1000_words", "", who, "articles", line.n
        for count in line.left_out:
            yield "minutes_per_1000_words", "", who, f"left out: {count.key}", count.number


def _value(value: float | None) -> object:
    return "" if value is None else value
