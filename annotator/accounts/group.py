"""The group of the commands on accounts, which other features add to."""

from __future__ import annotations

import click


@click.group()
def user() -> None:
    """Make accounts, close them, and make links to choose a password with."""
