"""Putting a project away, and bringing it back, from the command line."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from annotator.db import writing
from annotator.errors import Conflict, Invalid
from annotator.projects.cli.group import SHELL, found_project, project
from annotator.shelving import service


@project.command(
    epilog='Example: annotator project archive climate-desk --reason "The election is over."'
)
@click.argument("slug")
@click.option("--reason", required=True, help="Why; everybody in the project reads it.")
@with_appcontext
def archive(slug: str, reason: str) -> None:
    """Archive SLUG: from now on it is read, and nothing in it can be changed."""
    found = found_project(slug)
    if found.trashed_at is not None:
        raise Conflict("%(slug)s is in the trash: restore it first.", slug=slug)
    if found.archived_at is not None:
        raise Conflict("%(slug)s is archived already.", slug=slug)
    with writing():
        service.archive(found.id, reason, actor=SHELL)
    click.echo(f"{slug} is archived: it can be read, and nothing in it can be changed.")


@project.command(epilog="Example: annotator project restore climate-desk")
@click.argument("slug")
@with_appcontext
def restore(slug: str) -> None:
    """Bring SLUG back from the trash, or from the archive; what was archived before stays so."""
    found = found_project(slug)
    if found.trashed_at is None and found.archived_at is None:
        raise Conflict("%(slug)s is neither in the trash nor archived.", slug=slug)
    with writing():
        if found.trashed_at is not None:
            service.take_back(found.id, actor=SHELL)
        else:
            service.bring_back(found.id, actor=SHELL)
    click.echo(_told(slug))


@project.command(
    epilog='Example: annotator project trash climate-trial --name "Climate trial" '
    '--reason "It was a trial."'
)
@click.argument("slug")
@click.option("--name", required=True, help="The project’s name, so that no other goes by mistake.")
@click.option("--reason", required=True, help="Why; it is kept with the project.")
@with_appcontext
def trash(slug: str, name: str, reason: str) -> None:
    """Move SLUG to the trash: nobody sees it, all that is in it is kept, and it can be restored."""
    found = found_project(slug)
    if found.trashed_at is not None:
        raise Conflict("%(slug)s is in the trash already.", slug=slug)
    if name.strip() != found.name:
        raise Invalid("%(slug)s is called “%(name)s”.", "name", slug=slug, name=found.name)
    with writing():
        service.move_to_trash(found.id, name, reason, actor=SHELL)
    click.echo(f"{slug} is in the trash, and all that is in it is kept.")


def _told(slug: str) -> str:
    if found_project(slug).archived_at is not None:
        return f"{slug} is back from the trash; it is archived still."
    return f"{slug} is back, and everybody goes on where they were."
