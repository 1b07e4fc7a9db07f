"""The declarative base, and the column types that every model uses."""

from __future__ import annotations

from datetime import datetime
from enum import Enum as PyEnum
from functools import cache
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, Enum, MetaData, String, Text, TypeDecorator, Uuid, inspect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeEngine

from annotator.clock import UTC, from_iso, iso

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every model; each constraint gets a name, so that a migration can drop it."""

    metadata = MetaData(naming_convention=NAMING)

    def __init__(self, **values: Any) -> None:
        """A new object; raises `AttributeError` for what the model does not have."""
        # Columns go where SQLAlchemy keeps them: what is new has no earlier value to remember,
        # and remembering it took longer than to write the row.
        columns = _columns(type(self))
        held = vars(self)
        if values.keys() <= columns:
            held.update(values)
            return
        for name, value in values.items():
            if name in columns:
                held[name] = value
            else:
                getattr(type(self), name)
                setattr(self, name, value)


@cache
def _columns(kind: type[Base]) -> frozenset[str]:
    return frozenset(attribute.key for attribute in inspect(kind).column_attrs)


class UTCTime(TypeDecorator[datetime]):
    """A moment in UTC.

    SQLite has no time type: there it is ISO 8601 text of fixed width, which sorts as time does.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite, `timestamp with time zone` elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(24))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuse a time that does not say its offset; there is no right guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time must name its offset from UTC")
        value = value.astimezone(UTC)
        return iso(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return from_iso(value) if dialect.name == "sqlite" else value.astimezone(UTC)


def enum_by_value(kind: type[PyEnum], name: str) -> Enum:
    """A text column that holds the enum's values, with a CHECK of that name."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [str(member.value) for member in members],
    )


#: UUIDs are text in Python, in their canonical form; native on PostgreSQL.
UUID = Uuid(as_uuid=False).with_variant(String(36), "sqlite")

uuid_key = Annotated[str, mapped_column(UUID, primary_key=True)]
moment = Annotated[datetime, mapped_column(UTCTime())]
long_text = Annotated[str, mapped_column(Text())]
