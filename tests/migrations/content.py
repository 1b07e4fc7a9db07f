"""What is in a database: its schema in plain values, and a digest of its rows."""

from __future__ import annotations

import hashlib
from typing import Any

from sqlalchemy import Connection, MetaData, Table, inspect, text

from annotator.db import READ, db

Rows = dict[str, list[dict[str, Any]]]


def schema() -> dict[str, Any]:
    """Every table with its columns, keys, constraints and indexes, and every trigger."""
    with db.engines[READ].connect() as connection:
        inspector = inspect(connection)
        tables = {
            name: {
                "columns": [
                    (column["name"], str(column["type"]), column["nullable"], column["default"])
                    for column in inspector.get_columns(name)
                ],
                "primary key": inspector.get_pk_constraint(name),
                "foreign keys": _sorted(inspector.get_foreign_keys(name)),
                "uniques": _sorted(inspector.get_unique_constraints(name)),
                "checks": _sorted(inspector.get_check_constraints(name)),
                "indexes": _sorted(inspector.get_indexes(name)),
            }
            for name in inspector.get_table_names()
            if name != "alembic_version"
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
        return {
            table.name: [dict(row._mapping) for row in connection.execute(table.select())]
            for table in _tables(connection)
        }


def put_rows(rows: Rows) -> None:
    """Store the rows again, in an order that suits the foreign keys."""
    with db.engines[None].begin() as connection:
        for table in _tables(connection):
            if rows.get(table.name):
                connection.execute(table.insert(), rows[table.name])


def narrowed(rows: Rows, columns: dict[str, list[Any]]) -> Rows:
    """Only what an older schema holds of the rows; `columns` by table, as `schema` gives them."""
    kept = {table: [column[0] for column in found] for table, found in columns.items()}
    return {
        table: [{name: row[name] for name in names} for row in rows[table]]
        for table, names in kept.items()
    }


def digest(rows: Rows) -> str:
    """One hash for all rows, whatever order the database gave them in."""
    lines = sorted(f"{table} {sorted(row.items())!r}" for table in rows for row in rows[table])
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _tables(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return [table for table in metadata.sorted_tables if table.name != "alembic_version"]


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
