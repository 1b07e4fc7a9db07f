"""Which functions may run in the sandbox, and how they are named."""

from __future__ import annotations

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any, TypeVar

from annotator.errors import Refused

_MARK = "runs_in_sandbox"

Task = Callable[..., Any]
_T = TypeVar("_T", bound=Task)


def task(function: _T) -> _T:
    """Mark a module's function as one that `run` may name.

    It takes the bytes and JSON-able keyword options, and gives back what JSON can hold. It touches
    nothing else: no database, no file, no net. `Invalid` is handed on to the caller as it is.
    """
    setattr(function, _MARK, True)
    return function


def task_called(name: str) -> Task:
    """The function behind `package.module:function`; raises `Refused` unless it is marked."""
    try:
        found = resolve_name(name)
    except (AttributeError, ImportError, ValueError):
        found = None
    if getattr(found, _MARK, False) is not True:
        raise Refused("“%(name)s” is no task of the sandbox.", name=name)
    return found  # type: ignore[no-any-return]
