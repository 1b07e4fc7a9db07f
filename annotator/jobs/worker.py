"""The worker: threads that do jobs, and one that keeps them, inside whatever process runs it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Thread

from annotator.config import Config
from annotator.db import db
from annotator.jobs import bookkeeping
from annotator.jobs.attempt import Hands
from annotator.jobs.keeping import keep
from annotator.jobs.rounds import Rounds
from annotator.jobs.running import run_job

THREADS = 2
#: How often leases are renewed and the lost looked for, in seconds; well within a lease.
_BEAT = 20.0

#: Opens what a job needs to find its database: the application's context.
Context = Callable[[], AbstractContextManager[object]]

_log = logging.getLogger("annotator.jobs")


@contextmanager
def working(context: Context, config: Config, threads: int = THREADS) -> Iterator[None]:
    """Do jobs for as long as the block lasts.

    At its end nothing new is begun; a job at work goes back into the line at its next step, or
    comes to its end, and the threads are gone when this returns.
    """
    worker = Worker(context, config, threads)
    worker.start()
    try:
        yield
    finally:
        worker.stop()


class Worker:
    """See `working`."""

    def __init__(self, context: Context, config: Config, threads: int) -> None:
        # Imported here: see `hand_over`.
        from annotator.jobs.queue import queue_of

        self._context = context
        self._hands = Hands(config)
        self._rounds = Rounds()
        with context():
            self._consumer = queue_of(db.engines[None]).consumer(self._do, threads)
        self._keeper = Thread(target=self._keep, name="Keeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._consumer.start()
        self._keeper.start()

    def stop(self) -> None:
        """End, and wait until all have ended."""
        self._hands.stopping.set()
        self._consumer.stop(graceful=True)
        self._keeper.join()

    def _do(self, job_id: str) -> None:
        with self._context():
            run_job(job_id, self._hands)

    def _keep(self) -> None:
        while True:
            try:
                with self._context():
                    bookkeeping.renew(dict(self._hands.held))
                    keep()
                    self._rounds.make()
            except Exception as error:
                # The database may be away for a while; the next beat comes.
                _log.warning("jobs could not be looked after: %s", error)
            if self._hands.stopping.wait(_BEAT):
                return
