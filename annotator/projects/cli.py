"""Commands that make projects, and say who belongs to them and by which guidelines they work."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from annotator.accounts.queries import user_by_email
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.db import writing
from annotator.errors import Invalid, NotFound
from annotator.guidelines.service import publish
from annotator.projects import service
from annotator.projects.models import Role
from annotator.projects.queries import membership, project_by_slug
from annotator.text.canonical import decode

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@click.group()
def project() -> None:
    """Make projects, and say who belongs to them."""


@project.command(epilog='Example: annotator project create climate-desk --name "Climate desk"')
@click.argument("slug")
@click.option("--name", help="Shown on the pages; made from the short name when left out.")
@with_appcontext
def create(slug: str, name: str | None) -> None:
    """Make a project with the default rating scale. SLUG stands in its addresses."""
    with writing():
        name = name or slug.replace("-", " ").capitalize()
        made = service.create_project(slug, name, actor=_SHELL)
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
    text = _text_of(file)
    with writing():
        found = project_by_slug(slug)
        if found is None:
            raise NotFound("There is no project %(slug)s.", slug=slug)
        number = publish(found, text, actor=_SHELL).number
    click.echo(number)
    click.echo(f"Version {number} of the guidelines of {slug} is in force now.", err=True)


def _text_of(file: Path) -> str:
    try:
        data = file.read_bytes()
    except OSError as error:
        why = error.strerror or error
        raise Invalid("“%(path)s” cannot be read: %(why)s.", "file", path=file, why=why) from None
    return decode(data)


COMMANDS = [project]
