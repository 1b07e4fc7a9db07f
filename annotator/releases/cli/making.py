"""Making a release from the command line: the same job that a page asks for, and done here."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import click
import orjson
from flask import Flask, current_app
from flask.cli import with_appcontext

from annotator.db import db, writing
from annotator.errors import Invalid, Refused
from annotator.export.options import Layers, Unit
from annotator.export.selecting import selection_options
from annotator.jobs.attempt import Hands
from annotator.jobs.models import ENDED, Job, State
from annotator.jobs.presenters import told
from annotator.jobs.running import run_job
from annotator.projects.models import Project
from annotator.releases.asking import LICENSES, USUAL_SPLITS
from annotator.releases.cli.group import SHELL, found_project, release
from annotator.releases.jobs import ask
from annotator.releases.publishing import place_of
from annotator.releases.store import Store
from annotator.splits.plan import JoinBy, Stratify

_LOOK_SECONDS = 0.2


@release.command(
    epilog="Example: annotator release create climate-desk claims --unit claim --layer gold "
    "--split train=0.8 --split dev=0.1 --split test=0.1 --seed 1"
)
@click.argument("slug")
@click.argument("name")
@click.option(
    "--unit",
    "units",
    multiple=True,
    type=click.Choice([unit.value for unit in Unit]),
    help="What rows there are; all three when left out.",
)
@click.option(
    "--layer",
    type=click.Choice([layer.value for layer in Layers]),
    default=Layers.ALL.value,
    show_default=True,
    help="Whose marks go in; only submitted and adjudicated ones ever do.",
)
@selection_options
@click.option("--as-known-on", "known_on", metavar="DATE|TIME", help="As recorded by then.")
@click.option(
    "--split",
    "splits",
    multiple=True,
    metavar="NAME=SHARE",
    help="A split and its share; train=8, dev=1 and test=1 when left out.",
)
@click.option("--seed", default="", help="Another seed gives other splits of the same shares.")
@click.option(
    "--join",
    multiple=True,
    type=click.Choice([one.value for one in JoinBy]),
    help="Keep what has this in common in one split.",
)
@click.option(
    "--stratify",
    type=click.Choice([one.value for one in Stratify]),
    help="Give each split its share of every label or rating.",
)
@click.option(
    "--cut", multiple=True, metavar="NAME=DATE", help="The split gets what is published since then."
)
@click.option(
    "--without-later-evidence",
    is_flag=True,
    help="Leave out sources that were published after their claim.",
)
@click.option("--license", type=click.Choice(LICENSES), default=LICENSES[0], show_default=True)
@click.option("--about", default="", help="What it is for, in the data card.")
@click.option("--names", is_flag=True, help="Name persons; without this they are r1, r2, …")
@with_appcontext
def create(slug: str, without_later_evidence: bool, **words: Any) -> None:
    """Freeze the project SLUG as the next version of the dataset NAME."""
    words["splits"] = _pairs("split", words["splits"]) or USUAL_SPLITS
    words["cut"] = _pairs("cut", words["cut"])
    words["later_evidence"] = "left out" if without_later_evidence else "kept"
    with writing():
        project = found_project(slug)
        job_id = ask(project, words, SHELL).id
    _say(project, _done(job_id))


def _pairs(option: str, said: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in said:
        name, equals, value = pair.partition("=")
        if not equals or name in found:
            raise Invalid(
                "--%(option)s %(said)s: write each name once, as NAME=VALUE.",
                option=option,
                said=pair,
            )
        found[name] = value
    return found


def _done(job_id: str) -> Job:
    """Wait until it is: here, unless a worker was quicker."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    with ThreadPoolExecutor(1) as pool, _progress() as tell:
        here = pool.submit(_run, app, job_id)
        while not here.done() or not _looked_at(job_id, tell):
            time.sleep(_LOOK_SECONDS)
    here.result()
    return db.session.get_one(Job, job_id)


def _run(app: Flask, job_id: str) -> None:
    with app.app_context():
        run_job(job_id, Hands(app.config["ANNOTATOR"]))


def _looked_at(job_id: str, tell: Any) -> bool:
    """Whether it has ended."""
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    tell(job.done, job.total)
    return job.state in ENDED


@contextmanager
def _progress() -> Iterator[Any]:
    said = -1

    def tell(done: int, total: int | None) -> None:
        nonlocal said
        if total and done != said:
            said = done
            click.echo(f"{done} of {total} steps", err=True)

    yield tell


def _say(project: Project, job: Job) -> None:
    if job.state is not State.DONE or job.result is None:
        raise told(job).reason or Refused("The release was called off.")
    made = orjson.loads(job.result)
    place = place_of(project, made["name"], made["version"])
    click.echo(Store.of(current_app.config["ANNOTATOR"]).address(place))
