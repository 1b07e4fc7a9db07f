"""Projects that are put away: whoever changes anything in one is refused where it is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, column, select, table

from annotator.audit.models import Action
from annotator.db import Prepared, UTCTime, reader
from annotator.errors import PutAway

#: What goes on meanwhile: putting away and bringing back, what leaves as a file, and what happens
#: to an account, whichever projects it belongs to.
GOES_ON = frozenset(
    {
        *(Action.PROJECT_ARCHIVED, Action.PROJECT_BROUGHT_BACK),
        *(Action.PROJECT_TRASHED, Action.PROJECT_RESTORED),
        *(Action.EXPORT_MADE, Action.MEMBER_DEACTIVATED, Action.MEMBER_REACTIVATED),
        *(Action.MEMBER_EMPOWERED, Action.MEMBER_DISEMPOWERED),
    }
)
# The features above know the model; here only its columns are known.
_PROJECT = table(
    "project", column("id"), column("archived_at", UTCTime()), column("trashed_at", UTCTime())
)
_AWAY = Prepared(
    select(_PROJECT.c.archived_at, _PROJECT.c.trashed_at).where(
        _PROJECT.c.id == bindparam("project")
    )
)


def refuse_put_away(project_id: int, actions: Iterable[Action]) -> None:
    """Raise `PutAway` where the project is put away and any of these is kept from it by that.

    Asked while the project's chain is held, so that nothing is written after it was put away.
    """
    if GOES_ON.issuperset(actions):
        return
    row = _AWAY.first(reader(), project=project_id)
    if row is not None:
        refuse(row[0], row[1])


def refuse(archived_at: datetime | None, trashed_at: datetime | None) -> None:
    """Raise `PutAway` in the words for whichever of the two it is."""
    if trashed_at is not None:
        raise PutAway(
            "This project is in the trash, and nothing in it can be changed. A lead of it or an "
            "administrator can bring it back."
        )
    if archived_at is not None:
        raise PutAway(
            "This project is archived: it can be read, and nothing in it can be changed. A lead of "
            "it or an administrator can bring it back."
        )
