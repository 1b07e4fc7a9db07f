"""The command that does jobs in a process of its own."""

from __future__ import annotations

import signal
from threading import Event

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from annotator.jobs.worker import THREADS, working
from annotator.web.cli import refuse_old_schema, stop
from annotator.web.collecting import collect_seldom
from annotator.web.logs import log_to_standard_error


@click.command(epilog="Example: annotator worker --threads 4")
@click.option(
    "--threads",
    default=THREADS,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Jobs that are done at one time.",
)
@with_appcontext
def worker(threads: int) -> None:
    """Do the work that pages ask for in the background, until stopped.

    `annotator serve` does it too: this is for a server of another kind, and for further hosts
    that share a PostgreSQL database. Any number of them may run; each job is done once.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    refuse_old_schema()
    log_to_standard_error()
    signal.signal(signal.SIGTERM, stop)
    collect_seldom()
    click.echo("Annotator works in the background  (Ctrl+C stops it)", err=True)
    try:
        with working(app.app_context, app.config["ANNOTATOR"], threads):
            wait_for_the_end()
    except KeyboardInterrupt:
        pass


def wait_for_the_end() -> None:
    """Wait; a signal ends it."""
    end = Event()
    # A wait without an end would not let Ctrl+C through on Windows.
    while not end.wait(1):
        pass


COMMANDS = [worker]
