"""JSON Lines, a line at a time: the same data gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from annotator.export.options import Options
from annotator.export.queries import Snapshot
from annotator.export.records import Records

# What some readers take for the end of a line. C0 is escaped already, as JSON asks.
_BREAKS = ((b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029"), (b"\xc2\x85", b"\\u0085"))


def lines(snapshot: Snapshot, slug: str, options: Options) -> Iterator[bytes]:
    """The lines of an export, each proved; raises `Unproved` at the first that is not true."""
    for group in line_groups(snapshot, slug, options):
        yield from group


def line_groups(snapshot: Snapshot, slug: str, options: Options) -> Iterator[list[bytes]]:
    """The same lines by the article; an article without a span or a claim is an empty list."""
    records = Records(slug, options, snapshot.people(), snapshot.schemes())
    for chunk in snapshot.chunks():
        for article in chunk.articles:
            yield [_line(record) for record in records.of_article(article, chunk)]


def _line(record: object) -> bytes:
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    for raw, escape in _BREAKS:
        if raw in line:
            line = line.replace(raw, escape)
    return line
