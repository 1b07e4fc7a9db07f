"""The line at the gate, as a test waits for it."""

from __future__ import annotations

import time

from annotator.db.gate import WriteGate

#: The longest wait of those who shall get their turn, in seconds: a machine may stand still.
PATIENT = 250.0


def in_line(gate: WriteGate, count: int) -> None:
    """Wait until this many stand in line."""
    deadline = time.monotonic() + 60
    while len(gate._waiting) != count:
        assert time.monotonic() < deadline
        time.sleep(0.001)
