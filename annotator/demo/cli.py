"""`annotator demo`: something to look at within a minute."""

from __future__ import annotations

import os
import secrets

import click
from flask import current_app
from flask.cli import with_appcontext

from annotator.config import Config
from annotator.db import writing
from annotator.db.migrate import upgrade
from annotator.demo.service import PEOPLE, SLUG, build
from annotator.projects.queries import project_by_slug


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Load a demonstration project with articles and three people.

    Safe to run again: what is there stays as it is, and the sign-in is printed once more.

    Example: annotator demo
    """
    upgrade()
    password = _password()
    if project_by_slug(SLUG) is None:
        with writing():
            build(password)
    click.echo(
        "The demonstration project is loaded. Unless they chose another password, sign in as:"
    )
    for email, name, role in PEOPLE:
        click.echo(f"  {email:<18} {password}   ({name}, {role.value})")


def _password() -> str:
    """One password for the three, made at the first run and kept in the instance folder."""
    config: Config = current_app.config["ANNOTATOR"]
    path = config.instance / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"demo-{secrets.token_hex(4)}\n")
    return path.read_text(encoding="ascii").strip()


COMMANDS = [demo]
