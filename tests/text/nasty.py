"""Reads the nasty texts U01 to U40 from `tests/fixtures/nasty.json`, for every test there is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parents[1] / "fixtures" / "nasty.json"


@dataclass(frozen=True)
class NastyText:
    """One text as it arrives (`raw`, or bytes in `data`) and what must become of it."""

    id: str
    name: str
    description: str
    raw: str | None
    data: bytes | None
    declared: str | None
    canonical: str | None  # None: refused
    marks: tuple[tuple[int, int], ...]
    refused_marks: tuple[tuple[int, int], ...]
    counts: dict[str, int]
    blocks: int | None
    hidden: int
    huge: bool
    too_long: bool  # A text, and a canonical one, but no article.
    as_html: str | None


def nasty_texts(*, huge: bool = True, refused: bool = True) -> list[NastyText]:
    """All of them, or without the huge ones, or without those that an import must refuse."""
    rows = json.loads(FIXTURE.read_text("utf-8"))["texts"]
    texts = [_read(row) for row in rows if huge or not row.get("huge")]
    return [text for text in texts if refused or text.canonical is not None]


def _read(row: dict[str, Any]) -> NastyText:
    recipe = row["raw"]
    is_bytes = isinstance(recipe, dict) and "hex" in recipe
    raw = None if is_bytes else _made(recipe)
    return NastyText(
        id=row["id"],
        name=row["name"],
        description=row["description"],
        raw=raw,
        data=bytes.fromhex(recipe["hex"]) if is_bytes else None,
        declared=recipe.get("declared") if is_bytes else None,
        canonical=None if row.get("refused") else row.get("canonical", raw),
        marks=tuple((start, end) for start, end in row.get("marks", [])),
        refused_marks=tuple((start, end) for start, end in row.get("refused_marks", [])),
        counts=row.get("counts", {}),
        blocks=row.get("blocks"),
        hidden=row.get("hidden", 0),
        huge=row.get("huge", False),
        too_long=row.get("too_long", False),
        as_html=row.get("as_html"),
    )


def _made(recipe: Any) -> str:
    if isinstance(recipe, str):
        return recipe
    if "repeat" in recipe:
        return _made(recipe["repeat"]) * int(recipe["times"])
    if "join" in recipe:
        return "".join(_made(part) for part in recipe["join"])
    return "".join(chr(int(code, 16)) for code in recipe["code_points"])
