"""Making projects, their members and their guidelines."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from annotator.accounts.queries import user_by_email
from annotator.db import writing
from annotator.errors import NotFound
from annotator.guidelines.service import publish
from annotator.projects import service
from annotator.projects.cli.group import SHELL, bytes_of, found_project, project
from annotator.projects.models import Role
from annotator.projects.presets import PRESETS
from annotator.projects.queries import is_known_elsewhere, membership, project_by_slug
from annotator.schemes.reading import read_documents
from annotator.schemes.transfer import create_with_scale
from annotator.text.canonical import decode


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
    documents = read_documents(bytes_of(scheme)) if scheme else []
    with writing():
        if documents:
            made = create_with_scale(slug, name, documents, actor=SHELL)
        else:
            made = service.create_project(slug, name, actor=SHELL, preset=PRESETS[preset])
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
            service.change_role(found, user.id, Role(role), actor=SHELL, by_admin=True)
        else:
            service.join(found, user, Role(role), actor=SHELL)
    click.echo(f"{user.email} is {role} of {slug}.", err=True)
    if user.password_hash is None and is_known_elsewhere(found.id, user.id):
        click.echo(f"No password yet; older links ended: annotator user link {email}", err=True)


@project.command(epilog="Example: annotator project guidelines climate-desk guidelines.md")
@click.argument("slug")
@click.argument("file", type=click.Path(path_type=Path))
@with_appcontext
def guidelines(slug: str, file: Path) -> None:
    """Publish the Markdown in FILE as the guidelines of SLUG; prints the version's number.

    What stands under a heading “## Claim”, “## Quote” or “## Context” is shown first for a
    mark of that kind.
    """
    text = decode(bytes_of(file))
    with writing():
        number = publish(found_project(slug), text, actor=SHELL).number
    click.echo(number)
    click.echo(f"Version {number} of the guidelines of {slug} is in force now.", err=True)
