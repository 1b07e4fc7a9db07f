"""The manifest of a release: what was asked, what is in it, and by what it can be proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

import orjson

from annotator.audit.verify import Head
from annotator.clock import iso
from annotator.export.tables.columns import schema_id
from annotator.projects.models import Project
from annotator.releases.asking import Asked
from annotator.releases.building import Material
from annotator.releases.files import Described
from annotator.splits.leaks import is_leak_free

FORMAT = "annotator-release-1"
#: The parts of the leak report that the manifest repeats.
_LEAKS = ("articles", "groups", "crossing", "check", "splits", "left_out")

Facts = dict[str, Any]


def facts_of(
    project: Project, asked: Asked, number: int, made: Material, files: Iterable[Described]
) -> Facts:
    """What follows from the data and the question alone; the data card tells no more than this."""
    report = made.split.report
    return {
        "format": FORMAT,
        "project": {"slug": project.slug, "name": project.name},
        "name": asked.name,
        "version": number,
        "about": asked.about,
        "license": asked.license,
        "languages": sorted(made.counts.languages),
        "asked": asked.to_json(project),
        "schemas": {unit.value: schema_id(unit) for unit in asked.units},
        "schemes": made.schemes,
        "guidelines": made.guidelines,
        "counts": made.counts.to_json(made.rows),
        "left_out": _left_out(made),
        "leaks": {"free": is_leak_free(report), **{key: report[key] for key in _LEAKS}},
        "files": [one._asdict() for one in files],
    }


def manifest_of(
    facts: Facts,
    files: Iterable[Described],
    *,
    at: datetime,
    head: Head,
    previous: Mapping[str, Any] | None,
) -> bytes:
    """The bytes of `manifest.json`; `files` are all but itself, in any order."""
    made = {
        "at": iso(at),
        "tool": f"annotator {version('annotator')}",
        "head": {"sequence": head.seq, "hash": head.hash},
    }
    listed = [one._asdict() for one in sorted(files)]
    whole = {**facts, "made": made, "previous": previous, "files": listed}
    layout = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps(whole, option=layout)


def _left_out(made: Material) -> Facts:
    tally = made.tally
    return {
        "articles": {reason.value: count for reason, count in tally.articles_left_out.items()},
        "marks": {reason.value: count for reason, count in tally.marks_left_out.items()},
        "splits": dict(made.in_no_split),
        "later_sources": made.later_sources,
    }
