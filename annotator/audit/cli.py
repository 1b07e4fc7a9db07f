"""Commands that prove the audit trail."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from flask.cli import with_appcontext

from annotator.audit.beside import compare_facets
from annotator.audit.damage import told
from annotator.audit.heads import append_heads, head_line, heads_in
from annotator.audit.queries import head
from annotator.audit.replay import compare
from annotator.audit.verify import Head, verify
from annotator.db import db
from annotator.errors import Invalid, Refused
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug, projects_of

_MOST_DIFFERENCES = 20


@click.group()
def audit() -> None:
    """Prove that the record of changes is whole."""


@audit.command("verify")
@click.argument("slug", required=False)
@click.option(
    "--head",
    "head_file",
    type=click.File("rb"),
    help="Hashes kept from earlier runs, one JSON object a line.",
)
@click.option("--rows", is_flag=True, help="Also replay all events and compare every table.")
@with_appcontext
def verify_command(slug: str | None, head_file: BinaryIO | None, rows: bool) -> None:
    """Recompute each event's hash, for one project or for all of them.

    Prints the newest hash of each chain as a line of JSON. Keep it outside this database: with
    --head, a chain that was cut off or written anew since then is found too.

    \b
    Example:
      annotator audit verify climate-desk --rows > climate-desk.head
      annotator audit verify climate-desk --head climate-desk.head
    """
    with told():
        projects = _projects(slug)
        saved = _saved_heads(head_file)
        _refuse_unknown(saved, projects, everything=slug is None)
        broken = [name for project in projects if (name := _verified(project, saved, rows))]
    if broken:
        raise Refused(" ".join(broken))


@audit.command("heads")
@click.argument("slug", required=False)
@click.option(
    "--append",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Append the lines to this file instead of printing them.",
)
@with_appcontext
def heads_command(slug: str | None, path: Path | None) -> None:
    """The newest event's number and hash, of one project or of all of them, as lines of JSON.

    Nothing is proved. Run it daily, and keep the file where nobody who can write to the database
    can write: `annotator audit verify --head FILE` then finds any change to what was there before.

    \b
    Example:
      annotator audit heads --append /mnt/elsewhere/annotator.heads
    """
    with told():
        lines = [head_line(one.slug, Head(*head(one.id))) for one in _projects(slug)]
    append_heads(path, lines)
    for line in lines if path is None else ():
        click.echo(line)


def _verified(project: Project, saved: dict[str, list[Head]], rows: bool) -> str | None:
    """What is wrong with the project, in one sentence; prints its head when nothing is."""
    key, slug = project.id, project.slug
    total, _hash = head(key)
    # Proving may take minutes, and a transaction in which nothing is asked so long is ended.
    db.session.rollback()
    with _progress(f"{slug}: {total} events", total) as step:
        report = verify(key, saved[slug], step)
    if not report.ok:
        return f"{project.slug}: {report.sentence}"
    click.echo(f"{project.slug}: {report.sentence}", err=True)
    if rows and (sentence := _rows_differ(project)):
        return sentence
    click.echo(head_line(project.slug, report.head))
    return None


def _rows_differ(project: Project) -> str | None:
    click.echo(f"{project.slug}: replaying the events", err=True)
    differences = [*compare(project.id), *compare_facets(project.id)]
    if not differences:
        click.echo(f"{project.slug}: every row is as its events left it.", err=True)
        return None
    for item in differences[:_MOST_DIFFERENCES]:
        click.echo(f"  {item.table} {item.key}: {item.sentence}", err=True)
    if len(differences) == 1:
        return f"{project.slug}: 1 row is not as its events left it."
    return f"{project.slug}: {len(differences)} rows are not as their events left them."


def _projects(slug: str | None) -> Sequence[Project]:
    if slug is None:
        return projects_of(0, everything=True)
    project = project_by_slug(slug)
    if project is None:
        raise Refused("There is no project %(slug)s.", slug=slug)
    return [project]


def _saved_heads(file: BinaryIO | None) -> dict[str, list[Head]]:
    if file is None:
        return defaultdict(list)
    try:
        return heads_in(file)
    except Invalid as refusal:
        raise Refused(str(refusal)) from refusal


def _refuse_unknown(
    saved: dict[str, list[Head]], projects: Sequence[Project], *, everything: bool
) -> None:
    """A hash that is compared with nothing proves nothing, so it must not pass in silence."""
    known = {project.slug for project in projects}
    missing = sorted(saved.keys() - known) if everything else sorted(known - saved.keys())
    if saved and missing:
        raise Refused(
            "The hashes that were kept and the projects at hand differ in %(slug)s.",
            slug=", ".join(missing),
        )


@contextmanager
def _progress(label: str, total: int) -> Iterator[Callable[[int], object]]:
    """A bar on a terminal, one line elsewhere; both on standard error."""
    if not sys.stderr.isatty():
        click.echo(label, err=True)
        yield lambda _count: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield bar.update


COMMANDS = [audit]
