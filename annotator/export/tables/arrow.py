"""Rows as Parquet, into a stream that need not be one that can be searched.

pyarrow is large and comes with the extra `parquet`; it is imported when a table is begun. The
types are those of `columns.py` and are never guessed from rows. What is one of a few words, such
as a label, is a string whose pages have a dictionary, not a type of its own: it takes as little
room, and every reader sees a string.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any

import orjson

from annotator.export.options import Unit
from annotator.export.tables.columns import Kind, Listed, Plain, Struct, columns_of, schema_id

if TYPE_CHECKING:
    from io import RawIOBase

    import pyarrow as pa

# Read once, when pyarrow is loaded: the pool that it takes of itself keeps much of what it is given
# back, and an export would hold some 30 MiB more.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

#: As JSON Lines; so much is turned into columns at once.
_BATCH_BYTES = 1 << 19
#: And so much is one group of rows, which is held in memory until it is written.
GROUP_BYTES = 8 << 20
_ZSTD_LEVEL = 3

Row = dict[str, Any]
Shaped = Callable[[Any], Any]


class ParquetTable(AbstractContextManager["ParquetTable"]):
    """One file of one unit; whole once the `with` has ended.

    Its metadata say under `schema` what a row is, such as `annotator/span/1`.
    """

    def __init__(self, stream: IO[bytes] | RawIOBase, unit: Unit) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self._unit = unit
        self._rows: list[Row] = []
        self._batches: list[pa.RecordBatch] = []
        self._pending = self._held = 0
        self._writer = parquet.ParquetWriter(
            pa.PythonFile(stream, mode="w"),
            arrow_schema(unit),
            compression="zstd",
            compression_level=_ZSTD_LEVEL,
            store_schema=False,
        )
        self._writer.add_key_value_metadata({"schema": schema_id(unit)})

    def add(self, rows: list[Row], size: int) -> None:
        """Rows as their lines have them, which are taken over; `size` is that of the lines."""
        self._rows += rows
        self._pending += size
        if self._pending >= _BATCH_BYTES:
            self._turn()
        if self._held >= GROUP_BYTES:
            self._flush()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._turn()
            self._flush()
        self._writer.close()

    def _turn(self) -> None:
        if self._rows:
            self._batches.append(batch_of(self._rows, self._unit))
        self._held += self._pending
        self._rows, self._pending = [], 0

    def _flush(self) -> None:
        import pyarrow as pa

        if self._batches:
            table = pa.Table.from_batches(self._batches)
            self._writer.write_table(table, row_group_size=max(table.num_rows, 1))
        self._batches, self._held = [], 0


def batch_of(rows: list[Row], unit: Unit) -> pa.RecordBatch:
    """Rows as columns of the unit's types; days and times come as text and are read here."""
    import pyarrow as pa

    schema, shaped = arrow_schema(unit), _shaping(Struct(columns_of(unit)))
    if shaped is not None:
        rows = [shaped(row) for row in rows]
    read = pa.array(rows, type=_type_of(Struct(columns_of(unit)), as_text=True))
    typed = [_dated(one, field.type) for one, field in zip(read.flatten(), schema, strict=True)]
    return pa.RecordBatch.from_arrays(typed, schema=schema)


def _dated(values: pa.Array, wanted: pa.DataType) -> pa.Array:
    """The same with the days and times in it read; what a null holds inside is never looked at."""
    import pyarrow as pa

    if values.type == wanted:
        return values
    if pa.types.is_list(wanted):
        inner = _dated(values.values, wanted.value_type)
        return pa.ListArray.from_arrays(values.offsets, inner, wanted, mask=values.is_null())
    if pa.types.is_struct(wanted):
        fields = list(wanted)
        parts = zip(values.flatten(), fields, strict=True)
        typed = [_dated(one, field.type) for one, field in parts]
        return pa.StructArray.from_arrays(typed, fields=fields, mask=values.is_null())
    return values.cast(wanted)


@cache
def arrow_schema(unit: Unit) -> pa.Schema:
    """The types of a unit's columns."""
    import pyarrow as pa

    return pa.schema(list(_type_of(Struct(columns_of(unit)))))


def _type_of(kind: Kind, *, as_text: bool = False) -> pa.DataType:
    """The type of a kind, or that which its values have in JSON."""
    import pyarrow as pa

    if isinstance(kind, Struct):
        held = [(one.name, _type_of(one.kind, as_text=as_text)) for one in kind.columns]
        return pa.struct(held)
    if isinstance(kind, Listed):
        return pa.list_(_type_of(kind.of, as_text=as_text))
    if kind is Plain.COUNTS:
        # A map would say the same, and fewer readers know maps.
        return pa.list_(pa.struct([("name", pa.string()), ("count", pa.int64())]))
    dated = {Plain.DAY: pa.date32(), Plain.TIME: pa.timestamp("ms", tz="UTC")}
    if kind in dated and not as_text:
        return dated[kind]
    return {Plain.WHOLE: pa.int64(), Plain.TRUTH: pa.bool_()}.get(kind, pa.string())


@cache
def _shaping(kind: Kind) -> Shaped | None:
    """What has to be done to a value before it fits its type; None where nothing has."""
    if isinstance(kind, Struct):
        return _shaping_within(kind)
    if isinstance(kind, Listed):
        one = _shaping(kind.of)
        return None if one is None else lambda values: values and [one(value) for value in values]
    return {Plain.COUNTS: _counts, Plain.ANYTHING: _json}.get(kind)


def _shaping_within(kind: Struct) -> Shaped | None:
    shapings = [(one.name, _shaping(one.kind)) for one in kind.columns]
    wanted = [(name, shaping) for name, shaping in shapings if shaping is not None]

    def shaped(row: Row | None) -> Row | None:
        for name, shaping in wanted:
            if row is not None and name in row:
                row[name] = shaping(row[name])
        return row

    return shaped if wanted else None


def _counts(value: dict[str, int]) -> list[Row]:
    return [{"name": name, "count": count} for name, count in value.items()]


def _json(value: object) -> str | None:
    return None if value is None else orjson.dumps(value).decode()
