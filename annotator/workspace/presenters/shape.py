"""What the presenters of the workspace share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Shape = dict[str, Any]


def person_json(user_id: int, names: Mapping[int, str]) -> Shape:
    """Who it was, as far as the reader may know."""
    return {"id": user_id, "name": names.get(user_id, "")}


def filled(values: Shape) -> Shape:
    """Only what holds something: what few have is left out, so that a page stays small."""
    return {key: value for key, value in values.items() if value is not None and value != []}
