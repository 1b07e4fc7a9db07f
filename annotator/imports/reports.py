"""What an import says of itself afterwards, or of what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from typing import Any

import orjson

from annotator.errors import AnnotatorError, error_from_json, error_to_json

#: So many refusals are told in full; of the rest, the number is.
MOST_TOLD = 100
_TOLD = ("refusals", "remarks")
#: The longest name of an import, in characters.
_NAME_LENGTH = 120


@dataclass(slots=True)
class FileReport:
    """One file: its format, how its text was decoded where that was a question, and how much."""

    name: str
    format: str
    encoding: str | None = None
    articles: int = 0
    refused: int = 0


@dataclass(slots=True)
class Report:
    """The files in their order, what was refused and why, and what ended it all.

    What it says is told in the language of whoever reads it, and stored so that it can be.
    """

    files: list[FileReport] = field(default_factory=list)
    refused: int = 0
    refusals: list[AnnotatorError] = field(default_factory=list)
    duplicates: int = 0
    known: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    error: AnnotatorError | None = None
    #: What is worth knowing of what came in.
    remarks: list[AnnotatorError] = field(default_factory=list)
    #: About how many articles somebody is asked, and how many were left out for the answer.
    asked: int = 0
    left_out: int = 0

    @property
    def articles(self) -> int:
        """How many articles there were in all files, without those that were left out later."""
        return sum(file.articles for file in self.files) - self.left_out

    def know(self, remark: AnnotatorError) -> None:
        """Note one article that was there already."""
        self.known += 1
        if self.known <= MOST_TOLD:
            self.remarks.append(_told(remark))

    def refuse(self, refusal: AnnotatorError) -> None:
        """Note one row that did not come in."""
        self.refused += 1
        if self.files:
            self.files[-1].refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(_told(refusal))

    def end_with(self, error: AnnotatorError) -> None:
        """Note what ended it all."""
        self.error = _told(error)

    def to_json(self) -> str:
        """As it is stored."""
        # Dataclasses in it are written as such.
        value = {one.name: getattr(self, one.name) for one in fields(self)}
        value |= {key: [error_to_json(one) for one in value[key]] for key in _TOLD}
        value["error"] = None if self.error is None else error_to_json(self.error)
        return orjson.dumps(value).decode()

    @classmethod
    def from_json(cls, text: str | None) -> Report:
        """What was stored; an empty report where there is none yet."""
        if text is None:
            return cls()
        value = orjson.loads(text)
        value["files"] = [FileReport(**file) for file in value["files"]]
        value["languages"] = Counter(value["languages"])
        value |= {key: _errors(value[key]) for key in _TOLD}
        value["error"] = next(iter(_errors(filter(None, [value["error"]]))), None)
        return cls(**value)


def _told(error: AnnotatorError) -> AnnotatorError:
    # What was raised holds on to all that was at hand at that moment.
    return error_from_json(error_to_json(error))


def _errors(stored: Iterable[Any]) -> list[AnnotatorError]:
    # Earlier versions stored sentences, in the language of whoever did the import.
    found = [
        AnnotatorError(one) if isinstance(one, str) else error_from_json(one) for one in stored
    ]
    for error in found:
        if "file" in error.values:
            error.values["file"] = _last_part(str(error.values["file"]))
    return found


def name_of(names: Sequence[str]) -> str:
    """What an import of these files is called: their names, as far as they fit on a line.

    A path given to the command is the server's own business, and its last part is the name.
    """
    whole = ", ".join(map(_last_part, names))
    return whole if len(whole) <= _NAME_LENGTH else whole[: _NAME_LENGTH - 1] + "…"


def _last_part(name: str) -> str:
    return PurePath(name).name or name
