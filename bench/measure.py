"""Clocks, memory, and how figures are told."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """Processor time of a process, its threads and its children so far, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = (int(fields[11]) + int(fields[12])) / _TICKS
    return own + sum(cpu_seconds(int(child)) for child in children)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that this thread took: all, on a processor, and waiting for one that others had."""

    all: float
    worked: float
    queued: float

    @property
    def idle(self) -> float:
        """Seconds of waiting for a disk, a lock or another thread."""
        return max(0.0, self.all - self.worked - self.queued)


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._begun = self._now()

    def spent(self) -> Spent:
        """What was taken so far."""
        pairs = zip(self._now(), self._begun, strict=True)
        return Spent(*(now - begun for now, begun in pairs))

    def _now(self) -> tuple[float, float, float]:
        worked, queued, _turns = Path("/proc/thread-self/schedstat").read_text().split()
        return time.perf_counter(), int(worked) / 1e9, int(queued) / 1e9


def peak_mebibytes(pid: int | str = "self") -> float:
    """The most memory a process has held at once."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise LookupError("this system does not tell a process's peak memory")


def spread(values: Sequence[float], digits: int = 2) -> str:
    """`median (lowest to highest)`."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def verdict(figure: float, target: float, *, at_most: bool) -> str:
    """Whether a figure is on its target, in words."""
    met = figure <= target if at_most else figure >= target
    bound = "at most" if at_most else "at least"
    return f"target {bound} {target:g}: {'met' if met else 'MISSED'}"
