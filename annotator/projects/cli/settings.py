"""How a project hands out its articles, from the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
import orjson
from flask.cli import with_appcontext

from annotator.db import writing
from annotator.projects.cli.group import SHELL, found_project, project
from annotator.projects.workflow import amend_workflow, workflow_of


class Limit(click.ParamType[int | str]):
    """A number, or “none”."""

    name = "number|none"

    def convert(self, value: Any, param: Any, ctx: Any) -> int | str:
        """The number, or the word; fails for anything else."""
        said = str(value)
        if said == "none":
            return said
        if said.isdecimal():
            return int(said)
        self.fail(f"{value!r} is neither a number nor none.", param, ctx)


@project.command(
    epilog="Example: annotator project settings climate-desk --wanted 1 --sample-percent 10 "
    "--sample-wanted 2 --open-limit 5 --abandoned-hours 72"
)
@click.argument("slug")
@click.option("--wanted", type=int, help="How many reviewers each article wants.")
@click.option("--sample-percent", type=int, help="The share of articles that more people read.")
@click.option("--sample-wanted", type=int, help="How many reviewers each of these wants.")
@click.option(
    "--only-wanted/--any-article",
    default=None,
    help="Whether nobody begins an article that has all its reviewers.",
)
@click.option(
    "--blind/--open",
    default=None,
    help="Whether nobody sees others' work before submitting their own.",
)
@click.option(
    "--names-shown/--names-hidden",
    default=None,
    help="Whether adjudicators see whose marks they settle.",
)
@click.option("--open-limit", type=Limit(), help="Unfinished articles of one person, at most.")
@click.option(
    "--abandoned-hours",
    type=Limit(),
    help="Hours without a change after which work goes back to the queue.",
)
@click.option(
    "--training-articles", type=Limit(), help="Training articles before others; none for none."
)
@click.option("--pass-mark", type=Limit(), help="The score in per cent from which one counts.")
@click.option("--verdict-seconds", type=int, help="A verdict so soon gives a signal; 0 for none.")
@click.option("--reading-pace", type=int, help="Words a minute that give a signal; 0 for none.")
@with_appcontext
def settings(slug: str, **said: Any) -> None:
    """Set how SLUG hands out its articles, and show it. What is left out stays as it is."""
    found = found_project(slug)
    given: dict[str, Any] = {
        key: None if value == "none" else value for key, value in said.items() if value is not None
    }
    if given:
        with writing():
            amend_workflow(found, given, actor=SHELL)
    click.echo(orjson.dumps(asdict(workflow_of(found.id)), option=orjson.OPT_INDENT_2).decode())
