"""A project taken out in any format, as the command and the page do."""

from __future__ import annotations

from typing import Any

from annotator.export.formats.interface import Export
from annotator.export.formats.registry import format_of
from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from tests.personas import World


def written(world: World, kind: str, **asked: Any) -> tuple[bytes, Export]:
    """The file, and what was counted while it was written."""
    options = Options(kind=kind, **asked)
    with Snapshot(world.project_id) as snapshot:
        export = Export(snapshot, world.slug, options)
        return b"".join(format_of(options).pieces(export)), export


def said(export: Export) -> list[str]:
    """Its remarks as sentences."""
    return [str(remark) for remark in export.remarks]
