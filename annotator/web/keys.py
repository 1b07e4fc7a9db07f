"""Whether the person at hand wants keys of one letter."""

from __future__ import annotations

import orjson

from annotator.accounts.queries import preferences
from annotator.web.guards import current_person


def keys_off() -> bool:
    """Whether the person wants no keys of one letter."""
    chosen = orjson.loads(preferences(current_person().id).keys or "null")
    return bool(chosen and chosen.get("off"))
