"""The columns of each unit, as its published JSON Schema has them; every table is made from these.

A column is there whether or not any row has a value for it, so that the types of a table follow
from the unit alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import orjson

from annotator.export.options import Unit
from annotator.export.schemas import schema_bytes

Node = Mapping[str, Any]


class Plain(StrEnum):
    """What one value is."""

    TEXT = "text"
    WHOLE = "whole number"
    TRUTH = "true or false"
    #: `YYYY-MM-DD`.
    DAY = "day"
    #: UTC, to the millisecond, `…Z`.
    TIME = "time"
    #: Whatever a source came with.
    ANYTHING = "anything"
    #: How many of each, by name.
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Listed:
    """Any number of values of one kind."""

    of: Kind


@dataclass(frozen=True, slots=True)
class Struct:
    """Values that have names."""

    columns: tuple[Column, ...]


Kind = Plain | Listed | Struct


@dataclass(frozen=True, slots=True)
class Column:
    """A name, and what its values are; any of them may be null."""

    name: str
    kind: Kind


#: Comments are in articles as JSON Lines alone.
_NOT_HERE = "threads"
_SCALARS = {"string": Plain.TEXT, "integer": Plain.WHOLE, "boolean": Plain.TRUTH}
_FORMATS = {"date": Plain.DAY, "date-time": Plain.TIME}


@cache
def columns_of(unit: Unit) -> tuple[Column, ...]:
    """The columns of a unit, in the order of the keys of its lines."""
    whole = orjson.loads(schema_bytes(f"{unit.value}-1") or b"")
    columns = _columns(whole, whole["$defs"])
    return tuple(column for column in columns if column.name != _NOT_HERE)


def schema_id(unit: Unit) -> str:
    """What the lines of a unit say they are, such as `annotator/span/1`."""
    whole = orjson.loads(schema_bytes(f"{unit.value}-1") or b"")
    found: str = whole["properties"]["schema"]["const"]
    return found


def _columns(node: Node, known: Node) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(held, known)) for name, held in node["properties"].items())


def _kind(node: Node, known: Node) -> Kind:
    if "anyOf" in node:
        # The other one is null.
        return _kind(node["anyOf"][0], known)
    if "$ref" in node:
        return _kind(known[node["$ref"].rpartition("/")[2]], known)
    if "type" not in node:
        # One of a few words.
        return Plain.TEXT
    kinds = node["type"] if isinstance(node["type"], list) else [node["type"]]
    [kind] = [kind for kind in kinds if kind != "null"]
    if kind == "array":
        return Listed(_kind(node["items"], known))
    if kind == "object":
        return _of_object(node, known)
    return _FORMATS.get(node.get("format", ""), _SCALARS[kind])


def _of_object(node: Node, known: Node) -> Kind:
    if "properties" in node:
        return Struct(_columns(node, known))
    return Plain.COUNTS if node.get("additionalProperties") else Plain.ANYTHING
