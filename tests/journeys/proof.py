"""Reading an export with nothing but JSON, and proving every row of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file."""
    assert data.endswith(b"\n")
    return [json.loads(line) for line in data.split(b"\n") if line]


def proved(rows: list[dict[str, Any]]) -> int:
    """Prove every fragment of article rows against the text; how many there were."""
    count = 0
    for row in rows:
        text: str = row["text"]
        units = text.encode("utf-16-le")
        for piece in fragments_in(row):
            start, end, exact = piece["start"], piece["end"], piece["exact"]
            assert text[start:end] == exact, piece
            first, last = 2 * piece["start_utf16"], 2 * piece["end_utf16"]
            assert units[first:last].decode("utf-16-le") == exact, piece
            assert text[:start].endswith(piece["prefix"]), piece
            assert text[end:].startswith(piece["suffix"]), piece
            count += 1
    return count


def fragments_in(value: Any) -> Iterator[dict[str, Any]]:
    """Every fragment anywhere in a row."""
    if isinstance(value, dict):
        if {"start", "end", "exact"} <= value.keys():
            yield value
        for inner in value.values():
            yield from fragments_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from fragments_in(inner)
