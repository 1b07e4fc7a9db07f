"""From a host's name to a connection with an address that was looked at, in limited time."""

from __future__ import annotations

import io
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Thread
from typing import Any

from annotator.safefetch.addresses import is_public
from annotator.safefetch.failing import Failure, NotFetched
from annotator.safefetch.targets import Target, inside

#: The addresses of a host, as text; raises `OSError` when there are none.
Resolve = Callable[[str, int], Sequence[str]]
#: A connection with an address, by port, within so many seconds; raises `OSError`.
Connect = Callable[[str, int, float], socket.socket]

#: So many addresses of one host are tried, one after the other.
_MOST_TRIES = 3


class Deadline:
    """The moment at which all that a fetch does must be over."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left; raises `TimeoutError` when there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def resolve(host: str, port: int) -> Sequence[str]:
    """What the system's resolver says of just this name, without the suffixes it tries else."""
    found = socket.getaddrinfo(f"{host}.", port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A connection with this very address: nothing is looked up, and no proxy is asked."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.settimeout(seconds)
        made.connect((address, port))
    except BaseException:
        made.close()
        raise
    return made


@cache
def context() -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, and names against them."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Ways:
    """How the network is reached; tests give their own."""

    resolve: Resolve = resolve
    connect: Connect = connect
    context: Callable[[], ssl.SSLContext] = context


def open_connection(target: Target, ways: Ways, deadline: Deadline) -> TimedSocket:
    """A connection with the target's host, encrypted for https.

    Raises `Invalid` where any of its addresses is not public, or none can be reached.
    """
    addresses = _addresses(target, ways, deadline)
    if not addresses or not all(map(is_public, addresses)):
        raise inside(target.host)
    raw = _connected(addresses, target, ways, deadline)
    try:
        return TimedSocket(_secured(raw, target, ways, deadline), deadline)
    except BaseException:
        raw.close()
        raise


def _addresses(target: Target, ways: Ways, deadline: Deadline) -> Sequence[str]:
    """The host's addresses, asked for once: what is checked is what is connected to."""
    if target.is_literal:
        return [target.host]
    found: list[Sequence[str] | Exception] = []

    def ask() -> None:
        try:
            found.append(ways.resolve(target.host, target.port))
        except Exception as error:
            found.append(error)

    # The system's resolver takes no time limit, so one that hangs is left behind.
    asking = Thread(target=ask, name="Resolver", daemon=True)
    asking.start()
    asking.join(deadline.left())
    if not found:
        raise TimeoutError
    if isinstance(found[0], Exception):
        raise NotFetched(
            "There is no host “%(host)s”.", "url", failure=Failure.NO_HOST, host=target.host
        )
    return found[0]


def _connected(
    addresses: Sequence[str], target: Target, ways: Ways, deadline: Deadline
) -> socket.socket:
    tries = addresses[:_MOST_TRIES]
    for still, address in zip(range(len(tries), 0, -1), tries, strict=True):
        try:
            return ways.connect(address, target.port, deadline.left() / still)
        except OSError:
            continue
    deadline.left()
    raise NotFetched(
        "“%(host)s” cannot be reached.", "url", failure=Failure.UNREACHABLE, host=target.host
    )


def _secured(raw: socket.socket, target: Target, ways: Ways, deadline: Deadline) -> socket.socket:
    if target.scheme == "http":
        return raw
    raw.settimeout(deadline.left())
    try:
        return ways.context().wrap_socket(raw, server_hostname=target.host)
    except ssl.SSLCertVerificationError:
        raise NotFetched(
            "“%(host)s” has no valid certificate, so nothing was fetched.",
            "url",
            failure=Failure.CERTIFICATE,
            host=target.host,
        ) from None


class TimedSocket:
    """The part of a socket that http.client uses, with one deadline for all that it does."""

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        """Send all of it."""
        self._inner.settimeout(self._deadline.left())
        self._inner.sendall(data)

    def makefile(self, *_args: Any, **_options: Any) -> io.BufferedReader:
        """What comes, to be read."""
        return io.BufferedReader(_TimedReader(self._inner, self._deadline))

    def close(self) -> None:
        """Hang up."""
        self._inner.close()


class _TimedReader(io.RawIOBase):
    """Reads what has come, and waits no longer than the deadline, however small the pieces."""

    def __init__(self, inner: socket.socket, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._inner.settimeout(self._deadline.left())
        return self._inner.recv_into(buffer)
