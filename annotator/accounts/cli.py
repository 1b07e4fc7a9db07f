"""Commands that set the server up and make accounts."""

from __future__ import annotations

import click
from flask import current_app, url_for
from flask.cli import with_appcontext

from annotator.accounts import service
from annotator.accounts.group import user
from annotator.accounts.queries import administrators, user_by_email
from annotator.config import Config
from annotator.db import writing
from annotator.db.migrate import is_current, upgrade
from annotator.errors import NotFound

_ADDRESS = click.option(
    "--url",
    metavar="URL",
    help="Where people reach this server; the link begins with it.",
)


@click.command(epilog="Example: annotator init --email ada@example.org")
@click.option(
    "--email",
    default="admin@localhost",
    show_default=True,
    help="Address of the first administrator.",
)
@click.option("--name", help="Name of the first administrator.")
@_ADDRESS
@with_appcontext
def init(email: str, name: str | None, url: str | None) -> None:
    """Make the database and the first administrator, and print their one-time link.

    May be run again at any time: it brings the database to the newest schema, and prints a
    new link as long as no administrator has chosen a password.
    """
    if is_current():
        click.echo("The database has the newest schema.", err=True)
    else:
        upgrade()
        click.echo("The database is brought to the newest schema.", err=True)
    with writing():
        known = administrators()
        if any(admin.password_hash for admin in known):
            names = ", ".join(str(admin.email) for admin in known)
            click.echo(f"There is an administrator already: {names}.", err=True)
            return
        admin = known[0] if known else service.create_user(email=email, name=name, is_admin=True)
        token = service.make_link(admin)
    click.echo(f"{admin.email} is the administrator. The link to choose a password:", err=True)
    _print_link(token, url)


@click.command(epilog="Example: annotator settings")
@with_appcontext
def settings() -> None:
    """List every setting: its value, where the value comes from, and what it means."""
    config: Config = current_app.config["ANNOTATOR"]
    for variable, value, source, meaning in config.rows():
        click.echo(f"{variable}={value}\n    {meaning} [{source}]")


@user.command(epilog='Example: annotator user add rosa@example.org --name "Rosa Ramirez"')
@click.argument("email")
@click.option("--name", help="Shown to others; the part before the @ when left out.")
@click.option("--admin", is_flag=True, help="Make projects, and do what a lead may in all.")
@_ADDRESS
@with_appcontext
def add(email: str, name: str | None, admin: bool, url: str | None) -> None:
    """Make an account and print its one-time link."""
    with writing():
        token = service.make_link(service.create_user(email=email, name=name, is_admin=admin))
    click.echo("The account is there. The link to choose a password:", err=True)
    _print_link(token, url)


@user.command(epilog="Example: annotator user link rosa@example.org")
@click.argument("email")
@_ADDRESS
@with_appcontext
def link(email: str, url: str | None) -> None:
    """Print a new one-time link, for somebody who lost theirs or their password."""
    with writing():
        found = user_by_email(email)
        if found is None:
            raise NotFound("There is no account for %(email)s.", email=email)
        token = service.make_link(found)
    click.echo("Using the link sets a new password and signs out everywhere else:", err=True)
    _print_link(token, url)


def _print_link(token: str, url: str | None) -> None:
    config: Config = current_app.config["ANNOTATOR"]
    public = f"https://{config.trusted_hosts[0]}" if config.trusted_hosts else None
    base = (url or public or "http://127.0.0.1:8000").rstrip("/")
    with current_app.test_request_context():
        click.echo(base + url_for("accounts.one_time", token=token))
    click.echo(f"It works once, for {service.LINK_DAYS} days.", err=True)


COMMANDS = [init, settings, user]
