"""The options by which commands choose what goes in; `asking.py` says what the words mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--label", multiple=True, metavar="LABEL", help="Only claim, quote or context."),
    click.option(
        "--rating",
        multiple=True,
        metavar="ID",
        help="Only claims whose newest verdict is this one; none: those that nobody judged.",
    ),
    click.option(
        "--state",
        multiple=True,
        metavar="STATE",
        help="Only marks whose author's review is so far.",
    ),
    click.option("--person", multiple=True, metavar="R1", help="Only marks of this person."),
    click.option(
        "--language",
        multiple=True,
        metavar="EN",
        help="Only articles in it; none: of no known one.",
    ),
    click.option("--published-from", metavar="DATE", help="Only articles from that day on."),
    click.option("--published-until", metavar="DATE", help="Only articles up to that day."),
    click.option("--marked-from", metavar="DATE", help="Only marks made from that day on, in UTC."),
    click.option("--marked-until", metavar="DATE", help="Only marks made up to that day."),
    click.option(
        "--type", "claim_type", metavar="ID", help="Only claims of this type of the scale."
    ),
    click.option(
        "--speaker",
        metavar="UUID",
        help="Only claims of this speaker; `annotator project speakers list` lists them.",
    ),
)


def selection_options(command: _Command) -> _Command:
    """Give the command all of them, under the names that `selection_of` reads."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
