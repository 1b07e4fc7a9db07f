"""Listing releases, and withdrawing one."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from annotator.clock import iso
from annotator.db import writing
from annotator.releases import service
from annotator.releases.cli.group import SHELL, found_project, release
from annotator.releases.models import Release
from annotator.releases.queries import release_of, releases_of


@release.command("list", epilog="Example: annotator release list climate-desk")
@click.argument("slug")
@with_appcontext
def listed(slug: str) -> None:
    """List the releases of the project SLUG, the newest first."""
    for one in releases_of(found_project(slug).id):
        click.echo("\t".join(_told(one)))


def _told(one: Release) -> list[str]:
    size = f"{one.bytes} bytes"
    standing = f"withdrawn: {one.why}" if one.withdrawn_at else "stands"
    return [one.folder, iso(one.created_at), size, f"event {one.head_sequence}", standing]


@release.command(
    epilog='Example: annotator release withdraw climate-desk claims 2 --why "A source was forged."'
)
@click.argument("slug")
@click.argument("name")
@click.argument("version", type=click.IntRange(min=1))
@click.option("--why", required=True, help="The reason, which stays with its record.")
@with_appcontext
def withdraw(slug: str, name: str, version: int, why: str) -> None:
    """Withdraw one version; its record and its files stay, and nobody is given them any more."""
    with writing():
        found = release_of(found_project(slug).id, name, version)
        service.withdraw(found, why, actor=SHELL)
    click.echo(f"{found.folder} is withdrawn.")
