"""On which articles others' work is open to a person: what a blind project asks before it shows.

In a blind project nobody who has or may take an assignment on an article sees another's work on
it before submitting their own. So it is open to

- whoever submitted work of their own on it, until that is withdrawn or returned;
- a lead who said that they only supervise it, or the whole project (`supervising.py`): they take
  no assignment there from then on;
- an observer, who takes none;

and to none of them while they have work there that is not submitted. What is open is read once,
as it is now, and carried as identifiers: the same rule then holds on whatever is read with it, an
earlier day and an export's snapshot among them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Text, and_, false, literal, not_, or_, select, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from annotator.assignments.models import EDITABLE, Assignment, State, Supervision
from annotator.db import READ, db


@dataclass(frozen=True, slots=True)
class Reach:
    """Some articles: `only` these where it is not None, and in no case those that are `closed`."""

    only: frozenset[str] | None = None
    closed: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether it is every article there is and will be."""
        return self.only is None and not self.closed

    def covers(self, article_id: str) -> bool:
        """Whether the article is among them."""
        return article_id not in self.closed and (self.only is None or article_id in self.only)

    def is_within(self, other: Reach) -> bool:
        """Whether another reach has every article of this one.

        Of every article there will be, some alone are never known to be all.
        """
        if self.only is None:
            return other.only is None and other.closed <= self.closed
        return all(map(other.covers, self.only - self.closed))

    def holds(self, article_id: ColumnElement[str] | object) -> ColumnElement[bool]:
        """The same of a query's column."""
        if self.is_whole:
            return true()
        column: ColumnElement[str] = article_id  # type: ignore[assignment]
        if self.only is not None:
            found = self.only - self.closed
            return _among(column, found) if found else false()
        return and_(column.is_not(None), not_(_among(column, self.closed)))


class _Listed(FunctionElement[str]):
    """The ids of a list that is bound as JSON. It is written for the database that is asked: an
    earlier day lies in an SQLite file, whichever keeps the project.
    """

    name = "listed"
    inherit_cache = True


@compiles(_Listed, "sqlite")
def _listed_in_sqlite(element: _Listed, compiler: Any, **options: Any) -> str:
    given = compiler.process(element.clauses, **options)
    return f"(SELECT value FROM json_each({given}))"  # noqa: S608


@compiles(_Listed, "postgresql")
def _listed_in_postgresql(element: _Listed, compiler: Any, **options: Any) -> str:
    given = compiler.process(element.clauses, **options)
    values = f"jsonb_array_elements_text(CAST({given} AS jsonb)) AS one(value)"
    return f"(SELECT CAST(one.value AS uuid) FROM {values})"  # noqa: S608


def _among(column: ColumnElement[str], ids: frozenset[str]) -> ColumnElement[bool]:
    """One value is bound however many they are: both databases limit how many there may be."""
    listed = _Listed(literal(orjson.dumps(sorted(ids)).decode(), Text))
    return column.bool_op("IN")(listed)


#: What a project reaches that is not blind.
EVERYWHERE = Reach()


def reach_of(project_id: int, person_id: int, *, may_take: bool) -> Reach:
    """Where others' work is open to the person now, in a blind project.

    `may_take` says whether their role lets them work on articles at all. What the request at hand
    has changed and not committed does not count.
    """
    return reaches_of(project_id, {person_id: may_take})[person_id]


def reaches_of(
    project_id: int, people: Mapping[int, bool], *, article_id: str | None = None
) -> dict[int, Reach]:
    """The same of several people, with whether each may take work; or of this article alone."""
    worked, said = [], []
    if article_id is not None:
        worked = [Assignment.article_id == article_id]
        said = [or_(Supervision.article_id.is_(None), Supervision.article_id == article_id)]
    with db.engines[READ].connect() as connection:
        work = connection.execute(
            select(Assignment.reviewer_id, Assignment.article_id, Assignment.state).where(
                Assignment.project_id == project_id, Assignment.reviewer_id.in_(people), *worked
            )
        ).all()
        supervised = connection.execute(
            select(Supervision.user_id, Supervision.article_id).where(
                Supervision.project_id == project_id, Supervision.user_id.in_(people), *said
            )
        ).all()
    return {
        person: _reach(
            [(article, state) for key, article, state in work if key == person],
            [article for key, article in supervised if key == person],
            may_take=may_take,
        )
        for person, may_take in people.items()
    }


def _reach(
    work: Sequence[tuple[str, State]], supervised: Sequence[str | None], *, may_take: bool
) -> Reach:
    open_work = frozenset(article for article, state in work if state in EDITABLE)
    if not may_take or None in supervised:
        return Reach(None, open_work)
    submitted = {article for article, state in work if state is State.SUBMITTED}
    return Reach(frozenset(submitted | {one for one in supervised if one}) - open_work)
