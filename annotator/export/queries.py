"""One snapshot of a project, read a chunk of articles at a time."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, func, or_, select, text

from annotator.annotations.models import Annotation, Label, Layer
from annotator.articles.queries import count_of
from annotator.assignments.models import Assignment, State
from annotator.db import READ, db
from annotator.export.statements import Statements, statements_for
from annotator.projects.scheme import Rating, ratings_from_json


@dataclass(frozen=True, slots=True)
class Counts:
    """What an export would hold."""

    articles: int
    submitted: int
    marks: dict[Label, int]


#: A chunk is full at this many articles, or at this many characters of text.
CHUNK_ARTICLES = 256
CHUNK_CHARACTERS = 2_000_000

#: A row's columns are called as `Statements` selects them.
Rows = Sequence[Any]


@dataclass(slots=True)
class Chunk:
    """Some articles in order, and what belongs to them by article or annotation id."""

    articles: Rows
    reviews: dict[str, list[Any]] = field(default_factory=dict)
    #: A list a mark, a row a fragment.
    annotations: dict[str, list[list[Any]]] = field(default_factory=dict)
    verdicts: dict[str, list[Any]] = field(default_factory=dict)
    sources: dict[str, list[Any]] = field(default_factory=dict)


class Snapshot:
    """Everything in one read transaction, so that people at work change nothing half-way.

    A context manager; the connection is its own, apart from any request's session.
    """

    def __init__(self, project_id: int, engine: Engine | None = None) -> None:
        self._project = {"project_id": project_id}
        self._engine = engine or db.engines[READ]
        self._statements: Statements = statements_for(self._engine.dialect.name)
        self._connection: Connection | None = None

    def __enter__(self) -> Snapshot:
        self.open()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(self) -> None:
        """Begin the read transaction."""
        connection = self._engine.connect()
        if self._engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            # A slow reader must not lose its snapshot: the connection idles while lines are
            # on their way to it.
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = '15min'"))
        self._connection = connection

    def close(self) -> None:
        """End the transaction; does nothing the second time."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def count(self) -> int:
        """How many articles there are."""
        return int(self._all(self._statements.count)[0].articles)

    def people(self) -> dict[int, tuple[int, str]]:
        """Number and name of everybody who is or was in the project, by account id."""
        return {row.user_id: (row.number, row.name) for row in self._all(self._statements.people)}

    def schemes(self) -> dict[int, tuple[int, dict[str, Rating]]]:
        """Number and ratings of each version of the rating scale, by its id."""
        return {
            row.id: (row.number, ratings_from_json(row.ratings))
            for row in self._all(self._statements.schemes)
        }

    def chunks(self) -> Iterator[Chunk]:
        """The articles in the order of the queue, with everything that hangs on them."""
        for first, last in self._ranges():
            yield self._chunk({"first": first, "last": last})

    def _ranges(self) -> Iterator[tuple[int, int]]:
        after = 0
        while True:
            rows = self._all(self._statements.lengths, {"after": after, "most": CHUNK_ARTICLES})
            if not rows:
                return
            first, characters = rows[0].number, 0
            for number, length in rows:
                if characters and characters + length > CHUNK_CHARACTERS:
                    yield first, after
                    first, characters = number, 0
                characters += length
                after = number
            yield first, after

    def _chunk(self, between: dict[str, int]) -> Chunk:
        chunk = Chunk(self._all(self._statements.articles, between))
        for row in self._all(self._statements.reviews, between):
            chunk.reviews.setdefault(row.article_id, []).append(row)
        for row in self._all(self._statements.verdicts, between):
            chunk.verdicts.setdefault(row.annotation_id, []).append(row)
        for row in self._all(self._statements.sources, between):
            chunk.sources.setdefault(row.annotation_id, []).append(row)
        annotation_id = None
        for row in self._all(self._statements.annotations, between):
            if row.id == annotation_id:
                chunk.annotations[row.article_id][-1].append(row)
            else:
                annotation_id = row.id
                chunk.annotations.setdefault(row.article_id, []).append([row])
        return chunk

    def _all(self, statement: Any, values: dict[str, int] | None = None) -> Rows:
        if self._connection is None:
            raise RuntimeError("the snapshot is not open")
        found = self._connection.execute(statement, {**self._project, **(values or {})})
        # A result row of SQLAlchemy finds a column by its name some ten times more slowly.
        return list(map(_row_type(tuple(found.keys()))._make, found.all()))


@cache
def _row_type(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names)


def counts_of(project_id: int, *, submitted_only: bool) -> Counts:
    """How much there is to export."""
    submitted = select(func.count(Assignment.article_id.distinct())).where(
        Assignment.project_id == project_id, Assignment.state == State.SUBMITTED
    )
    marks = select(Annotation.label, func.count()).where(
        Annotation.project_id == project_id, Annotation.removed_at.is_(None)
    )
    if submitted_only:
        handed_in = select(Assignment.id).where(
            Assignment.article_id == Annotation.article_id,
            Assignment.reviewer_id == Annotation.author_id,
            Assignment.state == State.SUBMITTED,
        )
        marks = marks.where(or_(Annotation.layer == Layer.GOLD, handed_in.exists()))
    rows = db.session.execute(marks.group_by(Annotation.label))
    return Counts(
        count_of(project_id),
        db.session.scalar(submitted) or 0,
        {label: count for label, count in rows},
    )
