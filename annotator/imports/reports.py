"""What an import says of itself afterwards, or of what it would do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import orjson

#: So many refusals are told in full; of the rest, the number is.
MOST_TOLD = 100
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
    """The files in their order, the sentences about what was refused, and what ended it all."""

    files: list[FileReport] = field(default_factory=list)
    refused: int = 0
    refusals: list[str] = field(default_factory=list)
    duplicates: int = 0
    known: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    error: str | None = None
    #: What is worth knowing of what came in.
    remarks: list[str] = field(default_factory=list)

    @property
    def articles(self) -> int:
        """How many articles there were in all files."""
        return sum(file.articles for file in self.files)

    def know(self, sentence: str) -> None:
        """Note one article that was there already."""
        self.known += 1
        if self.known <= MOST_TOLD:
            self.remarks.append(sentence)

    def refuse(self, sentence: str) -> None:
        """Note one row that did not come in."""
        self.refused += 1
        if self.files:
            self.files[-1].refused += 1
        if len(self.refusals) < MOST_TOLD:
            self.refusals.append(sentence)

    def to_json(self) -> str:
        """As it is stored."""
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def from_json(cls, text: str | None) -> Report:
        """What was stored; an empty report where there is none yet."""
        if text is None:
            return cls()
        value = orjson.loads(text)
        value["files"] = [FileReport(**file) for file in value["files"]]
        value["languages"] = Counter(value["languages"])
        return cls(**value)


def name_of(names: Sequence[str]) -> str:
    """What an import of these files is called: their names, as far as they fit on a line."""
    whole = ", ".join(names)
    return whole if len(whole) <= _NAME_LENGTH else whole[: _NAME_LENGTH - 1] + "…"
