"""A version of the scale as somebody wants it, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.projects.definition import Definition
from annotator.projects.scheme import Rating


@dataclass(frozen=True, slots=True)
class SchemeDraft:
    """What a project shall offer from now on; a rating or an entry without an id is new.

    `base` is the number of the version that it was made from; None where nobody read one.
    `retires_chosen` says that ratings may go though a claim waits for its verdict with them.
    """

    ratings: tuple[Rating, ...]
    definition: Definition
    reason: str
    base: int | None
    retires_chosen: bool = False
