"""The values of a record, each checked; a refusal names the field as the record has it."""

from __future__ import annotations

from typing import Any

from annotator.errors import Invalid
from annotator.formats.averitec.keeping import Row

#: Of every text but the claim's own.
MOST_CHARACTERS = 10_000


class Fields:
    """One object of a record; `where` begins the names of its fields."""

    def __init__(self, value: object, where: str = "") -> None:
        """Raise `Invalid` for what is no object."""
        if not isinstance(value, dict):
            raise Invalid("it must be an object", where.rstrip(".") or None)
        self.row: Row = value
        self.where = where

    def named(self, key: str) -> str:
        """The name of a field, for sentences."""
        return self.where + key

    def text(self, key: str, most: int = MOST_CHARACTERS) -> str | None:
        """A string; None for null, for an empty one, and where there is none."""
        value = self.row.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise Invalid("it must be a string, or null", self.named(key))
        if len(value) > most:
            raise Invalid(
                "It is %(length)s characters long, and may have %(longest)s.",
                self.named(key),
                length=len(value),
                longest=most,
            )
        return value

    def list(self, key: str) -> list[Any]:
        """A list; an empty one for null, and where there is none."""
        value = self.row.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Invalid("it must be a list", self.named(key))
        return value

    def one_of(self, key: str, known: dict[str, str]) -> str | None:
        """What a word of AVeriTeC is called here; None where it is empty."""
        value = self.text(key)
        if value is None:
            return None
        if value not in known:
            words = ", ".join(known)
            raise Invalid("it must be one of %(known)s", self.named(key), known=words)
        return known[value]
