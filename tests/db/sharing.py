"""Writers that are made to wait in line for each other, so that they share a commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, text

from annotator.accounts.models import SignInAttempt
from annotator.clock import now
from annotator.db import begin_short_writing, db

#: A reference that is looked at when the transaction ends, and not before.
LATE = (
    "CREATE TABLE late (id INTEGER REFERENCES sign_in_attempt (id) DEFERRABLE INITIALLY DEFERRED)"
)


class Queue:
    """Writers that are made to wait in line; `said` is what happened, in its order."""

    def __init__(self, app: Flask) -> None:
        self.said: list[str] = []
        self._app = app
        self._gate = app.extensions["shared_commits"]._gate
        self._pool = ThreadPoolExecutor(8)
        event.listen(db.engines[None], "connect", self._listen)

    def wait(self, work: Callable[[], object], name: str = "") -> Future[None]:
        """Have somebody do this work once it is their turn; gives their future."""
        length = len(self._gate._waiting)
        if not length:
            self._gate.acquire()
        future = self._pool.submit(self._do, work, name)
        deadline = time.monotonic() + 60
        while len(self._gate._waiting) == length:
            assert time.monotonic() < deadline
            time.sleep(0.001)
        return future

    def go(self) -> None:
        """Let the first one in, and wait until all are through."""
        self._gate.release()
        self._pool.shutdown()

    def commits(self) -> int:
        """How often something was committed so far."""
        return self.said.count("COMMIT")

    def _do(self, work: Callable[[], object], name: str) -> None:
        with self._app.app_context():
            work()
            self.said.append(name)

    def _listen(self, connection: Any, _record: object) -> None:
        connection.set_trace_callback(
            lambda statement: self.said.append(statement) if statement == "COMMIT" else None
        )


def change(key: str, *more: str) -> Callable[[], None]:
    """A short change that stores an attempt under each of these keys."""

    def work() -> None:
        begin_short_writing()
        for one in (key, *more):
            db.session.execute(insert(SignInAttempt).values(key=one, at=now()))
        db.session.commit()

    return work


def refused_at_the_end() -> None:
    """A change, after `LATE`, that no transaction can be committed with."""
    begin_short_writing()
    db.session.execute(text("INSERT INTO late VALUES (4711)"))
    db.session.commit()


def alter(*statements: str) -> None:
    """Change the tables of this test's database."""
    with db.engines[None].begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
