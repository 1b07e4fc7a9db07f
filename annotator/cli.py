"""The console script `annotator`: every feature's commands under one name."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import FlaskGroup
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError

from annotator import create_app
from annotator.errors import AnnotatorError
from annotator.registry import commands


class Group(FlaskGroup):
    """Answers a refusal, its own or the database's, with one sentence and exit status 1.

    Flask's group makes the application to list what it can do; help must make nothing.
    """

    list_commands = click.Group.list_commands
    get_command = click.Group.get_command  # type: ignore[assignment]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it refuses is told on standard error."""
        try:
            return super().invoke(ctx)
        except AnnotatorError as error:
            sentence = str(error)
        except (OperationalError, ProgrammingError) as error:
            why = str(error.orig).splitlines()[0]
            sentence = f"The database says: {why}. If it is new or old, run: annotator init"
        except DataError as error:
            why = str(error.orig).splitlines()[0]
            sentence = f"The database cannot hold a value: {why}."
        click.echo(f"annotator: {sentence}", err=True)
        ctx.exit(1)


@click.group(
    cls=Group,
    create_app=lambda: create_app(),
    add_default_commands=False,
    add_version_option=False,
    load_dotenv=False,
    set_debug_flag=False,
)
@click.version_option(package_name="annotator", message="%(prog)s %(version)s")
def main() -> None:
    """Mark what articles claim, check it, and publish the result as data."""


# Which application it is, and whether it debugs, is not for the caller to say.
main.params = [option for option in main.params if option.name not in {"app", "debug", "env_file"}]

for command in commands():
    main.add_command(command)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
