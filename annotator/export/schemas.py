"""The JSON Schemas of the units, as they lie in the package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

#: The only names that are ever looked up; what a request asks for becomes no path.
NAMES = ("article-1", "corrections-1", "span-1", "claim-1")

_FOLDER = Path(__file__).parent / "schema"


@cache
def schema_bytes(name: str) -> bytes | None:
    """The schema of this name, or None for any other name."""
    return (_FOLDER / f"{name}.json").read_bytes() if name in NAMES else None
