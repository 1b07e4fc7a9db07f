"""A project with all its texts, out and in."""

from __future__ import annotations

import json
from typing import Any

from annotator.db import db
from annotator.export.options import Options, Revisions
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.projects.models import Project
from tests.imports.arriving import bring, source
from tests.personas import SLUG

Row = dict[str, Any]


def exported(**asked: Any) -> bytes:
    """The project with all texts."""
    project = db.session.query(Project).filter_by(slug=SLUG).one()
    options = Options(revisions=Revisions.ALL, **asked)
    with Snapshot(project.id) as snapshot:
        return b"".join(lines(snapshot, SLUG, options))


def imported(data: bytes) -> int:
    """Read it into the empty project of this name."""
    return bring(SLUG, source(data, "back.jsonl"))


def rows_of(data: bytes) -> list[Row]:
    """The lines as objects."""
    return [json.loads(line) for line in data.splitlines()]


def file_of(rows: list[Row]) -> bytes:
    """The objects as lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def newest_only() -> bytes:
    """What an export writes by default."""
    project = db.session.query(Project).filter_by(slug=SLUG).one()
    with Snapshot(project.id) as snapshot:
        return b"".join(lines(snapshot, SLUG, Options()))
