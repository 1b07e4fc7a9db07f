"""What a file of another kind would leave out: counted before it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import orjson

from annotator.errors import Invalid, Remark
from annotator.export.formats.interface import Export, consumed
from annotator.export.formats.registry import format_of
from annotator.export.options import LINES, Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import line_groups
from annotator.formats.interface import Feature

#: Counting writes the file and throws it away: more than this is for the command.
MOST_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class Losses:
    """How many records the file would hold, and a sentence for each kind of thing left out."""

    written: int
    remarks: tuple[Remark, ...]


def losses_of(snapshot: Snapshot, slug: str, options: Options) -> Losses:
    """Write the file to nowhere and count; raises `Invalid` where there is too much for a page."""
    if snapshot.count() > MOST_ARTICLES:
        raise Invalid(
            "Only up to %(most)s articles are counted on this page; the command counts what it "
            "leaves out of any number.",
            "kind",
            most=f"{MOST_ARTICLES:,}",
        )
    known, export = format_of(options), Export(snapshot, slug, options)
    consumed(known.pieces(export))
    return Losses(export.written, (*export.remarks, *_of_comments(export)))


def _of_comments(export: Export) -> Iterator[Remark]:
    """Comments are in no file unless they are asked for, and here nobody can ask."""
    if Feature.COMMENTS in format_of(export.options).carries:
        return
    asked = replace(export.options, kind=LINES, unit=Unit.ARTICLE, comments=True)
    groups = line_groups(export.snapshot, export.slug, asked)
    found = (orjson.loads(lines[0]) for lines in groups)
    count = sum(len(thread["comments"]) for line in found for thread in line["threads"])
    if count:
        yield Remark("Comments, which it has no place for: %(count)s.", count=count)
