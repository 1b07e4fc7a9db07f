"""Several processes that serve one address, and end together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

from annotator.errors import Refused


def listening_sockets(host: str, port: int) -> list[socket.socket]:
    """A socket for each address that the name stands for; raises `OSError` if one is taken."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    addresses = dict.fromkeys((family, address[:2]) for family, _, _, _, address in found)
    opened: list[socket.socket] = []
    try:
        for family, address in addresses:
            opened.append(socket.create_server(address, family=family))
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


def run_together(works: Sequence[Callable[[], None]]) -> None:
    """Do each of the works in a copy of this process of its own, until this one is stopped.

    Raises `Refused` when a copy ends by itself; the others are ended then too, so that whoever
    started the server can start it again whole. Call it before any thread is started.
    """
    if not hasattr(os, "fork"):
        raise Refused("This system cannot serve with several processes; leave --processes at 1.")
    # Nothing is ever written to this pipe: it closes with this process, however that ends.
    watched, held = os.pipe()
    copies = [_copy(work, watched, held) for work in works]
    try:
        _, status = os.wait()
    finally:
        os.close(held)
        for copy in copies:
            with suppress(ChildProcessError):
                os.waitpid(copy, 0)
    raise Refused(
        "A serving process ended by itself (status %(status)s), so the others were stopped too.",
        status=os.waitstatus_to_exitcode(status),
    )


def _copy(work: Callable[[], None], watched: int, held: int) -> int:
    copy = os.fork()
    if copy:
        return copy
    os.close(held)
    threading.Thread(target=_end_with_parent, args=(watched,), daemon=True).start()
    work()
    sys.exit(0)


def _end_with_parent(watched: int) -> None:
    os.read(watched, 1)
    os.kill(os.getpid(), signal.SIGTERM)
