"""The command that looks at the sources of a project again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import Any

import click
import orjson
from flask import current_app
from flask.cli import with_appcontext

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.captures.archives import archive_called
from annotator.captures.checking import Visit, look_politely, settle, visits
from annotator.captures.findings import Finding, Found
from annotator.captures.surveying import surveyed
from annotator.config import Config
from annotator.errors import Refused
from annotator.projects.models import Project
from annotator.projects.queries import project_by_slug
from annotator.sources.models import Source

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_DEFAULT_DAYS = 1.0
_SENTENCES = {
    Finding.DEAD: "the page is dead ({why})",
    Finding.MISSING: "the page was not there ({why}); dead if it still is not a day later",
    Finding.UNREACHABLE: "the page could not be had ({why})",
    Finding.CHANGED: "the page changed ({why})",
    Finding.BACK: "the link is flagged dead, and its page is there",
    Finding.NESTED_LINK: "the link is an archive's copy of a copy in {why}",
    Finding.NESTED_COPY: "the archived copy is one of a copy in {why}",
    Finding.NO_COPY: "no archived copy",
    Finding.OLD_COPY: "the archived copy was made long before the source was read",
}
_WHY = {
    "home": "it only leads to the site's front page",
    "no_host": "there is no such host",
    "unreachable": "the host refuses",
    "timeout": "no answer in time",
    "certificate": "no valid certificate",
    "redirects": "it leads on to nowhere",
    "no_page": "it is no web page",
    "too_large": "it is too large",
    "broken_off": "the answer broke off",
    "refused_here": "this server does not fetch from there",
    "unreadable": "it could not be read",
}


@click.group()
def sources() -> None:
    """Look after the pages that claims rest on."""


@sources.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--limit", type=click.IntRange(1), help="Look at so many pages at most.")
@click.option(
    "--older-than",
    metavar="DAYS",
    type=click.FloatRange(0),
    default=_DEFAULT_DAYS,
    show_default=True,
    help="Leave out pages that were looked at in the last so many days.",
)
@click.option("--refresh", is_flag=True, help="Look at every page, however lately it was.")
@with_appcontext
def check(slug: str, as_json: bool, limit: int | None, older_than: float, refresh: bool) -> None:
    """Look at the page of each source again, and list what is wrong.

    Found are pages that are dead, changed or lead to a front page only, and archived copies that
    are missing, old, or copies of copies. What was found is kept; a page that is dead is flagged,
    and a verdict that rests on a page that changed becomes stale. For a page that is read for the
    first time, as of a source that was imported, the archive is asked for a copy, by a worker.
    Stop it at any time: the next run goes on with what was not looked at yet.

    Without ANNOTATOR_FETCH=1 nothing is fetched, and only what is stored is looked through: of so
    many sources at most, where --limit says how many.

    \b
    Example:
      annotator sources check climate-desk --limit 200
      annotator sources check climate-desk --refresh --json > findings.jsonl
    """
    project = project_by_slug(slug)
    if project is None:
        raise Refused("There is no project %(slug)s.", slug=slug)
    config: Config = current_app.config["ANNOTATOR"]
    if config.fetch:
        pages = visits(project.id, None if refresh else timedelta(days=older_than), limit)
        _look(project, pages, archives=archive_called(config.archive) is not None)
    else:
        told = (
            "Nothing is fetched without ANNOTATOR_FETCH=1: only what is stored is looked through."
        )
        click.echo(told, err=True)
    _report(project, as_json, None if config.fetch else limit)


def _look(project: Project, pages: list[Visit], *, archives: bool) -> None:
    with _progress(pages) as each:
        for page, look in look_politely(each):
            settle(project.id, page, look, actor=_SHELL, archives=archives)


@contextmanager
def _progress(pages: list[Visit]) -> Iterator[Any]:
    """A bar on a terminal, one line elsewhere; both on standard error."""
    label = "1 page to look at" if len(pages) == 1 else f"{len(pages)} pages to look at"
    if not sys.stderr.isatty():
        click.echo(label, err=True)
        yield pages
        return
    with click.progressbar(pages, label=label, file=sys.stderr) as bar:
        yield bar


def _report(project: Project, as_json: bool, most: int | None) -> None:
    wrong = total = 0
    for source, _, found in islice(surveyed(project.id), most):
        total += 1
        if not found:
            continue
        wrong += 1
        if as_json:
            click.echo(orjson.dumps(_row(source, found)).decode())
        else:
            click.echo(f"{source.url}\n" + "\n".join(f"  {_sentence(one)}" for one in found))
    words = "1 source" if total == 1 else f"{total} sources"
    click.echo(f"{words}, something is wrong with {wrong}.", err=True)


def _row(source: Source, found: list[Found]) -> dict[str, Any]:
    return {
        "source": source.id,
        "claim": source.annotation_id,
        "url": source.url,
        "archive_url": source.archive_url,
        "findings": [_found(one) for one in found],
    }


def _found(one: Found) -> dict[str, Any]:
    row: dict[str, Any] = {"finding": one.finding.value, "why": one.why, "status": one.status}
    if one.change is not None:
        row |= {
            "share": round(one.change.share, 4),
            "before": one.change.before,
            "after": one.change.after,
            "matters": one.change.matters,
        }
    return row


def _sentence(one: Found) -> str:
    why = one.why or ""
    if one.status is not None:
        why = f"status {one.status}"
    elif one.change is not None:
        why = f"{one.change.share:.1%} of its words"
    told = _SENTENCES[one.finding].format(why=_WHY.get(why, why))
    if one.change is None:
        return told
    return f"{told}\n    before: {one.change.before or '–'}\n    now:    {one.change.after or '–'}"


COMMANDS = [sources]
