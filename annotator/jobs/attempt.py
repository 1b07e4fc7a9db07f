"""One attempt at a job, as the function that does its work meets it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import orjson

from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.config import Config
from annotator.db import writing
from annotator.jobs import bookkeeping
from annotator.jobs.bookkeeping import Claim

#: Progress is written down no more often than this, in seconds.
_STEP_SECONDS = 0.5


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
    def stepping(self) -> Iterator[None]:
        """A short transaction on the way, which counts whatever becomes of the job later.

        Only while the job is this attempt's, and nobody called it off.
        """
        with writing():
            lock_chain(self.project_id)
            if bookkeeping.hold(self.claim):
                raise Cancelled
            yield

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
