"""The files of an article as brat keeps them: its text, and a file of marks a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from annotator.annotations.models import Layer
from annotator.assignments.models import State
from annotator.formats.brat.folder import MARKS, TEXT
from annotator.formats.brat.records import write
from annotator.formats.brat.writing import write_marks
from annotator.formats.native.drafting import Row

#: What some system has no place for in the name of a file, and what leads out of a folder.
_UNFIT = re.compile('[\x00-\x1f\x7f-\x9f/\\\\:*?"<>|\u2028\u2029\ud800-\udfff]')
_LONGEST = 100


class DocumentNames:
    """Names of documents: what they had in brat, else what they are called; none comes twice."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def name(self, article: Row) -> str:
        """A path that leads nowhere but into the folder."""
        wanted = _brat(article).get("document") or article["external_id"] or article["title"]
        parts = [_fit(part) for part in PurePosixPath(str(wanted)).parts if part != "/"]
        return _untaken("/".join(parts) or "article", self._given)


def files_of(article: Row, name: str) -> Iterator[tuple[str, str, int]]:
    """Each file with its text, and how many kept records it has to do without.

    `article` is a row of the native format; `name` the path of its document.
    """
    yield name + TEXT, article["text"], 0
    kept = _brat(article).get("by_person")
    kept = kept if isinstance(kept, dict) else {}
    persons = _persons(article, kept)
    unnamed = _brat(article).get("unnamed") is True and len(persons) == 1
    given: dict[str, int] = {}
    for person, (marks, links) in persons.items():
        records, gone = write_marks(article["text"], marks, links, _lines(kept.get(person)))
        ending = "" if unnamed else f"_{_untaken(_fit(person), given)}"
        body = "".join(write(record) + "\n" for record in records)
        yield name + ending + MARKS, body, gone


def _persons(article: Row, kept: dict[str, Any]) -> dict[str, tuple[list[Row], list[Row]]]:
    """Annotations and links of everybody who did anything, gold marks apart."""
    found: dict[str, tuple[list[Row], list[Row]]] = {}
    for review in article["reviews"]:
        if review["state"] != State.RELEASED.value:
            found.setdefault(review["reviewer"], ([], []))
    for person in kept:
        found.setdefault(person, ([], []))
    for place, key in enumerate(("annotations", "links")):
        for row in article[key]:
            gold = row["layer"] == Layer.GOLD.value
            found.setdefault(Layer.GOLD.value if gold else row["author"], ([], []))[place].append(
                row
            )
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
