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
