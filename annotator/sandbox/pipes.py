"""Whole messages over pipes, with a deadline: a kind of one byte, a length, the bytes."""

from __future__ import annotations

import os
import select
import struct
import time

_HEAD = struct.Struct("!cQ")


class Broken(Exception):
    """The other end is gone, or did not speak in time."""


def send(file: int, kind: bytes, body: bytes) -> None:
    """Write one message; raises `Broken` when nobody reads any more."""
    try:
        for part in (_HEAD.pack(kind, len(body)), body):
            rest = memoryview(part)
            while rest:
                rest = rest[os.write(file, rest) :]
    except OSError as error:
        raise Broken from error


def receive(file: int, deadline: float | None = None) -> tuple[bytes, bytes]:
    """Read one message, until `deadline` on the monotonic clock; raises `Broken`."""
    kind, length = _HEAD.unpack(_exactly(file, _HEAD.size, deadline))
    return kind, _exactly(file, length, deadline)


def _exactly(file: int, length: int, deadline: float | None) -> bytes:
    parts = []
    while length:
        part = read_some(file, length, deadline)
        if not part:
            raise Broken
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def read_some(file: int, most: int, deadline: float | None) -> bytes | None:
    """What is there to read, `b""` at the end, None when the deadline passed first."""
    if deadline is not None:
        poll = select.poll()
        poll.register(file, select.POLLIN)
        if not poll.poll(max(deadline - time.monotonic(), 0) * 1000):
            return None
    return os.read(file, min(most, 1 << 20))
