"""One commit for the changes of several writers.

SQLite commits by waiting for the disk, which takes longer than to write a mark, and one writer
waits after the other. Whoever is done with a short change while somebody of this process stands
next in line therefore leaves it in the open transaction and hands that on; who finds nobody
commits for all. Nobody goes on before the commit that holds their change, and each change can be
undone alone, as it stands behind a savepoint of its own.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine

from annotator.db.driver import execute
from annotator.db.gate import WriteGate

#: In a connection's `info`: who began on it holds the gate already.
GATE = "gate"


class SharedCommits:
    """Transactions of this process's short changes, behind the gate of the engine that writes.

    Each writer calls `begin`, and then either `commit` or `undo`.
    """

    def __init__(self, engine: Engine, gate: WriteGate) -> None:
        self._engine = engine
        self._gate = gate
        self._connection: Connection | None = None
        self._done: list[_Change] = []

    def begin(self) -> Connection:
        """Wait for a turn; gives the connection to write on. Raises `Busy` as the gate does."""
        self._gate.acquire(joins=True)
        if self._connection is None:
            self._connection = self._begun()
        else:
            self._or_end("SAVEPOINT change")
        return self._connection

    def commit(self) -> None:
        """Return when the change is committed; raises what the database raised at the commit."""
        if self._done:
            self._or_end("RELEASE change")
        self._wait_for_commit()

    def undo(self) -> None:
        """Take back this writer's change, and no other.

        Whoever gives up may have been refused for what others had changed before them: it returns
        when that is committed, and raises what the database raised where it could not be.
        """
        if not (self._done and self._is_open()):
            self._end()
            return
        self._or_end("ROLLBACK TO change")
        self._or_end("RELEASE change")
        self._wait_for_commit()

    def _begun(self) -> Connection:
        try:
            connection = self._engine.connect()
        except BaseException:
            self._gate.release()
            raise
        # From here on the gate is let go when the connection goes back to its pool.
        connection.info[GATE] = True
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    def _or_end(self, statement: str) -> None:
        """Run it; where that fails nobody's change can be told apart, and none is kept."""
        try:
            execute(self._begun_on(), statement)
        except BaseException as error:
            self._end(error)
            raise

    def _wait_for_commit(self) -> None:
        change = _Change()
        self._done.append(change)
        self._hand_on()
        change.wait()

    def _hand_on(self) -> None:
        # Some errors, as of a full disk, end the whole transaction. There is nothing to go on
        # with then, and the commit says so to everybody who waits for it.
        if not (self._is_open() and self._gate.pass_on(self._end)):
            self._end()

    def _end(self, error: BaseException | None = None) -> None:
        connection, done = self._begun_on(), self._done
        self._connection, self._done = None, []
        try:
            if done and error is None:
                execute(connection, "COMMIT")
        except BaseException as raised:
            error = raised
        try:
            connection.close()
        finally:
            for change in done:
                change.end(error)

    def _is_open(self) -> bool:
        driver: Any = self._begun_on().connection.dbapi_connection
        return bool(driver.in_transaction)

    def _begun_on(self) -> Connection:
        if self._connection is None:
            raise RuntimeError("no change was begun")
        return self._connection


class _Change:
    """A change that is done or given up, and whoever waits for the commit."""

    def __init__(self) -> None:
        self._ended = Lock()
        self._ended.acquire()
        self._error: BaseException | None = None

    def end(self, error: BaseException | None) -> None:
        """The commit is over; `error` is why there is none."""
        self._error = error
        self._ended.release()

    def wait(self) -> None:
        """Wait for the commit."""
        self._ended.acquire()
        if self._error is not None:
            raise self._error
