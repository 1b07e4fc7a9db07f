"""Proving a release from the command line."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.errors import Refused
from annotator.releases.cli.group import found_project, release
from annotator.releases.publishing import place_of
from annotator.releases.queries import release_of
from annotator.releases.store import Store
from annotator.releases.verify import faults_of


@release.command(epilog="Example: annotator release verify climate-desk claims 2")
@click.argument("slug")
@click.argument("name")
@click.argument("version", type=click.IntRange(min=1), required=False)
@with_appcontext
def verify(slug: str, name: str, version: int | None) -> None:
    """Prove the files, rows, words and head of a release, the newest where no VERSION is named."""
    project = found_project(slug)
    found = release_of(project.id, name, version)
    store = Store.of(current_app.config["ANNOTATOR"])
    folder = place_of(project, found.name, found.version)
    faults = 0
    for fault in faults_of(found, store, folder, lambda path: click.echo(path, err=True)):
        click.echo(str(fault))
        faults += 1
    if faults:
        raise Refused("%(release)s is not as it was made.", release=found.folder)
    click.echo(f"{found.folder} is as it was made: every file, row and word, and its head.")
