"""The command that makes the figures of the dashboard anew."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from annotator.dashboards import service
from annotator.errors import NotFound
from annotator.projects.queries import project_by_slug


@click.group(epilog="Example: annotator dashboards rebuild climate-desk")
def dashboards() -> None:
    """Look after the figures of the dashboards."""


@dashboards.command(epilog="Example: annotator dashboards rebuild climate-desk")
@click.argument("slug")
@with_appcontext
def rebuild(slug: str) -> None:
    """Make the figures of the project SLUG anew, from all that it has.

    They are kept up to date by themselves; this is for when somebody doubts them.
    """
    project = project_by_slug(slug)
    if project is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    service.rebuild(project.id, lambda done: click.echo(f"{done} articles counted", err=True))
    click.echo(f"The figures of {slug} are made anew.")


COMMANDS = [dashboards]
