"""The queue between those who ask and those who work: huey, on a store of its own.

Beside SQLite's file stands a second one, so that the queue takes nobody's turn to write; on
PostgreSQL it has a schema of its own. It holds the keys of jobs and nothing else.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from huey import Huey
from huey.consumer import Consumer, Scheduler
from huey.registry import Message
from huey.serializer import Serializer
from huey.storage import SqliteStorage
from sqlalchemy import Engine, event

from annotator.db.sqlite import journal_mode

_NAME = "annotator"
_SCHEMA = "annotator_queue"
#: PostgreSQL's advisory lock while the tables are made; the number is arbitrary.
_LOCK = 4_021_976_111
#: The longest that an idle worker leaves the queue alone, in seconds.
_LONGEST_NAP = 1.0

_queues: WeakKeyDictionary[Engine, Queue] = WeakKeyDictionary()
_making = Lock()


class PlainMessages(Serializer):  # type: ignore[misc]
    """Messages as JSON: whoever can write to the store must not be able to run code here."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


class Queue:
    """The queue of one database."""

    def __init__(self, engine: Engine) -> None:
        self._huey = Huey(_NAME, results=False, serializer=PlainMessages(), **_store(engine))
        self._task = self._huey.task(name="run")(self._run)
        self._work: Callable[[str], None] | None = None
        # On SQLite all threads share one connection; elsewhere each has its own.
        self._is_shared = engine.dialect.name == "sqlite"
        self._huey.on_shutdown()(self._leave)

    def put(self, job_ids: Sequence[str]) -> None:
        """Hand over these jobs."""
        try:
            for job_id in job_ids:
                self._task(job_id)
        finally:
            self._leave()

    def is_empty(self) -> bool:
        """Whether nobody waits to be taken up."""
        try:
            return not self._huey.pending_count()
        finally:
            self._leave()

    def consumer(self, work: Callable[[str], None], threads: int) -> Consumer:
        """Threads that do `work` with the key of each job handed over, not started yet."""
        self._work = work
        return ThreadsOnly(self._huey, workers=threads, periodic=False, max_delay=_LONGEST_NAP)

    def work_off(self, work: Callable[[str], None]) -> int:
        """Do here and now what waits; how many jobs that were."""
        self._work, count = work, 0
        try:
            while (task := self._huey.dequeue()) is not None:
                self._huey.execute(task)
                count += 1
        finally:
            self._leave()
        return count

    def _run(self, job_id: str) -> None:
        if self._work is None:
            raise RuntimeError("nobody works here")
        self._work(job_id)

    def close(self) -> None:
        """Close its store."""
        self._huey.storage.close()

    def _leave(self) -> None:
        """Give back this thread's connection, if it has one of its own."""
        if not self._is_shared:
            self._huey.storage.close()


class NoSchedule(Scheduler):  # type: ignore[misc]
    """Nothing is ever put off to a set time, so there is no store to look at for it."""

    def loop(self, now: Any = None) -> None:
        """Wait for the end."""
        self.stop_flag.wait()


class ThreadsOnly(Consumer):  # type: ignore[misc]
    """huey's consumer inside a process whose signals are somebody else's."""

    scheduler_class = NoSchedule

    def _set_signal_handlers(self) -> None:
        """Leave them."""


def queue_of(engine: Engine) -> Queue:
    """The queue beside this database, made at its first use and anew once all is closed."""
    with _making:
        if engine not in _queues:
            _queues[engine] = Queue(engine)
            event.listen(engine, "engine_disposed", _close)
        return _queues[engine]


def _close(engine: Engine) -> None:
    if queue := _queues.pop(engine, None):
        queue.close()


def _store(engine: Engine) -> dict[str, Any]:
    if engine.dialect.name == "sqlite":
        return {
            "storage_class": SqliteStorage,
            "filename": f"{engine.url.database}.jobs",
            "journal_mode": journal_mode(sqlite3.sqlite_version_info).lower(),
            "cache_mb": 1,
        }
    # Imported here, as only those on PostgreSQL need them.
    from huey.contrib.sql_huey import SqlStorage
    from peewee import PostgresqlDatabase

    class OwnSchema(SqlStorage):  # type: ignore[misc]
        """Tables apart from ours, made once, however many processes begin at one moment."""

        def create_tables(self) -> None:
            with self.database, self.database.atomic():
                self.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
                self.database.execute_sql(f"CREATE SCHEMA IF NOT EXISTS {_SCHEMA}")
                super().create_tables()

    return {"storage_class": OwnSchema, "database": PostgresqlDatabase(**_address(engine))}


def _address(engine: Engine) -> dict[str, Any]:
    """The arguments that psycopg takes for this database, with our schema as the place to be."""
    _, arguments = engine.dialect.create_connect_args(engine.url)
    arguments["database"] = arguments.pop("dbname")
    options = f"{arguments.pop('options', '')} -c search_path={_SCHEMA}".strip()
    return {**arguments, "options": options, "prefer_psycopg3": True}
