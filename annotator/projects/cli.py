"""Commands that make projects, and say who belongs to them and by what they judge."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from annotator.accounts.queries import user_by_email
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.models import Publisher
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.service import set_publisher
from annotator.db import writing
from annotator.errors import Invalid, NotFound
from annotator.guidelines.service import publish
from annotator.projects import service
from annotator.projects.models import Project, Role, SchemeVersion
from annotator.projects.presets import PRESETS
from annotator.projects.queries import membership, project_by_slug
from annotator.projects.scheme import ratings_from_json
from annotator.schemes.queries import versions_of
from annotator.schemes.reading import read_documents, scheme_json
from annotator.schemes.transfer import create_with_scale, publish_document
from annotator.text.canonical import decode

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@click.group()
def project() -> None:
    """Make projects, and say who belongs to them."""


@project.command(epilog='Example: annotator project create climate-desk --name "Climate desk"')
@click.argument("slug")
@click.option("--name", help="Shown on the pages; made from the short name when left out.")
@click.option(
    "--preset",
    type=click.Choice(list(PRESETS)),
    default="averitec",
    show_default=True,
    help="The rating scale and lists to start from.",
)
@click.option(
    "--scheme",
    type=click.Path(path_type=Path),
    help="Start with the scale in this JSON file, every version of it that “project scheme "
    "SLUG --all” wrote, instead of a preset.",
)
@with_appcontext
def create(slug: str, name: str | None, preset: str, scheme: Path | None) -> None:
    """Make a project. SLUG stands in its addresses."""
    name = name or slug.replace("-", " ").capitalize()
    documents = read_documents(_bytes_of(scheme)) if scheme else []
    with writing():
        if documents:
            made = create_with_scale(slug, name, documents, actor=_SHELL)
        else:
            made = service.create_project(slug, name, actor=_SHELL, preset=PRESETS[preset])
    click.echo(made.slug)
    click.echo(f"Give it a lead: annotator project member {slug} EMAIL lead", err=True)


@project.command(epilog="Example: annotator project member climate-desk lea@example.org lead")
@click.argument("slug")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@with_appcontext
def member(slug: str, email: str, role: str) -> None:
    """Add somebody who has an account, or give a member another role."""
    with writing():
        found, user = project_by_slug(slug), user_by_email(email)
        if found is None:
            raise NotFound("There is no project %(slug)s.", slug=slug)
        if user is None:
            raise NotFound(
                "There is no account for %(email)s; make one with: annotator user add %(email)s",
                email=email,
            )
        present = membership(found.id, user.id)
        if present is not None and present.removed_at is None:
            service.change_role(found, user.id, Role(role), actor=_SHELL, by_admin=True)
        else:
            service.join(found, user, Role(role), actor=_SHELL)
    click.echo(f"{user.email} is {role} of {slug}.", err=True)


@project.command(epilog="Example: annotator project guidelines climate-desk guidelines.md")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def guidelines(slug: str, file: Path) -> None:
    """Publish the Markdown in FILE as the guidelines of SLUG; prints the version's number.

    What stands under a heading “## Claim”, “## Quote” or “## Context” is shown first for a
    mark of that kind.
    """
    text = decode(_bytes_of(file))
    with writing():
        number = publish(_found(slug), text, actor=_SHELL).number
    click.echo(number)
    click.echo(f"Version {number} of the guidelines of {slug} is in force now.", err=True)


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
    found = _found(slug)
    if is_open is not None or any(one is not None for one in said.values()):
        with writing():
            draft = _publisher_draft(publisher_of(found.id), is_open, said)
            set_publisher(found, draft, actor=_SHELL)
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
        _show_scheme(versions_of(_found(slug).id), as_json=as_json, every=every)
        return
    documents = read_documents(_bytes_of(file))
    if len(documents) != 1:
        raise Invalid("The file must hold one version; a list is for project create.", "file")
    with writing():
        made = publish_document(
            _found(slug), documents[0], reason=reason, actor=_SHELL, retires_chosen=retire_chosen
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


def _found(slug: str) -> Project:
    found = project_by_slug(slug)
    if found is None:
        raise NotFound("There is no project %(slug)s.", slug=slug)
    return found


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise Invalid("“%(path)s” cannot be read: %(why)s.", "file", path=file, why=why) from None


COMMANDS = [project]
