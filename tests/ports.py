"""Ports for the programs that tests start."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

_LOWEST, _USUAL_END = 10_000, 32_768
#: From where on Linux numbers the near ends of connections, which come and go all the time.
_OF_CONNECTIONS = Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_port() -> int:
    """A port that is free, and that nobody is given by chance until the program listens there.

    One that the system picks may be the next connection's. Whoever asks whether somebody listens
    there may even meet himself: a connection from a port to the same port stands.
    """
    end = _USUAL_END
    if _OF_CONNECTIONS.exists():
        end = int(_OF_CONNECTIONS.read_text("ascii").split()[0])
    while True:
        # By a chance that pytest-randomly does not make the same for all workers.
        port = _LOWEST + secrets.randbelow(max(end - _LOWEST, 1_000))
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
