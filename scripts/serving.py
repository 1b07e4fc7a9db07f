"""The application on waitress in this process, as `annotator serve` starts it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.server import create_server

from annotator.web.cli import THREADS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

#: The longest that an answer which somebody no longer waits for may take, in seconds.
_LAST_ANSWER = 60.0


@contextmanager
def serving(app: WSGIApplication) -> Iterator[str]:
    """The application on a free port until the block ends; gives its address.

    Nothing of it is at work any more after the block: `RuntimeError` if something is.
    """
    sockets: dict[int, Any] = {}
    server: Any = create_server(
        app,
        host="127.0.0.1",
        port=0,
        threads=THREADS,
        asyncore_use_poll=True,
        clear_untrusted_proxy_headers=True,
        map=sockets,
    )
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # Its threads give no sign once the loop that listens for it has ended, so they end first.
        server.task_dispatcher.shutdown(timeout=_LAST_ANSWER)
        _end(server, sockets)
        thread.join(timeout=_LAST_ANSWER)
        if server.task_dispatcher.threads or thread.is_alive():
            raise RuntimeError("The server did not stop.")


def _end(server: Any, sockets: dict[int, Any]) -> None:
    """Have the loop close all it listens to, and so end."""
    pulled = threading.Event()

    def end() -> None:
        # A last answer may wake the loop first: the trigger stays open until it was pulled.
        pulled.wait()
        wasyncore.close_all(sockets)

    server.trigger.pull_trigger(end)
    pulled.set()
