"""The database itself refuses to change or take away what is written once."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from annotator.articles.models import Revision
from annotator.audit.models import Event
from annotator.captures.models import Capture
from annotator.db import Base, db
from annotator.guidelines.models import GuidelineVersion
from annotator.imports.models import Import
from annotator.projects.models import SchemeVersion
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.personas import World

REFUSAL = "the audit trail is append-only"
KINDS = (Event, Verdict, Revision, GuidelineVersion, SchemeVersion, Capture, Import)
FENCED = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def _filled(busy_world: World) -> None:
    db.session.rollback()


def refused(statement: object, parameters: object = None) -> None:
    """Assert that the database refuses the statement and that all rows stay."""
    with pytest.raises(DBAPIError, match=REFUSAL), db.engines[None].begin() as connection:
        connection.execute(statement, parameters)  # type: ignore[call-overload]


def table_of(kind: type[Base]) -> Table:
    """The table, which has rows."""
    table = kind.__table__
    assert isinstance(table, Table)
    assert db.session.scalar(select(func.count()).select_from(table))
    db.session.rollback()
    return table


@ON_BOTH
@FENCED
def test_a_row_cannot_be_changed(kind: type[Base]) -> None:
    table = table_of(kind)
    refused(update(table).values(project_id=table.c.project_id))


@ON_BOTH
@FENCED
def test_a_row_cannot_be_taken_away(kind: type[Base]) -> None:
    refused(delete(table_of(kind)))


@FENCED
def test_a_row_cannot_be_replaced(kind: type[Base]) -> None:
    table = table_of(kind)
    row = dict(db.session.execute(select(table)).first()._mapping)  # type: ignore[union-attr]
    db.session.rollback()
    refused(insert(table).prefix_with("OR REPLACE"), row)


@ON_BOTH
@FENCED
def test_a_row_cannot_be_changed_by_inserting_it_again(kind: type[Base]) -> None:
    table = table_of(kind)
    row = dict(db.session.execute(select(table)).first()._mapping)  # type: ignore[union-attr]
    keys = ", ".join(column.name for column in table.primary_key)
    names = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    statement = text(
        f"INSERT INTO {table.name} ({names}) VALUES ({values}) "  # noqa: S608 - names of our own.
        f"ON CONFLICT ({keys}) DO UPDATE SET project_id = excluded.project_id"
    ).bindparams(*(bindparam(name, type_=table.c[name].type) for name in row))
    db.session.rollback()
    refused(statement, row)


def test_every_table_with_a_fence_is_tried_here() -> None:
    query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE :said"
    fenced = set(db.session.scalars(text(query), {"said": f"%{REFUSAL}%"}))
    db.session.rollback()
    assert fenced == {kind.__tablename__ for kind in KINDS}


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
@FENCED
def test_a_table_cannot_be_emptied_at_a_stroke(kind: type[Base]) -> None:
    refused(text(f"TRUNCATE {table_of(kind).name} CASCADE"))


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_fence_calls_nothing_that_somebody_could_put_in_its_way() -> None:
    with db.engines[None].connect() as connection:
        query = "SELECT proconfig FROM pg_proc WHERE proname = 'refuse_change'"
        assert connection.scalar(text(query)) == ["search_path=pg_catalog, pg_temp"]
