"""Connections that only read, kept at hand from one request to the next."""

from __future__ import annotations

from sqlalchemy import Connection, Engine, event

#: Of SQLite's pool, which has room for as many again and for every session that reads beside them.
MOST_KEPT = 8


class Readers:
    """Lends connections for statements outside any transaction.

    To take a connection from its pool and to give it back took ten times as long as to ask SQLite
    something on it. There each statement outside a transaction reads what is committed by then, so
    nothing is left on a connection from one request to the next. PostgreSQL's driver begins
    transactions by itself, which end as the connection goes back to its pool: `most` is 0 there.
    """

    def __init__(self, engine: Engine, most: int) -> None:
        self._engine = engine
        self._most = most
        self._kept: list[Connection] = []
        self._lent: set[Connection] = set()
        event.listen(engine, "engine_disposed", lambda _engine: self._close())

    def __len__(self) -> int:
        """How many are at hand."""
        return len(self._kept)

    def lend(self) -> Connection:
        """A connection, for the caller to give back."""
        try:
            # The one that was used last still has the newest pages at hand.
            connection = self._kept.pop()
        except IndexError:
            connection = self._engine.connect()
        self._lent.add(connection)
        return connection

    def take_back(self, connection: Connection) -> None:
        """Keep it for the next one, unless a transaction was begun on it after all."""
        # One that was lent before the engine was disposed of belongs to a database of before.
        known = connection in self._lent
        self._lent.discard(connection)
        if known and len(self._kept) < self._most and not connection.in_transaction():
            self._kept.append(connection)
        else:
            connection.close()

    def _close(self) -> None:
        self._lent.clear()
        while self._kept:
            connection = self._kept.pop()
            connection.detach()
            connection.close()
