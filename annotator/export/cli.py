"""The command that takes data out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext

from annotator.annotations.choosing import ClaimChoice
from annotator.audit.heads import append_heads, head_line
from annotator.audit.known import moment_of
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import writing
from annotator.errors import NotFound, Refused
from annotator.export.averitec import AveritecExport
from annotator.export.jsonl import line_groups
from annotator.export.known import snapshot_for
from annotator.export.options import Kind, Layers, Options, Revisions, Unit
from annotator.export.queries import Snapshot
from annotator.export.reviews import Told, feed_pieces
from annotator.export.service import record_export
from annotator.export.stand_off import (
    NewFolder,
    Put,
    Written,
    archive,
    put_into,
    write_articles,
)
from annotator.export.trashed import left_out_remarks
from annotator.formats.averitec.loss import remarks_of
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme, project_by_slug, scheme_of
from annotator.speakers.queries import is_speaker

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_HEAD = "Append the head of the audit trail to this file, for `audit verify --head`."
_TELL_EVERY = 1000


@click.command(epilog="Example: annotator export climate-desk --unit claim -o claims.jsonl")
@click.argument("slug")
@click.option(
    "--format",
    "kind",
    type=click.Choice([kind.value for kind in Kind]),
    default=Kind.JSONL.value,
    show_default=True,
    help="What is written: JSON Lines, a folder of brat stand-off, AVeriTeC's list of claims, or "
    "ClaimReview as one feed.",
)
@click.option(
    "--unit",
    type=click.Choice([unit.value for unit in Unit]),
    default=Unit.ARTICLE.value,
    show_default=True,
    help="What one line is.",
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
@click.option("--type", "claim_type", metavar="ID", help="Only claims of this type of the scale.")
@click.option(
    "--speaker",
    metavar="UUID",
    help="Only claims of this speaker; `annotator project speakers list` lists them.",
)
@click.option("--names", is_flag=True, help="Name persons; without this they are r1, r2, …")
@click.option("--comments", is_flag=True, help="With what was said about the marks.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, standard output when left out; for brat a new folder, or a .zip.",
)
@click.option("--head", "heads", type=click.Path(path_type=Path), help=_HEAD)
@with_appcontext
def export(slug: str, output: Path | None, known_on: str | None, **said: Any) -> None:
    """Write the project SLUG, each row proved against its text; the same data, the same bytes.

    A file is whole or is not there at all."""
    options = _asked(said)
    _check(options, output)
    with writing():
        project = project_by_slug(slug)
        if project is None:
            raise NotFound("There is no project %(slug)s.", slug=slug)
        _check_choice(project, options.only)
        if known_on is not None:
            options = replace(options, known_on=moment_of(known_on, began=project.created_at))
        line = head_line(slug, record_export(project, options, actor=_SHELL))
    append_heads(said["heads"], [line])
    if output is not None and options.kind is Kind.BRAT:
        _write_brat(project, options, output)
    elif options.kind is Kind.AVERITEC:
        _write_averitec(project, options, output)
    elif options.kind is Kind.CLAIMREVIEW:
        _write_reviews(project, options, output)
    else:
        _write_lines(project, options, output)
    for remark in left_out_remarks(project.id):
        click.echo(remark, err=True)


def _asked(said: dict[str, Any]) -> Options:
    return Options(
        Unit(said["unit"]),
        Layers(said["layer"]),
        said["names"],
        comments=said["comments"],
        kind=Kind(said["kind"]),
        revisions=Revisions(said["revisions"]),
        only=ClaimChoice(said["claim_type"], said["speaker"]),
    )


def _check_choice(project: Project, only: ClaimChoice) -> None:
    """Raise `Refused` for a type or a speaker that the project does not have."""
    types = scheme_of(current_scheme(project.id)).definition.known("claim_types")
    if only.type is not None and only.type not in types:
        raise Refused(
            "The scale has no type of claim %(type)s: choose one of %(types)s.",
            type=only.type,
            types=", ".join(types),
        )
    if only.speaker is not None and not is_speaker(project.id, only.speaker):
        raise Refused(
            "%(slug)s has no speaker %(speaker)s: annotator project speakers list %(slug)s "
            "lists them.",
            slug=project.slug,
            speaker=only.speaker,
        )


def _write_lines(project: Project, options: Options, output: Path | None) -> None:
    count = 0
    with (
        _output(output) as stream,
        snapshot_for(project.id, options) as snapshot,
        _progress(snapshot.count(), output is None) as tell,
    ):
        for lines in line_groups(snapshot, project.slug, options):
            stream.writelines(lines)
            count += len(lines)
            tell(1)
    click.echo(f"{count} line{'' if count == 1 else 's'} written.", err=True)


def _check(options: Options, output: Path | None) -> None:
    options.check()
    if options.kind is Kind.BRAT and output is None:
        raise Refused("brat stand-off is many files: name a folder, or a .zip, with -o.")
    if options.kind is Kind.BRAT and options.unit is not Unit.ARTICLE:
        raise Refused("brat stand-off is written by the article; leave --unit out.")
    if options.kind is Kind.AVERITEC and options.unit is not Unit.ARTICLE:
        raise Refused("AVeriTeC is written by the claim in any case; leave --unit out.")
    if options.kind is Kind.CLAIMREVIEW and options.unit is not Unit.ARTICLE:
        raise Refused("ClaimReview is written by the check; leave --unit out.")
    if options.kind is not Kind.BRAT and output is not None and output.is_dir():
        raise Refused("%(path)s: it is a folder; name a file.", path=output)


def _write_brat(project: Project, options: Options, output: Path) -> None:
    written = Written()
    with (
        _files(output) as put,
        snapshot_for(project.id, options) as snapshot,
        _progress(snapshot.count(), on_terminal=False) as tell,
    ):
        for _ in write_articles(snapshot, project.slug, options, put, written):
            tell(1)
    click.echo(f"{written.files} files of {written.articles} articles written.", err=True)
    if written.left_out:
        click.echo(
            f"{written.left_out} records that were kept no longer fit the text, and are left out.",
            err=True,
        )


def _write_averitec(project: Project, options: Options, output: Path | None) -> None:
    with (
        _output(output) as stream,
        snapshot_for(project.id, options) as snapshot,
        _progress(snapshot.count(), output is None) as tell,
    ):
        made = AveritecExport(snapshot, project.slug, options)
        for piece in made.pieces():
            stream.write(piece)
            tell(1)
    for remark in remarks_of(made.lost.items()):
        click.echo(remark, err=True)
    click.echo(f"{made.written} record{'' if made.written == 1 else 's'} written.", err=True)


def _write_reviews(project: Project, options: Options, output: Path | None) -> None:
    told = Told()
    with (
        snapshot_for(project.id, options) as snapshot,
        _reviewing(snapshot, project.slug, output) as stream,
        _progress(snapshot.count(), output is None) as tell,
    ):
        for piece in feed_pieces(snapshot, project.slug, options, told):
            stream.write(piece)
            tell(1)
    click.echo(f"{told.written} check{'' if told.written == 1 else 's'} written.", err=True)
    for one in told.left_out:
        why = " ".join(fault.sentence for fault in one.faults if fault.refuses)
        click.echo(f"{one.id}: left out. {why}", err=True)


@contextmanager
def _reviewing(snapshot: Snapshot, slug: str, output: Path | None) -> Iterator[BinaryIO]:
    """Where the feed goes, if anybody had said who publishes it."""
    if snapshot.publication() is None:
        raise Refused(
            "Nobody has said who publishes the checks of %(slug)s: "
            "annotator project publisher %(slug)s --name NAME --checks ADDRESS",
            slug=slug,
        )
    with _output(output) as stream:
        yield stream


@contextmanager
def _files(path: Path) -> Iterator[Put]:
    """A folder, or an archive where the name says so."""
    if path.suffix.lower() != ".zip":
        with NewFolder(path) as put:
            yield put
        return
    with _output(path) as stream, archive(stream) as zipped:
        yield put_into(zipped)


@contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that takes its name when every byte of it is on the disk."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    unfinished = path.with_name(f"{path.name}.tmp")
    try:
        with unfinished.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Refused("%(path)s: %(why)s.", path=path, why=error.strerror or error) from error
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


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
