"""Storage: models' base and column types, the two engines, the session."""

from annotator.db.base import UUID, Base, UTCTime, enum_by_value, long_text, moment, uuid_key
from annotator.db.driver import Lookup, Prepared, Values
from annotator.db.keys import ordered_key
from annotator.db.keyset import behind, cursor_of
from annotator.db.pace import Pace
from annotator.db.rows import insert_rows, insert_values
from annotator.db.scratch import filling, new_scratch, put, reading_from, scratch_in_use
from annotator.db.session import (
    READ,
    RoutingSession,
    begin_short_writing,
    begin_writing,
    configure,
    db,
    reader,
    settle_log,
    writing,
)

__all__ = [
    "READ",
    "UUID",
    "Base",
    "Lookup",
    "Pace",
    "Prepared",
    "RoutingSession",
    "UTCTime",
    "Values",
    "begin_short_writing",
    "begin_writing",
    "behind",
    "configure",
    "cursor_of",
    "db",
    "enum_by_value",
    "filling",
    "insert_rows",
    "insert_values",
    "long_text",
    "moment",
    "new_scratch",
    "ordered_key",
    "put",
    "reader",
    "reading_from",
    "scratch_in_use",
    "settle_log",
    "uuid_key",
    "writing",
]
