"""Doing one job: it is claimed in the database, so that it runs once whatever the queue says."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import orjson
from sqlalchemy.exc import OperationalError

from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.config import Config
from annotator.db import writing
from annotator.errors import AnnotatorError, Busy, Invalid
from annotator.jobs import bookkeeping
from annotator.jobs.bookkeeping import Claim, LostClaim
from annotator.jobs.kinds import kind_of
from annotator.jobs.models import State

#: Progress is written down no more often than this, in seconds.
_STEP_SECONDS = 0.5

_log = logging.getLogger("annotator.jobs")


class Cancelled(Exception):
    """Somebody called the job off."""


class Stopping(Exception):
    """The worker is about to end; the job goes back into the line."""


@dataclass(frozen=True, slots=True)
class Hands:
    """What the jobs at work in one worker share: the settings, whether it is to end, and which
    attempts are at work, by the keys of their jobs."""

    config: Config
    stopping: Event = field(default_factory=Event)
    held: dict[str, int] = field(default_factory=dict)


class Run:
    """One attempt at a job, as the function that does the work meets it."""

    def __init__(self, claim: Claim, hands: Hands) -> None:
        self.claim = claim
        self.config = hands.config
        self.project_id: int = claim.project_id
        self.payload: dict[str, Any] = orjson.loads(claim.payload)
        self.actor = Actor(claim.actor_id, claim.actor_name, claim.via)
        self.is_completed = False
        self._stopping = hands.stopping
        self._told_at = -_STEP_SECONDS

    def progress(self, done: int, total: int | None = None) -> None:
        """Tell how far it is; between transactions, as it has one of its own.

        Raises what ends the job here when somebody called it off or the worker is to end.
        """
        if self._stopping.is_set():
            raise Stopping
        moment = time.monotonic()
        if moment - self._told_at < _STEP_SECONDS and done != total:
            return
        self._told_at = moment
        if bookkeeping.note_progress(self.claim, done, total):
            raise Cancelled

    @contextmanager
    def completing(self) -> Iterator[dict[str, Any]]:
        """The job's last transaction: what it writes and that the job is done go together.

        Put the job's result into what this gives.
        """
        result: dict[str, Any] = {}
        with writing():
            # Whoever calls a job off from a page holds the chain first, too.
            lock_chain(self.project_id)
            if bookkeeping.hold(self.claim):
                raise Cancelled
            yield result
            bookkeeping.finish(self.claim, result)
        self.is_completed = True


def run_job(job_id: str, hands: Hands) -> None:
    """Do this job if it waits; whatever comes of it is written down. Never raises."""
    try:
        claim = bookkeeping.claim(job_id)
        if claim is not None:
            hands.held[claim.id] = claim.attempt
            _attempt(Run(claim, hands))
    except LostClaim:
        _log.warning("job %s went to another worker; what was done here does not count", job_id)
    except Exception as error:
        # The claim runs out by itself, and the job is taken up again.
        _log.error("job %s could not be settled", job_id, exc_info=error)
    finally:
        hands.held.pop(job_id, None)


def _attempt(run: Run) -> None:
    claim = run.claim
    try:
        _work(run)
    except LostClaim:
        raise
    except Cancelled:
        bookkeeping.settle(claim, State.CANCELLED)
    except Stopping:
        bookkeeping.put_back(claim, counts=False)
    except (Busy, OperationalError) as error:
        _log.warning("job %s met a busy database and is tried again: %s", claim.id, error)
        bookkeeping.put_back(claim)
    except AnnotatorError as error:
        bookkeeping.settle(claim, State.FAILED, error)
    except Exception as error:
        _log.error("job %s failed", claim.id, exc_info=error)
        unexpected = Invalid("Something went wrong here; the server's log tells what.")
        bookkeeping.settle(claim, State.FAILED, unexpected)


def _work(run: Run) -> None:
    kind = kind_of(run.claim.kind)
    if kind is None:
        raise Invalid("This version of the program does not know how to do this.")
    result = kind.work(run)
    if not run.is_completed:
        with run.completing() as told:
            told.update(result or {})
