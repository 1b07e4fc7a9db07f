"""Chunks of articles read in the driver's own words, by either of two processes.

To import what makes statements out of models takes longer than to compare a thousand articles, so
that nothing here does: a second process gets the statements as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from annotator.agreement.material import Compared, Mark, Piece, Reading, in_order
from annotator.text.counting import words_begun

#: So many articles are read at once.
AT_ONCE = 50

#: Runs a statement with its values, and gives all rows. Of ids the rows have what the driver has.
Run = Callable[[str, Mapping[str, Any]], Sequence[Sequence[Any]]]


class Queued(NamedTuple):
    """An article that two at least have handed in: who, and the week of the last of them."""

    id: str
    number: int
    readers: tuple[int, ...]
    week: date


class Statement(NamedTuple):
    """A statement as the driver takes it, with the values that stay; `AT_ONCE` others are the
    articles' ids, by these names.
    """

    text: str
    constants: Mapping[str, Any]
    names: Sequence[str]

    def rows(self, run: Run, articles: Sequence[str]) -> Sequence[Sequence[Any]]:
        """The rows of these articles."""
        # A statement has as many places each time; one article may stand in several.
        padded = [*articles] + [articles[-1]] * (len(self.names) - len(articles))
        return run(self.text, {**self.constants, **dict(zip(self.names, padded, strict=True))})


class Meaning(NamedTuple):
    """The ratings of the scale at hand, and which of which earlier version meant another thing."""

    ratings: frozenset[str]
    other: frozenset[tuple[int, str]]

    def now(self, version: int, rating: str) -> str | None:
        """A rating of a version, by the version's id; None where it meant another thing."""
        return rating if rating in self.ratings and (version, rating) not in self.other else None


class Plan(NamedTuple):
    """What is asked, and which columns each row has."""

    #: Article, revision, text.
    texts: Statement
    #: Article, author, mark, label, revision, start, end: the content pieces of reviewers' marks.
    pieces: Statement
    #: Mark, rating, id of the scale's version, the last of each mark last.
    ratings: Statement
    meaning: Meaning


def read(run: Run, plan: Plan, chunk: Sequence[Queued]) -> list[Compared]:
    """These articles with what was marked in them."""
    keys = [one.id for one in chunk]
    texts = {article: (revision, text) for article, revision, text in plan.texts.rows(run, keys)}
    own = {str(article): article for article in texts}
    readers = [(own[one.id], who) for one in chunk for who in one.readers]
    newest = {article: revision for article, (revision, _) in texts.items()}
    marks, older = _marks(run, plan, keys, readers, newest)
    found = []
    for one in chunk:
        key, (_, text) = own[one.id], texts[own[one.id]]
        readings = [Reading(who, in_order(marks[key, who].values())) for who in one.readers]
        found.append(
            Compared(
                one.id, one.number, len(text), words_begun(text), one.week, tuple(readings),
                len(older[key]),
            )
        )  # fmt: skip
    return found


def _marks(
    run: Run,
    plan: Plan,
    articles: Sequence[str],
    readers: Sequence[tuple[Any, int]],
    newest: Mapping[Any, Any],
) -> tuple[dict[tuple[Any, int], dict[Any, Mark]], dict[Any, set[Any]]]:
    """The marks by article and author, and by id; and by article the ids of those in an older
    text. `newest` has each article's revision.
    """
    now = plan.meaning.now
    rated = plan.ratings.rows(run, articles)
    ratings = {mark: now(version, rating) for mark, rating, version in rated}
    found: dict[tuple[Any, int], dict[Any, Mark]] = {reader: {} for reader in readers}
    older: dict[Any, set[Any]] = {article: set() for article in newest}
    for article, author, mark, label, revision, start, end in plan.pieces.rows(run, articles):
        own = found.get((article, author))
        if own is None:
            continue
        if revision != newest[article]:
            older[article].add(mark)
            continue
        pieces: tuple[Piece, ...] = ((start, end),)
        if mark in own:
            pieces = tuple(sorted(own[mark].pieces + pieces))
        own[mark] = Mark(str(mark), label, pieces, ratings.get(mark), mark in ratings)
    return found, older
