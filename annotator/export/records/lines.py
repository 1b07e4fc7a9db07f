"""JSON Lines, a line at a time: the same data gives the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from annotator.export.options import Options, Revisions
from annotator.export.reading.snapshot import Snapshot
from annotator.export.reading.trail import Trail
from annotator.export.records.histories import Histories
from annotator.export.records.persons import Persons
from annotator.export.records.units import Records

# What some readers take for the end of a line, with the last byte of each. C0 is escaped
# already, as JSON asks.
_BREAKS = {"\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}
_LAST_BYTES = (b"\xa8", b"\xa9", b"\x85")


def lines(snapshot: Snapshot, slug: str, options: Options) -> Iterator[bytes]:
    """The lines of an export, each proved; raises `Unproved` at the first that is not true."""
    for group in line_groups(snapshot, slug, options):
        yield from group


def line_groups(snapshot: Snapshot, slug: str, options: Options) -> Iterator[list[bytes]]:
    """The same lines by the article; an article without a span or a claim is an empty list.

    With earlier texts, a corrected article has a line for each, after that of its corrections.
    """
    earlier = options.revisions is Revisions.ALL
    persons = Persons(snapshot, names=options.names, corrections=earlier, comments=options.comments)
    records = Records(slug, options, persons, snapshot.schemes(), snapshot.speakers())
    histories = Histories(slug, options, persons, records, Trail(snapshot)) if earlier else records
    for chunk in snapshot.chunks():
        for article in chunk.articles:
            yield [line_of(record) for record in histories.of_article(article, chunk)]


def line_of(record: object) -> bytes:
    """A record as one line, with nothing in it that any reader takes for the line's end."""
    line = orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE)
    # To look for one byte costs next to nothing, and without it the sign cannot be there.
    if any(byte in line for byte in _LAST_BYTES):
        text = line.decode()
        for sign, escape in _BREAKS.items():
            if sign in text:
                text = text.replace(sign, escape)
                line = text.encode()
    return line
