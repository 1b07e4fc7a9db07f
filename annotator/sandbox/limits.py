"""What a child may use before it is ended, and what its end is called."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum

from annotator.errors import Invalid

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """CPU and wall time in seconds, memory in bytes of address space, and how much may come out:
    so many times what went in, and a floor."""

    cpu_seconds: int = 5
    wall_seconds: float = 10.0
    memory: int = 768 * MEGABYTE
    output_times: int = 4
    output_floor: int = 64 * 1024

    def output_cap(self, length: int) -> int:
        """The most bytes that may come out of an input of this length."""
        return self.output_times * length + self.output_floor

    def to_json(self) -> dict[str, float]:
        """As the helper process reads it."""
        return asdict(self)


class Outcome(Enum):
    """How a child ended; the value is the byte that says so between the processes."""

    DONE = b"d"
    REFUSED = b"r"
    BROKEN = b"b"
    TIME = b"t"
    MEMORY = b"m"
    OUTPUT = b"o"


class TooHeavy(Invalid):
    """The input needs more than it may have, or its reader broke on it; `outcome` says which."""

    outcome = Outcome.BROKEN


def too_heavy(outcome: Outcome, limits: Limits) -> TooHeavy:
    """The sentence for a child that was ended, or that ended badly by itself."""
    error = _sentence(outcome, limits)
    error.outcome = outcome
    return error


def _sentence(outcome: Outcome, limits: Limits) -> TooHeavy:
    if outcome is Outcome.TIME:
        return TooHeavy(
            "Reading this took more than %(seconds)s seconds of work, so it was stopped: paste "
            "the text instead.",
            seconds=limits.cpu_seconds,
        )
    if outcome is Outcome.MEMORY:
        return TooHeavy(
            "Reading this needed more than %(size)s MB of memory, so it was stopped: paste the "
            "text instead.",
            size=limits.memory // MEGABYTE,
        )
    if outcome is Outcome.OUTPUT:
        return TooHeavy(
            "Far more came out of this than went in, so it was stopped: paste the text instead."
        )
    return TooHeavy("The reader broke down on this and could not go on: paste the text instead.")
