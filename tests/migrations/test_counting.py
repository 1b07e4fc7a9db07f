"""What counts seats outlives a table that is made anew, and counts what was there before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from annotator.assignments.models import Assignment, State
from annotator.db import db, migrate, writing
from annotator.db.migrate import downgrade, upgrade
from tests.assignments.desk import assert_counted
from tests.audit.work import Work
from tests.databases import ON_BOTH
from tests.migrations.content import schema
from tests.personas import make_world

pytestmark = pytest.mark.usefixtures("app")


@contextmanager
def migrating() -> Iterator[Operations]:
    """What a migration after the newest could do, with nothing read that it would wait for."""
    db.session.remove()
    with migrate._connection() as connection:
        yield Operations(MigrationContext.configure(connection))
        connection.commit()


def take_all_back() -> None:
    given_up = {"seat": None, "state": State.RELEASED, "submitted_at": None}
    given_up |= {"nothing_to_mark": None}
    with writing():
        db.session.execute(sa.update(Assignment).values(**given_up))


@ON_BOTH
def test_articles_are_counted_though_a_later_migration_makes_their_table_anew() -> None:
    upgrade()
    Work(make_world(), Random(7)).go_on(60)
    before = schema()
    with migrating() as op, op.batch_alter_table("article", recreate="auto") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), nullable=True))
        batch.create_check_constraint("colour_given", "colour <> ''")
    assert schema()["triggers"] == before["triggers"]
    assert_counted()
    take_all_back()
    assert_counted()
    with migrating() as op, op.batch_alter_table("article", recreate="auto") as batch:
        batch.drop_constraint("colour_given", type_="check")
        batch.drop_column("colour")
    assert_counted()


@ON_BOTH
def test_what_was_there_before_is_counted() -> None:
    upgrade()
    Work(make_world(), Random(7)).go_on(60)
    db.session.remove()
    downgrade("0035-1")
    upgrade()
    assert_counted()
    take_all_back()
    assert_counted()
