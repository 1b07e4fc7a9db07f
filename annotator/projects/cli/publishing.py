"""Saying who publishes the checks of a project."""

from __future__ import annotations

from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from annotator.claimreview.models import Publisher
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import amend_publisher
from annotator.db import writing
from annotator.errors import NotFound
from annotator.projects.cli.group import SHELL, found_project, project

#: What the options are called in a draft.
_FIELDS = {
    "name": "name",
    "site": "url",
    "checks": "checks_url",
    "corrections": "corrections_url",
    "open": "is_open",
}


@project.command(
    epilog='Example: annotator project publisher climate-desk --name "Climate Desk" '
    "--site https://desk.example --checks https://desk.example/checks/"
)
@click.argument("slug")
@click.option("--name", help="The organisation that publishes the checks.")
@click.option("--site", help="Its home page.")
@click.option("--checks", help="What the address of every check begins with.")
@click.option("--corrections", help="The page that says how errors are corrected.")
@click.option("--open/--closed", "is_open", default=None, help="Who may read the feed of checks.")
@with_appcontext
def publisher(slug: str, is_open: bool | None, **said: str | None) -> None:
    """Say who publishes the checks of SLUG, or show it. What is left out stays as it is."""
    found = found_project(slug)
    given = {_FIELDS[key]: value for key, value in {**said, "open": is_open}.items()}
    named = {name: value for name, value in given.items() if value is not None}
    if named:
        with writing():
            amend_publisher(found, named, actor=SHELL)
    known = publisher_of(found.id)
    if known is None:
        raise NotFound("Nobody has said who publishes the checks of %(slug)s.", slug=slug)
    click.echo(orjson.dumps(_publisher_json(known), option=orjson.OPT_INDENT_2).decode())


def _publisher_json(known: Publisher) -> dict[str, Any]:
    return {
        "name": known.name,
        "site": known.url,
        "checks": known.checks_url,
        "corrections": known.corrections_url,
        "open": known.is_open,
    }
