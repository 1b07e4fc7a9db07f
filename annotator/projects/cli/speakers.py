"""The speakers of a project: who they are, and which of them are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID

import click
import orjson
from flask.cli import with_appcontext

from annotator.annotations.sight import Others, Sight
from annotator.annotations.speaking import Said, said_by
from annotator.db import writing
from annotator.errors import NotFound
from annotator.projects.cli.group import SHELL, found_project, project
from annotator.projects.models import Project
from annotator.speakers import service
from annotator.speakers.drafts import SINGLE, MergeDraft
from annotator.speakers.listing import ListedSpeaker, Speakers
from annotator.speakers.models import Speaker
from annotator.speakers.queries import find_speaker


@project.group()
def speakers() -> None:
    """List the speakers of a project, and say which of them are one."""


@speakers.command("list", epilog="Example: annotator project speakers list climate-desk --json")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="A JSON object a line, with all there is.")
@with_appcontext
def list_(slug: str, as_json: bool) -> None:
    """Print the speakers of SLUG by name, a line each.

    A line has id, name, role, and how many claims and quotes name the speaker, under this id or
    that of anybody merged into it. Likely doubles are counted on standard error.
    """
    rows = list(_counted(found_project(slug)))
    for row, said in rows:
        if as_json:
            click.echo(orjson.dumps(_as_json(row, said)))
        else:
            one = row.speaker
            click.echo(f"{one.id}\t{one.name}\t{one.role or '-'}\t{said.claims}\t{said.quotes}")
    doubles = sum(1 for row, _said in rows if row.doubles)
    if doubles:
        click.echo(f"{doubles} of {len(rows)} may be the same person as another one.", err=True)


@speakers.command(
    epilog="Example: annotator project speakers merge climate-desk "
    "6e0a…-the-double 91c2…-the-one-that-stays --take role"
)
@click.argument("slug")
@click.argument("speaker")
@click.argument("into")
@click.option(
    "--take",
    "wins",
    multiple=True,
    type=click.Choice(SINGLE),
    help="What the one that stays takes over from the other; may be given several times.",
)
@with_appcontext
def merge(slug: str, speaker: str, into: str, wins: tuple[str, ...]) -> None:
    """Say that SPEAKER and INTO, by their ids, are one: INTO stays, and no mark is lost.

    The name that loses is one that the speaker goes by from then on. Prints the id that stays.
    """
    with writing():
        found = found_project(slug)
        first, second = _speaker(found, speaker), _speaker(found, into)
        draft = MergeDraft(first.version, second.version, frozenset(wins))
        service.merge_speakers(first, second, draft, actor=SHELL)
        key, names = second.id, (first.name, second.name)
    click.echo(key)
    click.echo(f"{names[0]} is {names[1]} from now on.", err=True)


@speakers.command(
    epilog="Example: annotator project speakers unmerge climate-desk 6e0a…-the-double"
)
@click.argument("slug")
@click.argument("speaker")
@with_appcontext
def unmerge(slug: str, speaker: str) -> None:
    """Take the merge of SPEAKER back, by its id; its marks name it again."""
    with writing():
        first = _speaker(found_project(slug), speaker)
        service.unmerge_speaker(first, first.version, actor=SHELL)
        name = first.name
    click.echo(f"{name} stands alone again.", err=True)


def _counted(found: Project) -> Iterator[tuple[ListedSpeaker, Said]]:
    everybody = Speakers(found.id)
    rows = [everybody.listed(one.id) for one in everybody.all]
    standing = {row.speaker.id: row.ids for row in rows}
    # Nobody in particular asks: whoever runs the command may read everything.
    said = said_by(found.id, standing, Sight(0, Others.EVERYTHING))
    return ((row, said[row.speaker.id]) for row in rows)


def _as_json(row: ListedSpeaker, said: Said) -> dict[str, Any]:
    return {
        **asdict(row.speaker),
        "claims": said.claims,
        "quotes": said.quotes,
        "merged": [one for one in row.ids if one != row.speaker.id],
        "doubles": [one.id for one in row.doubles],
    }


def _speaker(found: Project, key: str) -> Speaker:
    try:
        speaker = find_speaker(found.id, str(UUID(key)))
    except ValueError:
        speaker = None
    if speaker is None:
        raise NotFound(
            "%(slug)s has no speaker %(speaker)s: annotator project speakers list %(slug)s "
            "lists them.",
            slug=found.slug,
            speaker=key,
        )
    return speaker
