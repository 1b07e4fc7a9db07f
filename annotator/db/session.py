"""Two engines, one session: requests read on one and write on the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import URL, Connection, Engine, make_url

from annotator.config import Config
from annotator.db import sqlite
from annotator.db.base import Base
from annotator.db.gate import WriteGate
from annotator.db.readers import MOST_KEPT, Readers
from annotator.db.together import SharedCommits
from annotator.errors import Refused

READ = "read"
_WRITING = "writing"
_READER = "reader"
_WRITER = "writer"
_READERS = "readers"
_SHARED = "shared_commits"


class RoutingSession(FlaskSession):
    """Goes to the read engine until somebody says that this unit of work writes."""

    def get_bind(self, *args: Any, bind: Engine | Connection | None = None, **kwargs: Any) -> Any:
        """The engine for the next statement; for a short change, the connection it is made on."""
        self.leave_reader()
        if bind is not None:
            return bind
        if not self.info.get(_WRITING):
            return db.engines[READ]
        return self._shared_writer() or db.engines[None]

    def commit(self) -> None:
        """Return when what the unit of work did is committed."""
        if self.in_transaction():
            super().commit()
        if self.info.pop(_WRITER, None) is not None:
            self.info[_SHARED].commit()

    def rollback(self) -> None:
        """Undo what the transaction did, and end the reading beside it."""
        self.leave_reader()
        try:
            super().rollback()
        finally:
            self._undo_shared()

    def close(self) -> None:
        """Give every connection back."""
        self.leave_reader()
        try:
            super().close()
        finally:
            self._undo_shared()

    def reader(self) -> Connection:
        """The transaction's connection; before there is one, a connection that only reads.

        Most requests know from a few `Prepared` statements what they have to do: beginning and
        ending a transaction of the session for these took ten times as long as to run them.
        """
        if self.info.get(_WRITING) or self.in_transaction():
            return self.writer()
        reader: Connection | None = self.info.get(_READER)
        if reader is None:
            reader = self.info[_READER] = _readers().lend()
        return reader

    def writer(self) -> Connection:
        """The transaction's connection, which begins one where there is none."""
        return self._shared_writer() or self.connection()

    def leave_reader(self) -> None:
        """Give back the connection that only reads, if there is one."""
        reader: Connection | None = self.info.pop(_READER, None)
        if reader is not None:
            _readers().take_back(reader)

    def _shared_writer(self) -> Connection | None:
        shared: SharedCommits | None = self.info.get(_SHARED)
        if shared is None:
            return None
        writer: Connection | None = self.info.get(_WRITER)
        if writer is None:
            writer = self.info[_WRITER] = shared.begin()
        return writer

    def _undo_shared(self) -> None:
        if self.info.pop(_WRITER, None) is not None:
            self.info[_SHARED].undo()


db = SQLAlchemy(
    model_class=Base,
    session_options={
        "class_": RoutingSession,
        "expire_on_commit": False,
        "join_transaction_mode": "create_savepoint",
    },
)


def begin_writing() -> None:
    """From here on the current session writes: its next statement begins the transaction."""
    _begin_writing(None)


def begin_short_writing() -> None:
    """The same for a change of a few rows, which may share its commit with others."""
    _begin_writing(current_app.extensions.get(_SHARED))


def reader() -> Connection:
    """Where a `Prepared` statement is run that is to see what this unit of work sees."""
    session: RoutingSession = db.session()  # type: ignore[assignment]
    return session.reader()


def writer() -> Connection:
    """Where a statement is run that writes."""
    session: RoutingSession = db.session()  # type: ignore[assignment]
    return session.writer()


@contextmanager
def writing() -> Iterator[None]:
    """One write transaction for code outside a request: commits at the end, or nothing stays."""
    begin_writing()
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session.info.pop(_WRITING, None)


def settle_log() -> None:
    """Carry what was written over from SQLite's log into the database, while others go on writing.

    Left to the log's own limit, it falls to whoever commits the page that is one too many, and
    everybody waits who wants to write. Call it outside any transaction; elsewhere it does nothing.
    """
    engine = db.engines[READ]
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")
        finally:
            connection.close()


def configure(app: Flask, config: Config) -> None:
    """Make both engines from the settings."""
    url = _checked_url(config.database_url)
    # What a statement failed on stays out of the log: a hash, an address, words of an article.
    options = {"hide_parameters": True, **_engine_options(url)}
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    app.config["SQLALCHEMY_BINDS"] = {READ: {"url": url, **_read_only(url, options)}}
    db.init_app(app)
    with app.app_context():
        _set_up(app, db.engines[None], db.engines[READ], config)


def _begin_writing(shared: SharedCommits | None) -> None:
    session = db.session()
    session.rollback()
    session.info[_SHARED] = shared
    session.info[_WRITING] = True


def _checked_url(text: str) -> URL:
    try:
        url = make_url(text)
    except Exception as error:
        raise Refused(
            "ANNOTATOR_DATABASE_URL is not a database URL; it looks like "
            "sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name."
        ) from error
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return url
    raise Refused(
        "ANNOTATOR_DATABASE_URL names %(backend)s; only PostgreSQL and SQLite in a file can serve.",
        backend=url.get_backend_name(),
    )


def _engine_options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {
            "module": sqlite.driver(),
            "connect_args": {"check_same_thread": False},
            "pool_size": 16,
            "max_overflow": 16,
            # The connection that was used last still has the newest pages at hand.
            "pool_use_lifo": True,
            "pool_timeout": 5,
        }
    limits = "-c statement_timeout=10000 -c idle_in_transaction_session_timeout=30000"
    return {
        "connect_args": {"options": limits},
        # A server process of sixteen threads keeps eight, so that many processes fit.
        "pool_size": 8,
        "max_overflow": 12,
        "pool_timeout": 5,
        "pool_pre_ping": True,
    }


def _read_only(url: URL, options: dict[str, Any]) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return options
    return {**options, "execution_options": {"postgresql_readonly": True}}


def _readers() -> Readers:
    readers: Readers = current_app.extensions[_READERS]
    return readers


def _set_up(app: Flask, writer: Engine, reader: Engine, config: Config) -> None:
    on_sqlite = writer.dialect.name == "sqlite"
    app.extensions[_READERS] = Readers(reader, MOST_KEPT if on_sqlite else 0)
    if not on_sqlite:
        return
    path = sqlite.gate_path(str(writer.url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    gate = WriteGate(path, config.gate_seconds)
    sqlite.set_up_writer(writer, gate)
    app.extensions[_SHARED] = SharedCommits(writer, gate)
    sqlite.set_up_reader(reader)
