"""Comparing two versions of a release from the command line."""

from __future__ import annotations

import click
import orjson
from flask import current_app
from flask.cli import with_appcontext

from annotator.projects.models import Project
from annotator.releases.cli.group import found_project, release
from annotator.releases.diff import Change, Difference, Kind, difference
from annotator.releases.models import Release
from annotator.releases.publishing import place_of
from annotator.releases.queries import release_of
from annotator.releases.store import Store

_SIGNS = {Kind.CAME: "+", Kind.WENT: "-", Kind.CHANGED: "~", Kind.MOVED: ">"}
_MOST = 1_000_000_000


@release.command(epilog="Example: annotator release diff climate-desk claims 1 2")
@click.argument("slug")
@click.argument("name")
@click.argument("before", type=click.IntRange(min=1))
@click.argument("after", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="As one JSON object, with every row.")
@click.option("--all", "everything", is_flag=True, help="Every row, not the first 100.")
@with_appcontext
def diff(slug: str, name: str, before: int, after: int, as_json: bool, everything: bool) -> None:
    """Tell what came (+), went (-), changed (~) and moved to another split (>) from version BEFORE
    to AFTER, with the events of the audit trail that did it."""
    project = found_project(slug)
    then, now = (_placed(project, name, version) for version in (before, after))
    most = _MOST if as_json or everything else 100
    store = Store.of(current_app.config["ANNOTATOR"])
    found = difference(then, now, store, most=most)
    if as_json:
        click.echo(orjson.dumps(_document(found), option=orjson.OPT_INDENT_2).decode())
        return
    _tell(found)


def _placed(project: Project, name: str, version: int) -> tuple[Release, str]:
    found = release_of(project.id, name, version)
    return found, place_of(project, name, version)


def _tell(found: Difference) -> None:
    for part, (then, now) in found.asked.items():
        click.echo(f"asked otherwise: {part}: {_short(then)} → {_short(now)}")
    for unit, counts in found.counts.items():
        told = ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])
        click.echo(f"{unit}: {told}")
    click.echo(f"{found.same} rows are the same.")
    without = "none: it was asked otherwise" if found.asked else "none of its own"
    for change in found.first:
        click.echo(_line(change, without))
    if found.total > len(found.first):
        more = found.total - len(found.first)
        click.echo(f"{more} more rows; --all tells them.", err=True)


def _line(change: Change, without: str) -> str:
    splits = " → ".join(dict.fromkeys(filter(None, (change.before, change.after))))
    events = ", ".join(map(str, change.events)) or without
    return f"{_SIGNS[change.kind]} {change.unit} {change.id} ({splits}) events: {events}"


def _short(value: object) -> str:
    return orjson.dumps(value).decode()[:120]


def _document(found: Difference) -> dict[str, object]:
    return {
        "asked": {part: list(pair) for part, pair in found.asked.items()},
        "counts": {
            unit: {kind.value: count for kind, count in counts.items()}
            for unit, counts in found.counts.items()
        },
        "same": found.same,
        "rows": found.first,
    }
