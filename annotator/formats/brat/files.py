"""The files of an article as brat keeps them: its text, and a file of marks a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath
from typing import Any, NamedTuple, TypeAlias

from annotator.annotations.models import Layer
from annotator.assignments.models import State
from annotator.formats.brat.folder import BETWEEN, MARKS, TEXT
from annotator.formats.brat.records import write
from annotator.formats.brat.writing import write_marks
from annotator.formats.native.drafting import Row

#: What some system has no place for in the name of a file, and what leads out of a folder.
_UNFIT = re.compile('[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u2028\u2029\ud800-\udfff]')
_LONGEST = 100


class DocumentNames:
    """Names of documents: what they had in brat, else what they are called.

    None of their files is a file or a folder of another one, and none is read back as another's.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._documents: set[str] = set()
        self._files: set[str] = set()
        self._folders: set[str] = set()
        #: What a document may not be called: it would be taken for the owner of another's marks.
        self._owners: set[str] = set()

    def name(self, article: Row, endings: Sequence[str]) -> str:
        """A path that leads nowhere but into the folder.

        `endings` are what its files of marks have after it, such as `_r1` or nothing.
        """
        wanted = _brat(article).get("document") or article["external_id"] or article["title"]
        *folders, last = [
            _fit(part) for part in PurePosixPath(str(wanted)).parts if part != "/"
        ] or ["article"]
        path = self._within(folders) + last
        key = path.casefold()
        for number in count(self._numbers.get(key, 0) + 1):
            found = path if number == 1 else f"{path}-{number}"
            if self._take(found.casefold(), [ending.casefold() for ending in endings]):
                self._numbers[key] = number
                return found
        raise AssertionError("numbers do not end")

    def _within(self, folders: Sequence[str]) -> str:
        """The path of the folders, with a number behind what is the name of a file already."""
        path = ""
        for folder in folders:
            found, number = path + folder, 1
            while found.casefold() in self._files:
                number += 1
                found = f"{path}{folder}-{number}"
            path = f"{found}/"
        return path

    def _take(self, name: str, endings: Sequence[str]) -> bool:
        files = {name + TEXT, *(name + ending + MARKS for ending in endings)}
        owners = {owner for ending in endings for owner in _owners(name, ending)}
        if (
            name in self._owners
            or owners & self._documents
            or any(file in self._files or file in self._folders for file in files)
        ):
            return False
        self._documents.add(name)
        self._files |= files
        self._folders |= {str(folder) for folder in PurePosixPath(name).parents}
        self._owners |= owners
        return True


def files_of(article: Row, names: DocumentNames) -> Iterator[tuple[str, str, int]]:
    """Each file with its text, and how many kept records it has to do without.

    `article` is a row of the native format; `names` has those of the articles before it.
    """
    kept = _brat(article).get("by_person")
    kept = kept if isinstance(kept, dict) else {}
    persons = _persons(article, kept)
    endings = _endings(article, persons)
    name = names.name(article, list(endings.values()))
    yield name + TEXT, article["text"], 0
    for person, (marks, links) in persons.items():
        lines = _lines(kept.get(person.name)) if not person.is_gold else []
        records, gone = write_marks(article["text"], marks, links, lines)
        body = "".join(write(record) + "\n" for record in records)
        yield name + endings[person] + MARKS, body, gone


class _Person(NamedTuple):
    name: str
    is_gold: bool = False


_GOLD = _Person(Layer.GOLD.value, is_gold=True)
_Persons: TypeAlias = dict[_Person, tuple[list[Row], list[Row]]]


def _endings(article: Row, persons: _Persons) -> dict[_Person, str]:
    """What each one's file of marks has after the name of the document."""
    if _brat(article).get("unnamed") is True and len(persons) == 1 and _GOLD not in persons:
        return dict.fromkeys(persons, "")
    # Whoever is called like the layer has another file than the layer.
    given = {_GOLD.name: 1}
    return {
        person: f"_{person.name if person.is_gold else _untaken(_fit(person.name), given)}"
        for person in persons
    }


def _owners(name: str, ending: str) -> Iterator[str]:
    """The documents that a reader would rather give these marks to than to the one named."""
    for end in range(1, len(ending) + 1):
        if end == len(ending) or ending[end] in BETWEEN:
            yield name + ending[:end]


def _persons(article: Row, kept: dict[str, Any]) -> _Persons:
    """Annotations and links of everybody who did anything, gold marks apart."""
    found: _Persons = {}
    for review in article["reviews"]:
        if review["state"] != State.RELEASED.value:
            found.setdefault(_Person(review["reviewer"]), ([], []))
    for person in kept:
        found.setdefault(_Person(person), ([], []))
    for place, key in enumerate(("annotations", "links")):
        for row in article[key]:
            author = _GOLD if row["layer"] == _GOLD.name else _Person(row["author"])
            found.setdefault(author, ([], []))[place].append(row)
    return found


def _lines(kept: object) -> list[str]:
    return [line for line in kept if isinstance(line, str)] if isinstance(kept, list) else []


def _brat(article: Row) -> dict[str, Any]:
    found = (article["origin"] or {}).get("brat")
    return found if isinstance(found, dict) else {}


def _fit(part: str) -> str:
    part = _UNFIT.sub("-", part).strip(". ")[:_LONGEST]
    return part or "-"


def _untaken(name: str, given: dict[str, int]) -> str:
    """The name, or with a number after it one that is free; `given` has each with its last one."""
    key = name.casefold()
    number = given.get(key, 0) + 1
    found = name if number == 1 else f"{name}-{number}"
    while found.casefold() in given:
        number += 1
        found = f"{name}-{number}"
    given[key] = number
    given.setdefault(found.casefold(), 1)
    return found
