"""The command that takes data out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from annotator.audit.heads import append_heads, head_line
from annotator.audit.known import moment_of
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import writing
from annotator.errors import NotFound
from annotator.export.asking import selection_of
from annotator.export.compressing import is_compressed
from annotator.export.formats.interface import Export
from annotator.export.formats.registry import BY_NAME, format_of
from annotator.export.options import LINES, Layers, Options, Revisions, Unit
from annotator.export.reading.known import snapshot_for
from annotator.export.selecting import selection_options
from annotator.export.service import record_export
from annotator.export.tally import remarks_of, tally_of
from annotator.export.trashed import left_out_remarks
from annotator.export.writing import check_output, written
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_HEAD = "Append the head of the audit trail to this file, for `audit verify --head`."
_TELL_EVERY = 1000


@click.command(epilog="Example: annotator export climate-desk --unit claim -o claims.jsonl")
@click.argument("slug")
@click.option(
    "--format",
    "kind",
    type=click.Choice(list(BY_NAME)),
    default=LINES,
    show_default=True,
    help="What is written; each is described in docs/formats.md.",
)
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in Unit]),
    help="What one line is, where the format leaves a choice; an article when left out.",
)
@click.option(
    "--layer",
    type=click.Choice([layer.value for layer in Layers]),
    default=Layers.ALL.value,
    show_default=True,
    help="Whose marks are written.",
)
@click.option(
    "--revisions",
    type=click.Choice([which.value for which in Revisions]),
    default=Revisions.NEWEST.value,
    show_default=True,
    help="Which texts of a corrected article are written: all come with the reports.",
)
@click.option(
    "--as-known-on",
    "known_on",
    metavar="DATE|TIME",
    help="Everything as it had been recorded by the end of that day in UTC, or by that time.",
)
@selection_options
@click.option("--names", is_flag=True, help="Name persons; without this they are r1, r2, …")
@click.option("--comments", is_flag=True, help="With what was said about the marks.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, standard output when left out; for a format of many files a new "
    "folder, or a .zip. JSON Lines in a .zst are compressed.",
)
@click.option("--head", "heads", type=click.Path(path_type=Path), help=_HEAD)
@with_appcontext
def export(slug: str, output: Path | None, known_on: str | None, **said: Any) -> None:
    """Write the project SLUG, each row proved against its text; the same data, the same bytes.

    A file is whole or is not there at all."""
    options = replace(_asked(said), compressed=is_compressed(output))
    check_output(format_of(options), output)
    with writing():
        project = project_by_slug(slug)
        if project is None:
            raise NotFound("There is no project %(slug)s.", slug=slug)
        options = replace(options, selection=selection_of(project, said))
        format_of(options).check(options)
        if known_on is not None:
            options = replace(options, known_on=moment_of(known_on, began=project.created_at))
        line = head_line(slug, record_export(project, options, actor=_SHELL))
    append_heads(said["heads"], [line])
    _write(project, options, output)
    for remark in left_out_remarks(project.id):
        click.echo(remark, err=True)


def _asked(said: dict[str, Any]) -> Options:
    known = BY_NAME[said["kind"]]
    return Options(
        Unit(said["unit"]) if said["unit"] else known.units[0],
        Layers(said["layer"]),
        said["names"],
        comments=said["comments"],
        kind=known.name,
        revisions=Revisions(said["revisions"]),
    )


def _write(project: Project, options: Options, output: Path | None) -> None:
    known = format_of(options)
    with (
        snapshot_for(project.id, options) as snapshot,
        _progress(snapshot.count(), output is None) as tell,
    ):
        export = Export(snapshot, project.slug, options)
        for _ in written(known, export, output):
            tell(1)
        tally = None if options.selection.is_everything else tally_of(snapshot, options)
    for remark in (*remarks_of(tally), *export.remarks) if tally else export.remarks:
        click.echo(remark, err=True)
    for detail in export.details:
        click.echo(detail, err=True)
    one, many = known.counts
    click.echo(f"{export.written} {one if export.written == 1 else many} written.", err=True)


@contextmanager
def _progress(total: int, on_terminal: bool) -> Iterator[Any]:
    """A bar on a terminal, a plain line now and then elsewhere; always on standard error."""
    # Lines on a terminal and a bar in their midst cannot both be read.
    if sys.stderr.isatty() and not (on_terminal and sys.stdout.isatty()):
        with click.progressbar(length=total, label="Exporting", file=sys.stderr) as bar:
            yield bar.update
        return
    done = 0

    def tell(more: int) -> None:
        nonlocal done
        done += more
        if done % _TELL_EVERY == 0:
            click.echo(f"{done} of {total} articles", err=True)

    yield tell


COMMANDS = [export]
