"""The console script `annotator`: every feature's commands under one name."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import FlaskGroup

from annotator import create_app
from annotator.errors import AnnotatorError
from annotator.registry import commands


class Group(FlaskGroup):
    """Answers a refusal with its one sentence and exit status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; `AnnotatorError` becomes a sentence on standard error."""
        try:
            return super().invoke(ctx)
        except AnnotatorError as error:
            click.echo(f"annotator: {error}", err=True)
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


for command in commands():
    main.add_command(command)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
