"""Commands that list accounts, close them and open them again."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from annotator.accounts.group import user
from annotator.accounts.models import User
from annotator.accounts.queries import user_by_email
from annotator.audit.models import COMMAND_LINE, Actor
from annotator.clock import iso
from annotator.db import writing
from annotator.errors import NotFound
from annotator.people import queries, service

_AT_ONCE = 500
_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@user.command("list", epilog="Example: annotator user list")
@with_appcontext
def list_accounts() -> None:
    """Print every account: id, address, name, state, when last seen, and projects."""
    after: int | None = None
    while found := queries.accounts(after, _AT_ONCE):
        for one in found:
            state = "active" if one.user.is_active else "deactivated"
            seen = iso(one.seen_at) if one.seen_at else "-"
            where = ",".join(f"{at.project.slug}:{at.role.value}" for at in one.memberships)
            admin = " admin" if one.user.is_admin else ""
            row = (one.user.id, one.user.email or "-", one.user.name, state + admin, seen, where)
            click.echo("\t".join(map(str, row)))
        after = found[-1].user.id


@user.command(epilog='Example: annotator user deactivate rosa@example.org --reason "Left the desk"')
@click.argument("email")
@click.option("--reason", required=True, help="Why; administrators read it on the pages.")
@click.option("--give-back", is_flag=True, help="Put unfinished articles back into the queue.")
@with_appcontext
def deactivate(email: str, reason: str, give_back: bool) -> None:
    """Close an account and end its sessions at once; what the person did stays."""
    with writing():
        found = _account(email)
        service.deactivate(found.id, reason=reason, gives_back=give_back, actor=_SHELL)
    click.echo(f"{email} is deactivated, and signed out everywhere.", err=True)


@user.command(epilog="Example: annotator user activate rosa@example.org")
@click.argument("email")
@with_appcontext
def activate(email: str) -> None:
    """Open a closed account again, with the password it had."""
    with writing():
        service.reactivate(_account(email).id, actor=_SHELL)
    click.echo(f"{email} is active again.", err=True)


def _account(email: str) -> User:
    found = user_by_email(email)
    if found is None:
        raise NotFound("There is no account for %(email)s.", email=email)
    return found


COMMANDS: list[click.Command] = []
