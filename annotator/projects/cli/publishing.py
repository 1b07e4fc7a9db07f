"""Saying who publishes the checks of a project."""

from __future__ import annotations

from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.models import Publisher
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher
from annotator.db import writing
from annotator.errors import NotFound
from annotator.projects.cli.group import SHELL, found_project, project


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
    if is_open is not None or any(one is not None for one in said.values()):
        with writing():
            draft = _publisher_draft(publisher_of(found.id), is_open, said)
            set_publisher(found, draft, actor=SHELL)
    known = publisher_of(found.id)
    if known is None:
        raise NotFound("Nobody has said who publishes the checks of %(slug)s.", slug=slug)
    click.echo(orjson.dumps(_publisher_json(known), option=orjson.OPT_INDENT_2).decode())


def _publisher_draft(
    before: Publisher | None, is_open: bool | None, said: dict[str, str | None]
) -> PublisherDraft:
    known = _publisher_json(before) if before else {}
    values = {**known, **{key: value for key, value in said.items() if value is not None}}
    return PublisherDraft(
        str(values.get("name") or ""),
        values.get("site"),
        values.get("checks"),
        values.get("corrections"),
        bool(values.get("open")) if is_open is None else is_open,
    )


def _publisher_json(known: Publisher) -> dict[str, Any]:
    return {
        "name": known.name,
        "site": known.url,
        "checks": known.checks_url,
        "corrections": known.corrections_url,
        "open": known.is_open,
    }
