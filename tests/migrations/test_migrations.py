"""Migrations lead to the models' schema, go both ways with data, and survive being killed."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from annotator import models
from annotator.db import READ, db, migrate
from annotator.db.migrate import alembic_config, downgrade, is_current, upgrade
from annotator.errors import Refused
from annotator.paths import resource_folder
from tests.audit.work import Work
from tests.databases import ON_BOTH
from tests.migrations.content import digest, narrowed, put_rows, schema, stored_rows
from tests.personas import make_world

pytestmark = pytest.mark.usefixtures("app")


def revisions() -> list[str]:
    """Every revision, oldest first."""
    steps = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return [step.revision for step in steps][::-1]


def fill(steps: int = 60) -> None:
    """Rows made the way people make them, in so many steps of work."""
    Work(make_world(), Random(7)).go_on(steps)


def differences() -> list[object]:
    """What a new migration would have to do to reach the models; none when nothing is missing."""
    with db.engines[READ].connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, models.metadata))


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


@ON_BOTH
def test_the_migrations_lead_to_what_the_models_say() -> None:
    upgrade()
    assert differences() == []


@ON_BOTH
def test_a_column_without_a_migration_is_noticed() -> None:
    upgrade()
    with db.engines[None].begin() as connection:
        connection.execute(text("ALTER TABLE article DROP COLUMN byline"))
    assert differences() != []


@ON_BOTH
def test_the_migrated_schema_is_the_models_schema_to_the_last_constraint() -> None:
    models.metadata.create_all(db.engines[None])
    wanted = schema()["tables"]
    models.metadata.drop_all(db.engines[None])
    upgrade()
    assert schema()["tables"] == wanted


@ON_BOTH
def test_the_fences_and_what_counts_seats_stand_at_the_newest_revision() -> None:
    upgrade()
    sqlite = db.engines[None].dialect.name == "sqlite"
    verbs = ("delete", "update") if sqlite else ("change", "truncate")
    fenced = (
        "capture", "event", "guideline_version", "import", "revision", "scheme_version", "verdict",
    )  # fmt: skip
    fences = [f"{table}_refuses_{verb}" for table in fenced for verb in verbs]
    counting = [f"assignment_counts_{verb}" for verb in ("delete", "insert", "update")]
    assert schema()["triggers"] == counting + fences


@ON_BOTH
def test_a_database_is_current_only_at_the_newest_revision() -> None:
    assert not is_current()
    upgrade()
    assert is_current()
    downgrade("base")
    assert not is_current()


@ON_BOTH
def test_going_down_leaves_nothing_behind() -> None:
    upgrade()
    fill()
    downgrade("base")
    assert schema() == {"tables": {}, "triggers": []}
    functions = "SELECT count(*) FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
    if db.engines[None].dialect.name == "postgresql":
        with db.engines[READ].connect() as connection:
            query = text(f"{functions} WHERE n.nspname = 'public'")
            assert connection.scalar(query) == 0


@ON_BOTH
def test_the_first_revision_takes_the_same_rows_again() -> None:
    upgrade()
    fill(250)
    before, shape = stored_rows(), schema()
    assert sum(len(rows) for rows in before.values()) > 400
    assert all(before[name] for name in ("event", "annotation", "fragment", "claim", "verdict"))
    downgrade("base")
    upgrade()
    put_rows(before)
    assert digest(stored_rows()) == digest(before)
    assert schema() == shape


@ON_BOTH
def test_every_later_revision_goes_down_and_up_without_losing_what_both_can_hold() -> None:
    upgrade()
    fill(120)
    before, newest = stored_rows(), schema()
    shape = newest
    for revision, later in list(pairwise(revisions()))[::-1]:
        downgrade(revision)
        earlier, older = schema(), digest(stored_rows())
        columns = {name: table["columns"] for name, table in earlier["tables"].items()}
        upgrade(later)
        # What a later revision brought goes with it; everything else stays.
        assert (
            older == digest(narrowed(before, columns)) == digest(narrowed(stored_rows(), columns))
        )
        assert schema() == shape
        downgrade(revision)
        shape = earlier
    upgrade()
    assert digest(narrowed(stored_rows(), columns)) == older
    assert schema() == newest


OneMoreStep = Callable[..., None]


@pytest.fixture
def one_more_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OneMoreStep:
    """`one_more_step(*lines)`: migrations that end with one more, which does just this."""
    before = revisions()[-1]
    folder = tmp_path / "migrations"
    shutil.copytree(resource_folder("migrations"), folder)
    monkeypatch.setattr(migrate, "resource_folder", lambda _name: folder)

    def write(*lines: str) -> None:
        (folder / "versions" / "9999_more.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision, down_revision = '9999', '{before}'\n"
            "def upgrade():\n" + "".join(f"    {line}\n" for line in lines),
            encoding="utf-8",
        )

    return write


KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from annotator import create_app
from annotator.db import db
from annotator.db.migrate import upgrade
from tests.databases import config_for

app = create_app(config_for(sys.argv[1], Path(sys.argv[2])))
with app.app_context():
    @event.listens_for(db.engines[None], "after_cursor_execute")
    def die(connection, cursor, statement, parameters, context, executemany):
        if sys.argv[3] in statement:
            os.kill(os.getpid(), signal.SIGKILL)
    upgrade()
"""


@ON_BOTH
@pytest.mark.parametrize("place", ["CREATE TABLE annotation", "CREATE TRIGGER", "INSERT INTO"])
def test_a_migration_killed_on_its_way_runs_again(
    database: str, tmp_path: Path, place: str
) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLED, database, str(tmp_path), place]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    assert process.returncode == -signal.SIGKILL, process.stderr
    assert schema() == {"tables": {}, "triggers": []}
    upgrade()
    assert is_current()
    assert differences() == []
    fill()


@ON_BOTH
def test_two_migrations_at_once_do_the_work_once(database: str, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLED, database, str(tmp_path), "never"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, words = process.communicate()
        assert process.returncode == 0, words
    assert is_current()


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_migration_may_take_longer_than_a_request(one_more_step: OneMoreStep) -> None:
    one_more_step("op.execute('SELECT 1 / (current_setting($$statement_timeout$$) = $$0$$)::int')")
    upgrade()
    assert is_current()
    with db.engines[None].connect() as connection:
        assert connection.exec_driver_sql("SHOW statement_timeout").scalar() == "10s"


@ON_BOTH
def test_a_migration_that_fails_leaves_nothing_behind(one_more_step: OneMoreStep) -> None:
    one_more_step("op.add_column('project', sa.Column('colour', sa.String))", "1 / 0")
    upgrade(revisions()[-2])
    shape = schema()
    with pytest.raises(ZeroDivisionError):
        upgrade()
    assert schema() == shape


def test_a_table_may_be_made_anew_though_others_refer_to_it(one_more_step: OneMoreStep) -> None:
    one_more_step(
        "with op.batch_alter_table('project', recreate='always') as project:",
        "    project.alter_column('name', type_=sa.Text)",
    )
    upgrade(revisions()[-2])
    fill()
    before = stored_rows()
    upgrade()
    assert stored_rows() == before
    with db.engines[None].connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_migration_that_breaks_a_reference_is_undone(one_more_step: OneMoreStep) -> None:
    one_more_step("op.execute('DELETE FROM project')")
    upgrade(revisions()[-2])
    fill()
    before = stored_rows()
    with pytest.raises(Refused, match="refer to nothing"):
        upgrade()
    assert stored_rows() == before
