"""A comment as it should be, whoever says so: a page or a program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommentDraft:
    """`version` is the one it is based on, 0 for a new comment; `mentions` are account ids."""

    id: str
    version: int
    text: str
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RemovalDraft:
    """That the comment `id` is to be out of sight, or is to be back, as of its `version`.

    `reason` is for whoever wrote it and whoever reads the thread; only another's removal has one.
    """

    id: str
    version: int
    removed: bool
    reason: str = ""
