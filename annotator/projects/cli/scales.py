"""The rating scale of a project and its lists, by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
import orjson
from flask.cli import with_appcontext

from annotator.db import writing
from annotator.errors import Invalid
from annotator.projects.cli.group import SHELL, bytes_of, found_project, project
from annotator.projects.models import SchemeVersion
from annotator.projects.scheme import ratings_from_json
from annotator.schemes.queries import versions_of
from annotator.schemes.reading import read_documents, scheme_json
from annotator.schemes.transfer import publish_document


@project.command(
    epilog="Example: annotator project scheme climate-desk --json > scale.json, edit it, then: "
    "annotator project scheme climate-desk --set scale.json --reason “Half true is split”"
)
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="The version in force as JSON.")
@click.option("--all", "every", is_flag=True, help="Every version as a JSON list, the first first.")
@click.option(
    "--set",
    "file",
    type=click.Path(path_type=Path),
    help="Publish the version that this JSON file holds; prints its number.",
)
@click.option("--reason", help="Why the scale changes; else the file says it.")
@click.option(
    "--retire-chosen", is_flag=True, help="Retire ratings even where claims wait with them."
)
@with_appcontext
def scheme(
    slug: str,
    as_json: bool,
    every: bool,
    file: Path | None,
    reason: str | None,
    retire_chosen: bool,
) -> None:
    """Show the rating scale and the lists of SLUG, or set them from a file.

    A file made with --json names the version that it was made from, and is refused once
    another one is in force. What was judged under an earlier version stays as it was.
    """
    if file is None:
        _show_scheme(versions_of(found_project(slug).id), as_json=as_json, every=every)
        return
    documents = read_documents(bytes_of(file))
    if len(documents) != 1:
        raise Invalid("The file must hold one version; a list is for project create.", "file")
    with writing():
        made = publish_document(
            found_project(slug),
            documents[0],
            reason=reason,
            actor=SHELL,
            retires_chosen=retire_chosen,
        )
        number = made.number
    click.echo(number)
    click.echo(f"Version {number} of the scale of {slug} is in force now.", err=True)


def _show_scheme(versions: Sequence[SchemeVersion], *, as_json: bool, every: bool) -> None:
    option = orjson.OPT_INDENT_2
    if every:
        found = [scheme_json(version) for version in reversed(versions)]
        click.echo(orjson.dumps(found, option=option))
        return
    if as_json:
        click.echo(orjson.dumps(scheme_json(versions[0]), option=option))
        return
    click.echo(f"Version {versions[0].number}")
    for rating in ratings_from_json(versions[0].ratings).values():
        place = "–" if rating.order is None else rating.order
        decisive = "decisive" if rating.decisive else "not decisive"
        click.echo(f"{rating.id}\t{rating.label}\t{decisive}\t{place}")
