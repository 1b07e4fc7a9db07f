"""What the pages show of guidelines: the version in force, and what a version changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from annotator.audit.differences import Piece, difference
from annotator.guidelines.models import GuidelineVersion
from annotator.guidelines.rendering import rendered

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def facts(version: GuidelineVersion | None) -> dict[str, Any] | None:
    """The version in force, as the workspace has it at hand; None where there is none."""
    if version is None:
        return None
    return {
        "number": version.number,
        "since": version.created_at,
        "sections": rendered(version.text),
    }


def changes(before: str, after: str) -> tuple[Piece, ...]:
    """The whole text with what went and came: lines that differ are compared by their words."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    return tuple(_compared(old, new))


def _compared(old: list[str], new: list[str]) -> Iterator[Piece]:
    # Lines that come again and again are matched beside others only: thousands of them would
    # take minutes, with every reader of the page.
    for op, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if op == "equal":
            yield "same", "".join(old[a:b])
            continue
        were, are = "".join(old[a:b]), "".join(new[c:d])
        yield from difference(were, are) or [
            piece for piece in (("del", were), ("ins", are)) if piece[1]
        ]
