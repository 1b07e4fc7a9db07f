"""Taking a project out and reading it in again, and files with one thing wrong in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from annotator.db import db
from annotator.export.options import Options, Unit
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.projects.models import Project
from tests.applications import working
from tests.databases import config_for
from tests.imports.arriving import bring, source

SLUG = "trains"

Row = dict[str, Any]


def exported(slug: str = SLUG, *, names: bool = False, comments: bool = False) -> bytes:
    """The project as native JSON Lines."""
    project_id = db.session.scalars(select(Project.id).where(Project.slug == slug)).one()
    with Snapshot(project_id, comments=comments) as snapshot:
        return b"".join(
            lines(snapshot, slug, Options(Unit.ARTICLE, names=names, comments=comments))
        )


def imported(data: bytes, slug: str = SLUG) -> int:
    """Read the bytes into the project, which stands already; returns how many articles."""
    return bring(slug, source(data, "back.jsonl"))


@contextmanager
def installation(url: str, folder: Path) -> Iterator[Flask]:
    """An application of its own at this database."""
    with working(config_for(url, folder)) as app:
        yield app


def changed(data: bytes, change: Callable[[Row], None]) -> bytes:
    """The file with one thing changed in its first line."""
    rows = [json.loads(line) for line in data.splitlines()]
    change(rows[0])
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def put(path: str, value: object) -> Callable[[Row], None]:
    """Put a value at a path such as `annotations.3.claim.wording`."""

    def change(row: Row) -> None:
        target: Any = row
        *parents, last = path.split(".")
        for part in parents:
            target = target[int(part) if part.isdigit() else part]
        target[int(last) if last.isdigit() else last] = value

    return change


def drop(path: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        target: Any = row
        *parents, last = path.split(".")
        for part in parents:
            target = target[int(part) if part.isdigit() else part]
        del target[last]

    return change


def repeat(path: str) -> Callable[[Row], None]:
    def change(row: Row) -> None:
        target: Any = row
        for part in path.split("."):
            target = target[int(part) if part.isdigit() else part]
        target.append(deepcopy(target[0]))

    return change


def context_of(row: dict[str, Any]) -> dict[str, Any]:
    """The first piece of context of a line that has a role."""
    found: dict[str, Any] = next(mark for mark in row["annotations"] if mark["context"])
    return found


def quote_of(row: dict[str, Any]) -> dict[str, Any]:
    """The quote among the marks of a line."""
    found: dict[str, Any] = next(mark for mark in row["annotations"] if mark["label"] == "quote")
    return found
