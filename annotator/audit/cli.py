"""Commands that prove the audit trail."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import click
import orjson
from flask.cli import with_appcontext

from annotator.audit.queries import head
from annotator.audit.replay import compare
from annotator.audit.verify import Head, Report, verify
from annotator.errors import Refused
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
    type=click.File(encoding="utf-8"),
    help="Hashes kept from earlier runs, one JSON object a line.",
)
@click.option("--rows", is_flag=True, help="Also replay all events and compare every table.")
@with_appcontext
def verify_command(slug: str | None, head_file: TextIO | None, rows: bool) -> None:
    """Recompute each event's hash, for one project or for all of them.

    Prints the newest hash of each chain as a line of JSON. Keep it outside this database: with
    --head, a chain that was cut off or written anew since then is found too.

    \b
    Example:
      annotator audit verify climate-desk --rows > climate-desk.head
      annotator audit verify climate-desk --head climate-desk.head
    """
    projects = _projects(slug)
    saved = _saved_heads(head_file)
    _refuse_unknown(saved, projects, everything=slug is None)
    broken = [name for project in projects if (name := _verified(project, saved, rows))]
    if broken:
        raise Refused(" ".join(broken))


def _verified(project: Project, saved: dict[str, list[Head]], rows: bool) -> str | None:
    """What is wrong with the project, in one sentence; prints its head when nothing is."""
    total, _hash = head(project.id)
    with _progress(f"{project.slug}: {total} events", total) as step:
        report = verify(project.id, saved[project.slug], step)
    if not report.ok:
        return f"{project.slug}: {report.sentence}"
    click.echo(f"{project.slug}: {report.sentence}", err=True)
    if rows and (sentence := _rows_differ(project)):
        return sentence
    click.echo(_line(project, report))
    return None


def _rows_differ(project: Project) -> str | None:
    click.echo(f"{project.slug}: replaying the events", err=True)
    differences = compare(project.id)
    if not differences:
        click.echo(f"{project.slug}: every row is as its events left it.", err=True)
        return None
    for item in differences[:_MOST_DIFFERENCES]:
        click.echo(f"  {item.table} {item.key}: {item.sentence}", err=True)
    if len(differences) == 1:
        return f"{project.slug}: 1 row is not as its events left it."
    return f"{project.slug}: {len(differences)} rows are not as their events left them."


def _line(project: Project, report: Report) -> str:
    found = {"project": project.slug, "seq": report.head.seq, "hash": report.head.hash}
    return orjson.dumps(found).decode()


def _projects(slug: str | None) -> Sequence[Project]:
    if slug is None:
        return projects_of(0, everything=True)
    project = project_by_slug(slug)
    if project is None:
        raise Refused("There is no project %(slug)s.", slug=slug)
    return [project]


def _saved_heads(file: TextIO | None) -> dict[str, list[Head]]:
    found: dict[str, list[Head]] = defaultdict(list)
    for number, line in enumerate(file or (), start=1):
        if not line.strip():
            continue
        try:
            kept = orjson.loads(line)
            found[str(kept["project"])].append(Head(int(kept["seq"]), str(kept["hash"])))
        except (ValueError, KeyError, TypeError) as error:
            raise Refused(
                'Line %(number)s of the file of hashes is not {"project": …, "seq": …, "hash": …}.',
                number=number,
            ) from error
    if file is not None and not found:
        raise Refused("The file of hashes holds no hash.")
    return found


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
