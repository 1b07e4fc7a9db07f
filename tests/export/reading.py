"""Reading an export back, record by record."""

from __future__ import annotations

import json
from typing import Any


def rows(data: bytes) -> list[dict[str, Any]]:
    """The records."""
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def fragments(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Every fragment in a record of any unit."""
    marks = row.get("annotations", [row])
    return [piece for found in marks for piece in found["fragments"]]
