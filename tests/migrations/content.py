"""What is in a database: its schema in plain values, and a digest of its rows."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, MetaData, Select, Table, column, inspect, select, table, text

from annotator.db import READ, db

Rows = dict[str, list[dict[str, Any]]]
#: Where Alembic keeps which revision the database is at.
VERSIONS = "alembic_version"


def schema() -> dict[str, Any]:
    """Every table with its columns, keys, constraints and indexes, and every trigger."""
    with db.engines[READ].connect() as connection:
        inspector = inspect(connection)
        # All tables at once: PostgreSQL takes as long for one.
        columns = inspector.get_multi_columns()
        keys, foreign = inspector.get_multi_pk_constraint(), inspector.get_multi_foreign_keys()
        uniques = inspector.get_multi_unique_constraints()
        checks, indexes = inspector.get_multi_check_constraints(), inspector.get_multi_indexes()
        tables = {
            at[1]: {
                "columns": [
                    (one["name"], str(one["type"]), one["nullable"], one["default"])
                    for one in columns[at]
                ],
                "primary key": keys[at],
                "foreign keys": _sorted(foreign[at]),
                "uniques": _sorted(uniques[at]),
                "checks": _sorted(checks[at]),
                "indexes": _sorted(indexes[at]),
            }
            for at in columns
            if at[1] != VERSIONS
        }
        return {"tables": tables, "triggers": triggers(connection)}


def triggers(connection: Connection) -> list[str]:
    """The names of all triggers that the schema has."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname"
    )
    return list(connection.execute(text(query)).scalars())


def stored_rows() -> Rows:
    """All rows of all tables that are there, whatever the models say."""
    with db.engines[READ].connect() as connection:
        found = inspect(connection).get_multi_columns()
        return {
            name: [dict(row._mapping) for row in connection.execute(_all_of(name, columns))]
            for (_, name), columns in sorted(found.items())
            if name != VERSIONS
        }


def put_rows(rows: Rows) -> None:
    """Store the rows again, in an order that suits the foreign keys."""
    with db.engines[None].begin() as connection:
        for one in _tables(connection):
            if rows.get(one.name):
                connection.execute(one.insert(), rows[one.name])


def narrowed(rows: Rows, columns: dict[str, list[Any]]) -> Rows:
    """Only what an older schema holds of the rows; `columns` by table, as `schema` gives them.

    It holds no row without a value that it asks of every row.
    """
    return {
        table: [
            {name: row[name] for name, *_ in found}
            for row in rows[table]
            if all(
                row[name] is not None
                for name, _type, may_be_null, _default in found
                if not may_be_null
            )
        ]
        for table, found in columns.items()
    }


def digest(rows: Rows) -> str:
    """One hash for all rows, whatever order the database gave them in."""
    lines = sorted(f"{table} {sorted(row.items())!r}" for table in rows for row in rows[table])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _all_of(name: str, columns: list[Any]) -> Select[Any]:
    """Each column by its name and type: all else that a table is would take longer to look up."""
    return select(*(column(found["name"], found["type"]) for found in columns)).select_from(
        table(name)
    )


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [one for one in metadata.sorted_tables if one.name != VERSIONS]


def _sorted(found: Any) -> list[str]:
    return sorted(repr(sorted(_plain(item).items())) for item in found)


def _plain(item: Any) -> dict[str, str]:
    """The values as text: the condition of an index is SQL, and each time another object."""
    return {
        key: repr({name: str(part) for name, part in value.items()})
        if isinstance(value, dict)
        else repr(value)
        for key, value in item.items()
    }
