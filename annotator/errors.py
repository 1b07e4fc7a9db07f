"""What can go wrong, in the words of the domain; no HTTP here (`web/errors.py` maps it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class Words(str):
    """A message id among the values of an error, such as the name of a kind: translated too."""

    __slots__ = ()


class Count(int):
    """A number of things among the values of an error, told as the reader writes numbers."""

    __slots__ = ()


class AnnotatorError(Exception):
    """One clear sentence for a person, the field it is about, and the values in it.

    The sentence is a gettext message id with `%(name)s` places; `values` fill them, so that
    the edge can translate the sentence without the inner code knowing a language. It is always
    written out, as scripts/translations.py reads it from the source; a value that is `Words`
    or an error is translated as well.
    """

    def __init__(self, sentence: str, field: str | None = None, **values: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return self.sentence % self.values if self.values else self.sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """An error told inside the sentence of another one."""

    error: AnnotatorError

    def __str__(self) -> str:
        return self.within(str(self.error))

    @staticmethod
    def within(sentence: str) -> str:
        """A sentence as a part of another one: without its capital and its full stop."""
        return sentence[:1].lower() + sentence[1:].removesuffix(".")


class NotFound(AnnotatorError):
    """Absent, or hidden from this person: the two must look alike."""


class NotAllowed(AnnotatorError):
    """The person's role does not allow it; shown as if the thing were absent."""


class Invalid(AnnotatorError):
    """The input breaks a rule; `field` names the form field or record key."""


class Remark(AnnotatorError):
    """What is worth saying of something that went well; told, and never raised."""


class Conflict(AnnotatorError):
    """The same identifier stands for something else already."""

    current: Any = None
    #: What an answer calls that which is there now.
    shown_as = "annotation"


class PutAway(AnnotatorError):
    """The project is archived or in the trash: nothing in it changes until it is brought back."""


class Stale(AnnotatorError):
    """Somebody changed the thing meanwhile; `current` holds what is there now."""

    shown_as = "annotation"

    def __init__(self, sentence: str, current: object = None, **values: object) -> None:
        super().__init__(sentence, None, **values)
        self.current = current


class Corrected(Stale):
    """The text that a page shows is not the article's newest any more, which is `number`."""

    def __init__(self, sentence: str, number: int) -> None:
        super().__init__(sentence)
        self.number = number


class VersionMissing(AnnotatorError):
    """A change came without the version it was based on."""


class Busy(AnnotatorError):
    """The store could not be had in time; trying again later is right."""


class TooOften(AnnotatorError):
    """A limit was passed; `retry_after` is in seconds."""

    def __init__(self, sentence: str, retry_after: int, **values: object) -> None:
        super().__init__(sentence, None, **values)
        self.retry_after = retry_after


class Refused(AnnotatorError):
    """The program will not start or go on in this state (settings, schema, file)."""


def error_to_json(error: AnnotatorError) -> dict[str, Any]:
    """The error as it is stored, to be told later in the language of whoever reads it."""
    values = {name: _value_to_json(value) for name, value in error.values.items()}
    return {"sentence": error.sentence, "values": values}


def error_from_json(stored: Mapping[str, Any]) -> AnnotatorError:
    """The error that `error_to_json` stored, as far as it is told: of no kind, about no field."""
    error = AnnotatorError(stored["sentence"])
    error.values = {name: _value_from_json(value) for name, value in stored["values"].items()}
    return error


def _value_to_json(value: object) -> Any:
    if isinstance(value, Words):
        return {"words": str(value)}
    if isinstance(value, Clause):
        return {"clause": error_to_json(value.error)}
    if isinstance(value, Count):
        return {"count": int(value)}
    return value if isinstance(value, (int, float, bool)) else str(value)


def _value_from_json(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    if "count" in value:
        return Count(value["count"])
    text = value.get("words")
    return Clause(error_from_json(value["clause"])) if text is None else Words(text)
