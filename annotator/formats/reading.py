"""Whatever comes in: which format a file is in, and the way that this format is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO

from annotator.articles.json_lines import JsonLines, Line
from annotator.articles.reading import read_jsonl, read_text_file
from annotator.articles.service import import_batches
from annotator.audit.models import Actor
from annotator.errors import Invalid
from annotator.formats.native import import_native
from annotator.projects.models import Project

NATIVE_SCHEMAS = "annotator/"


class Format(StrEnum):
    """What an import reads."""

    TEXT = "text"
    JSONL = "jsonl"
    NATIVE = "native"


SUFFIXES = {".txt": Format.TEXT, ".jsonl": Format.JSONL, ".ndjson": Format.JSONL}


def format_of(name: str) -> Format:
    """The format that a file's name promises; raises `Invalid` for a name that promises none."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Invalid(
            "“%(name)s” has none of the endings %(known)s; name its format.",
            "file",
            name=PurePath(name).name[:100],
            known=", ".join(SUFFIXES),
        )
    return SUFFIXES[suffix]


def import_file(
    project: Project,
    stream: BinaryIO,
    name: str,
    *,
    actor: Actor,
    kind: Format | None = None,
    keep_extra: bool = False,
) -> Iterator[int]:
    """Read one file in; yields how many of its articles are in after each batch.

    Without `kind` the file's name says it; native JSON Lines are known by their first line.
    """
    if (kind or format_of(name)) is Format.TEXT:
        draft = read_text_file(stream.read(), name)
        return import_batches(project, [draft], actor=actor)
    return import_lines(
        project, JsonLines(stream, name), actor=actor, kind=kind, keep_extra=keep_extra
    )


def import_lines(
    project: Project,
    lines: Iterable[Line],
    *,
    actor: Actor,
    kind: Format | None = None,
    keep_extra: bool = False,
) -> Iterator[int]:
    """JSON Lines of either kind."""
    source = iter(lines)
    first = next(source, None)
    if first is None:
        return iter(())
    whole = chain([first], source)
    if kind is Format.NATIVE or (kind is None and _is_native(first)):
        return import_native(project, whole, actor=actor)
    return import_batches(project, read_jsonl(whole, keep_extra=keep_extra), actor=actor)


def _is_native(line: Line) -> bool:
    schema = line.value.get("schema")
    return isinstance(schema, str) and schema.startswith(NATIVE_SCHEMAS)
