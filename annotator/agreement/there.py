"""The process beside, which reads with the driver alone what the process that asks sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from annotator.agreement.material import Compared
from annotator.agreement.reading import Plan, Queued, read


class Door(NamedTuple):
    """How to come to the database: what connects, what that takes, and what is said
    first on a connection.
    """

    connect: Callable[..., Any]
    places: Sequence[Any]
    options: Mapping[str, Any]
    first: Sequence[str]


class _Here:
    """What this process keeps from one task to the next."""

    connection: Any
    plan: Plan


def enter(door: Door, plan: Plan) -> bool:
    """Connect, and keep the connection; true when it is done. Raises the driver's errors."""
    _Here.connection = door.connect(*door.places, **door.options)
    _Here.plan = plan
    return see(door.first)


def see(statements: Sequence[str]) -> bool:
    """Run these, which begin to see what the other process sees; true when it is done."""
    for statement in statements:
        _Here.connection.execute(statement)
    return True


def read_there(chunk: Sequence[Queued]) -> list[Compared]:
    """These articles, as `read` gives them."""
    return read(_run, _Here.plan, chunk)


def _run(text: str, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
    rows: Sequence[Sequence[Any]] = _Here.connection.execute(text, values).fetchall()
    return rows
