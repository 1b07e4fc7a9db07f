"""Tables read back as the records that they were made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from annotator.export.formats.interface import Export
from annotator.export.formats.registry import BY_NAME
from annotator.export.options import Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.export.writing import written
from tests.personas import World


def exported(world: World, kind: str, unit: Unit, **options: Any) -> tuple[bytes, Export]:
    """The file, and what was counted on the way."""
    with Snapshot(world.project_id) as snapshot:
        export = Export(snapshot, world.slug, Options(unit=unit, kind=kind, **options))
        return b"".join(BY_NAME[kind].pieces(export)), export


def folder(world: World, unit: Unit, path: Any, splits: Mapping[str, str] | None = None) -> Export:
    """A dataset folder at this path, and what was counted on the way."""
    with Snapshot(world.project_id) as snapshot:
        options = Options(unit=unit, kind="huggingface")
        export = Export(snapshot, world.slug, options, splits=splits)
        for _ in written(BY_NAME["huggingface"], export, path):
            pass
    return export


def native(world: World, unit: Unit) -> list[Any]:
    """The records of JSON Lines, in the shape that `told` gives."""
    with Snapshot(world.project_id) as snapshot:
        found = list(lines(snapshot, world.slug, Options(unit=unit)))
    return [bare(json.loads(line)) for line in found]


def told(value: Any) -> Any:
    """What a table holds, as JSON Lines say it, without what is null."""
    if isinstance(value, dict):
        return bare({key: _named(key, told(held)) for key, held in value.items()})
    if isinstance(value, list):
        return [told(held) for held in value]
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def bare(value: Any) -> Any:
    """Without keys whose value is null: a column is there for every key that any line may have."""
    if isinstance(value, dict):
        return {key: bare(held) for key, held in value.items() if held is not None}
    return [bare(held) for held in value] if isinstance(value, list) else value


def _named(key: str, value: Any) -> Any:
    if key == "origin" and value is not None:
        return json.loads(value)
    if key == "distribution":
        return {counted["name"]: counted["count"] for counted in value}
    return value
