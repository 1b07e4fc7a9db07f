"""Commands that serve the pages and list their addresses."""

from __future__ import annotations

import ipaddress
import signal
import sys
from contextlib import suppress
from functools import partial
from itertools import repeat
from socket import socket
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from annotator.audit.models import COMMAND_LINE, Actor
from annotator.config import Config
from annotator.db import db
from annotator.db.migrate import is_current
from annotator.errors import Refused
from annotator.imports.clearing import clear_stale
from annotator.jobs.worker import working
from annotator.web.collecting import collect_seldom
from annotator.web.guards import permission_of
from annotator.web.logs import log_to_standard_error
from annotator.web.processes import listening_sockets, run_together

#: Most of those that save at once wait, for their turn and for one commit, while others compute.
THREADS = 16
#: Left for what a form wraps around its file.
_WRAPPING = 64 * 1024
#: The longest that a thread computes before another one gets its turn, in seconds.
_TURN_SECONDS = 0.001


@click.command(epilog="Example: annotator serve --port 8080")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes that share the work, each with sixteen threads; not on Windows.",
)
@with_appcontext
def serve(host: str, port: int, processes: int) -> None:
    """Serve the pages until stopped, with sixteen threads in one process.

    Work in the background is done too: inside this process, or beside several in one of its own.

    One process is enough for a desk of some dozens. More of them, at most as many as the machine
    has processor cores, save more at once.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    config: Config = app.config["ANNOTATOR"]
    refuse_open_network(host, config)
    refuse_old_schema()
    log_to_standard_error()
    signal.signal(signal.SIGTERM, stop)
    clear_stale(actor=Actor(None, COMMAND_LINE, COMMAND_LINE))
    _listen(app, config, host, port, processes)


@click.command(epilog="Example: annotator routes")
@with_appcontext
def routes() -> None:
    """List every address: its methods, the permission it needs, and its endpoint."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: str(rule)):
        methods = ",".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        permission = permission_of(current_app.view_functions[rule.endpoint])
        said = permission.value if permission else "nobody"
        click.echo(f"{methods:6} {rule!s:70} {said:24} {rule.endpoint}")


def refuse_open_network(host: str, config: Config) -> None:
    """Off this machine only behind a proxy that speaks https, and for names that are known."""
    if is_loopback(host) or (config.proxies >= 1 and config.trusted_hosts):
        return
    raise Refused(
        "Annotator speaks plain http, so it listens on %(host)s only behind a proxy with https: "
        "set ANNOTATOR_PROXIES to the number of proxies and ANNOTATOR_TRUSTED_HOSTS to the "
        "server's name.",
        host=host,
    )


def refuse_old_schema() -> None:
    """Serve only a database that this version understands."""
    try:
        current = is_current()
    except SQLAlchemyError as error:
        raise Refused("The database does not answer: look at ANNOTATOR_DATABASE_URL.") from error
    if not current:
        raise Refused("The database is not at this version's schema; run: annotator init")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(app: Flask, config: Config, host: str, port: int, processes: int) -> None:
    try:
        sockets = listening_sockets(host, port)
    except OSError as error:
        raise Refused(
            "Cannot listen on %(host)s:%(port)s: %(reason)s.",
            host=host,
            port=port,
            reason=(error.strerror or str(error)).lower(),
        ) from error
    click.echo(f"Annotator answers at http://{_shown(host)}:{port}/  (Ctrl+C stops it)", err=True)
    collect_seldom()
    # Whoever holds the write gate and loses Python's lock to another thread keeps every writer
    # waiting: with Python's own five milliseconds a tenth fewer saves come through.
    sys.setswitchinterval(_TURN_SECONDS)
    if processes == 1:
        with working(app.app_context, config):
            _answer(app, config, sockets)
    else:
        # A connection must not be used by two processes; each opens its own.
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
        answer = partial(_answer, app, config, sockets)
        run_together([*repeat(answer, processes), partial(_work, app, config)])


def _work(app: Flask, config: Config) -> None:
    with working(app.app_context, config), suppress(SystemExit, KeyboardInterrupt):
        signal.pause()


def _answer(app: Flask, config: Config, sockets: list[socket]) -> None:
    # Imported here, as no other command needs it.
    from waitress.server import create_server

    # Without a proxy its headers are a stranger's words; with one, ProxyFix counts them.
    server = create_server(
        app,
        sockets=sockets,
        threads=THREADS,
        # select() refuses file numbers above 1023, and a busy process has such.
        asyncore_use_poll=True,
        ident="",
        max_request_body_size=config.max_upload_bytes + _WRAPPING,
        clear_untrusted_proxy_headers=config.proxies == 0,
    )
    # Ends on Ctrl+C and on SIGTERM, after the requests at work were answered.
    server.run()


def stop(_number: int, _frame: FrameType | None) -> None:
    """End the process from within, so that what is open is closed."""
    sys.exit(0)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


COMMANDS = [serve, routes]
