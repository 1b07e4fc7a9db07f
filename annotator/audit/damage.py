"""A database that is damaged, told in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, OperationalError, ProgrammingError

from annotator.errors import Refused

#: What the command line has an answer to: no file, no table, no room; but not bytes of no text.
_ANSWERED = (DataError, OperationalError, ProgrammingError)


@contextmanager
def told() -> Iterator[None]:
    """Around reading that may come upon bytes that nobody wrote.

    Raises `Refused` where the database cannot give back a row, or gives one with a value that its
    column never holds: bytes that are no text, a time or a word of a list that is none.
    """
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, _ANSWERED) and "decode" not in str(error.orig):
            raise
        raise _damaged(error.orig) from error
    except (ValueError, LookupError) as error:
        raise _damaged(error) from error


def _damaged(error: BaseException | None) -> Refused:
    if isinstance(error, UnicodeDecodeError):
        return Refused("The database is damaged: a text in it is none. Put a backup in its place.")
    why = next(iter(str(error).splitlines()), "") or type(error).__name__
    return Refused("The database is damaged: %(why)s. Put a backup in its place.", why=why)
