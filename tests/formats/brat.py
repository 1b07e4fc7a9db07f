"""Folders of brat stand-off, made by hand, and what is in them without ids and order."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import select

from annotator.db import db
from annotator.errors import Invalid
from annotator.export.formats.brat import BratExport
from annotator.export.formats.interface import Export
from annotator.export.options import Options as ExportOptions
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import line_groups
from annotator.formats.brat.format import BratFormat
from annotator.formats.brat.records import Event, Record, TextBound, parse
from annotator.formats.interface import Format, Item, Options, Source
from annotator.formats.mapping import LabelMapping
from annotator.projects.models import Project
from tests.imports.arriving import bring

POLNEAR = Path(__file__).resolve().parents[3] / "shared" / "data" / "polnear"

TEXT = (
    "Dam “will hold” 🌊\n"
    "\n"
    "The dam will hold, the mayor told reporters, and so will the bridge. “We are\n"
    "safe,” she said. Critics disagree.\n"
)


def at(*words: str, text: str = TEXT) -> str:
    """The places of these words, in code points."""
    found = [text.index(word) for word in words]
    return ";".join(
        f"{start} {start + len(word)}" for start, word in zip(found, words, strict=True)
    )


#: One file with every kind of record and every quirk of the real ones: a content in two pieces,
#: a speaker of two events, pieces out of order, a line break inside a record, a second content,
#: an attribution of nobody, and labels that have no meaning here.
ANN = "\n".join(
    [
        f"T1\tContent {at('The dam will hold', 'so will the bridge')}"
        "\tThe dam will hold so will the bridge",
        f"T2\tCue {at('told')}\ttold",
        f"T3\tSource {at('the mayor')}\tthe mayor",
        f"T4\tAttribution {at('told')}\ttold",
        "E1\tAttribution:T4 Content:T1 Cue:T2 Source:T3",
        f"T6\tContent {at('safe,”', '“We are')}\tsafe,” “We are",
        f"T7\tCue {at('she said')}\tshe said",
        f"T8\tAttribution {at('she said')}\tshe said",
        f"T9\tContent {at('Critics')}\tCritics",
        "E2\tAttribution:T8 Source:T3 Cue:T7 Content:T6 Content2:T9",
        f"T10\tContent {at('will hold” 🌊')}\twill hold” 🌊",
        f"T11\tAttribution-no-source {at('Dam')}\tDam",
        "E3\tAttribution-no-source:T11 Content:T10",
        f"T12\tContent {at('“We are', 'safe')}\t“We are\nsafe".replace("; ", ";"),
        f"T13\tDiscuss {at('disagree')}\tdisagree",
        "A1\tNegation E1",
        "A2\tKind E2 direct",
        "M1\tLevel T13 high",
        "R1\tCoref Arg1:T3 Arg2:T7",
        "N1\tReference T3 Wikipedia:1\tMayor",
        "#1\tAnnotatorNotes E1\tTwo pieces",
        "#2\tAnnotatorNotes T13\tWhy?",
        "*\tEquiv T1 T9",
        "",
    ]
)


def folder(files: Mapping[str, str | bytes]) -> Source:
    """A folder of these files."""
    raw = {name: data.encode() if isinstance(data, str) else data for name, data in files.items()}
    members = {
        name: Source(name, lambda data=data: io.BytesIO(data), len(data))  # type: ignore[misc]
        for name, data in raw.items()
    }
    return Source("folder", io.BytesIO, 0, members)


def archive(files: Mapping[str, str | bytes]) -> Source:
    """A ZIP archive of these files."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as whole:
        for name, data in files.items():
            whole.writestr(name, data)
    return Source("x.zip", lambda: io.BytesIO(packed.getvalue()), len(packed.getvalue()))


def refused_in(source: Source, reader: Format) -> list[str]:
    """What is wrong with a file that ends with it, or with its rows, as sentences."""
    try:
        return refusals(list(reader.read(source, Options(project="trains"))))
    except Invalid as refusal:
        return [str(refusal)]


def folder_at(path: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {
        found.relative_to(path).as_posix(): found.read_bytes()
        for found in sorted(path.rglob("*"))
        if found.is_file()
    }


def read(files: Mapping[str, str | bytes], mapping: LabelMapping | None = None) -> list[Item]:
    """What comes out of a folder."""
    return list(BratFormat().read(folder(files), Options(project="trains", mapping=mapping)))


def refusals(items: list[Item]) -> list[str]:
    """What was wrong, as sentences."""
    return [str(item) for item in items if isinstance(item, Invalid)]


def row(files: Mapping[str, str | bytes], mapping: LabelMapping | None = None) -> dict[str, Any]:
    """The one native row of a folder in which nothing is wrong."""
    [item] = read(files, mapping)
    assert not isinstance(item, Invalid), str(item)
    return item.value  # type: ignore[union-attr]


def bring_in(
    slug: str, files: Mapping[str, str | bytes], mapping: LabelMapping | None = None
) -> int:
    """Import the folder into a project that stands already."""
    return bring(slug, folder(files), mapping=mapping)


def take_out(slug: str, *, names: bool = True, **asked: Any) -> dict[str, bytes]:
    """Export the project as brat stand-off."""
    found: dict[str, bytes] = {}
    project_id = db.session.scalars(select(Project.id).where(Project.slug == slug)).one()
    with Snapshot(project_id) as snapshot:
        export = Export(snapshot, slug, ExportOptions(names=names, **asked))
        for _ in BratExport().files(export, found.__setitem__):
            pass
    assert not [remark for remark in export.remarks if "no longer fit" in remark.sentence]
    return found


def native_rows(slug: str, **asked: Any) -> bytes:
    """Export the project as native JSON Lines."""
    project_id = db.session.scalars(select(Project.id).where(Project.slug == slug)).one()
    with Snapshot(project_id) as snapshot:
        groups = line_groups(snapshot, slug, ExportOptions(**asked))
        return b"".join(line for lines in groups for line in lines)


def pieces_in(files: Mapping[str, bytes]) -> int:
    """How many pieces the contents of all events have."""
    count = 0
    for name in files:
        records = parse(files[name].decode(), name) if name.endswith(".ann") else []
        sizes = {one.id: len(one.pieces) for one in records if isinstance(one, TextBound)}
        for event in records:
            if isinstance(event, Event):
                count += sum(sizes[key] for role, key in event.roles if role.startswith("Content"))
    return count


def content(data: bytes) -> Counter[Any]:
    """The records of a file as a multiset, with what they speak of in place of its id."""
    records = parse(data.decode(), "a.ann")
    by_id = {record.id: record for record in records}

    def of(value: Any, *, order: bool = True) -> Any:
        if isinstance(value, tuple):
            parts = [of(part) for part in value]
            return tuple(parts) if order else tuple(sorted(parts, key=repr))
        return whole(by_id[value]) if value in by_id else value

    def whole(record: Record) -> Any:
        values: list[Any] = [type(record).__name__]
        for field in fields(record):
            if field.compare and field.name != "id":
                # The roles of an event stand in any order.
                values.append(of(getattr(record, field.name), order=field.name != "roles"))
        return tuple(values)

    return Counter(map(whole, records))
