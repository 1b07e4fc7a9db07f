"""What a reader of submitted work alone may know of an earlier time."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select, update

from annotator.assignments.models import Assignment, State
from annotator.audit.known import Until, known_on
from annotator.db import READ, db


def known_as_submitted(
    project_id: int, until: Until, articles: Sequence[str] | None = None
) -> Connection:
    """What `known_on` gives, with work that is not submitted now shown as started.

    Somebody took it back, or was given it back: nobody sees more by looking back.
    """
    known = known_on(project_id, until, articles)
    handed_in = Assignment.project_id == project_id, Assignment.state == State.SUBMITTED
    with db.engines[READ].connect() as real:
        now = set(real.scalars(select(Assignment.id).where(*handed_in)))
    then = set(known.scalars(select(Assignment.id).where(*handed_in)))
    started = {"state": State.STARTED, "submitted_at": None, "nothing_to_mark": None}
    for key in then - now:
        known.execute(update(Assignment).where(Assignment.id == key).values(started))
    return known
