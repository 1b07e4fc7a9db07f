"""The command that brings articles in."""

from __future__ import annotations

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

import click
from flask.cli import with_appcontext

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import db, writing
from annotator.errors import Invalid, NotFound
from annotator.formats.reading import import_file
from annotator.formats.registry import NAMES, SUFFIXES
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@click.command("import", epilog="Example: annotator import climate-desk articles.jsonl --dry-run")
@click.argument("slug")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(NAMES),
    help="What the files are; by their endings and their first lines when left out.",
)
@click.option("--dry-run", is_flag=True, help="Check everything, and bring nothing in.")
@click.option("--keep-extra", is_flag=True, help="Keep JSON keys that Annotator has no word for.")
@with_appcontext
def import_command(
    slug: str, paths: tuple[Path, ...], kind: str | None, dry_run: bool, keep_extra: bool
) -> None:
    """Bring articles into the project SLUG: text files, JSON Lines, or a native export.

    PATH is a file, or a folder whose .txt, .jsonl and .ndjson files are meant. All of it
    comes in, or nothing does.
    """
    files = [file for path in paths for file in _files(path)]
    options: dict[str, Any] = {"kind": kind, "keep_extra": keep_extra}
    with writing():
        project = project_by_slug(slug)
        if project is None:
            raise NotFound("There is no project %(slug)s.", slug=slug)
        count = _import(project, files, options)
        if dry_run:
            db.session.rollback()
    click.echo(count)
    said = "would come in; nothing was changed" if dry_run else "came in"
    click.echo(f"{count} article{'' if count == 1 else 's'} {said}.", err=True)


def _files(path: Path) -> list[Path]:
    if not path.exists():
        raise Invalid("There is no file “%(path)s”.", "file", path=path)
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
    if not found:
        raise Invalid("The folder “%(path)s” holds nothing that can be read.", "file", path=path)
    return found


def _import(project: Project, files: list[Path], options: dict[str, Any]) -> int:
    total = sum(file.stat().st_size for file in files)
    count = 0
    with closing(_Progress(total)) as progress:
        for file in files:
            done = 0
            with file.open("rb") as stream:
                for done in import_file(project, stream, str(file), actor=_SHELL, **options):
                    progress.tell(_position(stream), count + done)
            count += done
            progress.leave(file.stat().st_size)
    return count


def _position(stream: BinaryIO) -> int:
    return 0 if stream.closed else stream.tell()


class _Progress:
    """A bar on a terminal, a plain line now and then elsewhere; always on standard error."""

    def __init__(self, total: int) -> None:
        self._before = 0
        self._shown = 0
        self._bar: Any = None
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=total, label="Importing", file=sys.stderr)
            self._bar.__enter__()

    def tell(self, position: int, articles: int) -> None:
        """So far into the present file, and so many articles in all."""
        if self._bar is None:
            click.echo(f"{articles} articles read", err=True)
            return
        self._bar.update(self._before + position - self._shown)
        self._shown = self._before + position

    def leave(self, size: int) -> None:
        """The present file is done."""
        self._before += size

    def close(self) -> None:
        """End the bar's line."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


COMMANDS = [import_command]
