"""What lies behind a figure: the marks of two people side by side where they are not the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotator.agreement.matching import Candidate, candidates, matched, same_label
from annotator.agreement.material import Compared, Mark, Reading


class Kind(StrEnum):
    """In what two readings differ."""

    MARKED = "marked"
    BORDERS = "borders"
    LABELS = "labels"
    VERDICTS = "verdicts"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which differences to list; what is None is not asked for.

    `values` are two labels or two ratings, whoever said which; one value twice asks for what is
    agreed on.
    """

    kind: Kind
    threshold: float
    people: tuple[int, ...] = ()
    label: str | None = None
    week: date | None = None
    values: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One mark of each of two people, or of one of them alone."""

    article_id: str
    number: int
    people: tuple[int, int]
    marks: tuple[Mark | None, Mark | None]

    def starts(self) -> int:
        """Where it stands in the text."""
        return min(mark.pieces[0][0] for mark in self.marks if mark is not None)


def differences(article: Compared, asked: Asked) -> list[Difference]:
    """Those of one article that are asked for, in the order of the text."""
    if asked.week is not None and article.week != asked.week:
        return []
    found: list[Difference] = []
    for i, j in article.pairs():
        pair = article.readings[i], article.readings[j]
        if _has(asked, pair):
            found += _of_pair(article, pair, asked)
    return sorted(found, key=lambda one: (one.starts(), one.people))


def _has(asked: Asked, pair: tuple[Reading, Reading]) -> bool:
    """Whether the people are asked for: all those named have to be of this pair."""
    return set(asked.people) <= {one.person for one in pair}


def _of_pair(
    article: Compared, pair: tuple[Reading, Reading], asked: Asked
) -> Iterator[Difference]:
    people = pair[0].person, pair[1].person
    found = candidates(pair, asked.threshold)
    strict = asked.label is not None or asked.kind is Kind.VERDICTS
    both = _both(pair, same_label(found) if strict else found)
    listed: Iterator[tuple[Mark | None, Mark | None]]
    listed = _alone(pair, both) if asked.kind is Kind.MARKED else iter(both)
    for marks in listed:
        if _fits(marks, asked):
            yield Difference(article.id, article.number, people, marks)


def _both(pair: tuple[Reading, Reading], found: list[Candidate]) -> list[tuple[Mark, Mark]]:
    places = matched(found).pairs.get((0, 1), [])
    return [(pair[0].marks[a], pair[1].marks[b]) for a, b in places]


def _alone(
    pair: tuple[Reading, Reading], both: list[tuple[Mark, Mark]]
) -> Iterator[tuple[Mark | None, Mark | None]]:
    known = {mark.id for two in both for mark in two}
    for mark in pair[0].marks:
        if mark.id not in known:
            yield mark, None
    for mark in pair[1].marks:
        if mark.id not in known:
            yield None, mark


def _fits(marks: tuple[Mark | None, Mark | None], asked: Asked) -> bool:
    first, second = marks
    if asked.label is not None and asked.label not in {one.label for one in marks if one}:
        return False
    if first is None or second is None:
        return True
    if asked.kind is Kind.BORDERS:
        return first.pieces != second.pieces
    if asked.kind is Kind.LABELS:
        return _values(asked, first.label, second.label)
    if asked.kind is Kind.VERDICTS and first.rating is not None and second.rating is not None:
        return _values(asked, first.rating, second.rating)
    return False


def _values(asked: Asked, first: str, second: str) -> bool:
    if asked.values is None:
        return first != second
    return sorted((first, second)) == sorted(asked.values)
