"""Whatever comes in, read by its format and stored, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO, TypeVar

from annotator.articles.drafts import ArticleDraft
from annotator.articles.json_lines import Line
from annotator.articles.service import import_batches
from annotator.audit.models import Actor
from annotator.errors import Invalid
from annotator.formats.interface import Item, Options, Source
from annotator.formats.native import import_native
from annotator.formats.registry import format_named, format_of
from annotator.projects.models import Project

Kind = TypeVar("Kind", ArticleDraft, Line)


def items_of(source: Source, options: Options, kind: str | None = None) -> Iterator[Item]:
    """What the file holds; without `kind`, its name says the format."""
    reader = format_named(kind) if kind else format_of(source)
    return reader.read(source, options)


def import_file(
    project: Project,
    stream: BinaryIO,
    name: str,
    *,
    actor: Actor,
    kind: str | None = None,
    keep_extra: bool = False,
) -> Iterator[int]:
    """Read one file in; yields how many of its articles are in after each batch."""
    source = Source(name, lambda: stream)
    options = Options(project=project.slug, is_named=kind is not None, keep_extra=keep_extra)
    return import_items(project, items_of(source, options, kind), actor=actor)


def import_items(project: Project, items: Iterable[Item], *, actor: Actor) -> Iterator[int]:
    """Store what was read; what is wrong with a row is raised when its turn comes."""
    sound = _sound(items)
    first = next(sound, None)
    if first is None:
        return iter(())
    if isinstance(first, Line):
        lines = _of(Line, first, sound)
        return import_native(project, lines, actor=actor, foreign=first.foreign)
    return import_batches(project, _of(ArticleDraft, first, sound), actor=actor)


def _sound(items: Iterable[Item]) -> Iterator[ArticleDraft | Line]:
    for item in items:
        if isinstance(item, Invalid):
            raise item
        yield item


def _of(
    kind: type[Kind], first: ArticleDraft | Line, rest: Iterator[ArticleDraft | Line]
) -> Iterator[Kind]:
    for item in chain([first], rest):
        if not isinstance(item, kind):
            raise Invalid("The file holds rows of two formats.", "file")
        yield item
