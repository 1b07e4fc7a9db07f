"""Handing jobs to the queue once the transaction that asked for them is committed.

What is lost between the two, the queue itself included, `keeping.py` finds by its row.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, SessionTransaction

from annotator.db import RoutingSession, db

_ASKED, _COMMITTED = "jobs asked for", "jobs to hand over"
_log = logging.getLogger("annotator.jobs")


def after_commit(job_id: str) -> None:
    """Hand this job over when the session's transaction at hand is committed."""
    db.session.info.setdefault(_ASKED, []).append(job_id)


def hand_over(job_ids: Sequence[str]) -> None:
    """Put the jobs into the queue. One that cannot be handed over now is found again later."""
    # Imported here: huey and the drivers it looks for take a fifth of a command's start.
    from annotator.jobs.queue import queue_of

    try:
        queue_of(db.engines[None]).put(job_ids)
    except Exception as error:
        # The request that asked was answered rightly: its job is stored.
        _log.warning("the queue of jobs did not take them: %s", error)


@event.listens_for(RoutingSession, "after_commit")
def _note(session: Session) -> None:
    # A savepoint that ends is not yet the commit.
    if _ASKED in session.info and not session.in_nested_transaction():
        session.info[_COMMITTED] = session.info.pop(_ASKED)


@event.listens_for(RoutingSession, "after_transaction_end")
def _hand_over(session: Session, transaction: SessionTransaction) -> None:
    # Here the connection is back in its pool, and the write gate open for the next one.
    if transaction.parent is not None:
        return
    session.info.pop(_ASKED, None)
    committed: Any = session.info.pop(_COMMITTED, None)
    if committed:
        hand_over(committed)
