"""One snapshot of a project, read a chunk of articles at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, TypeVar

import orjson
from sqlalchemy import ColumnElement, Connection, Result, bindparam, select, text

from annotator.articles.models import Article
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.claimreview.facts import Publication
from annotator.db import READ, db
from annotator.export.reading.decided import DecisionRow, FinishedRow, Settled, settled_statements
from annotator.export.reading.rows import (
    AdjudicationRow,
    ArticleRow,
    DefinitionRow,
    FragmentRow,
    LengthRow,
    LinkRow,
    PersonRow,
    PublisherRow,
    ReviewRow,
    SchemeRow,
    SourceRow,
    SpeakerRow,
    VerdictRow,
)
from annotator.export.reading.statements import Statements, statements_for
from annotator.export.reading.talk import CommentRow, ResolvedRow, Talk, TalkerRow, talk_statements
from annotator.export.selection import EVERYTHING, Selection
from annotator.projects.definition import definition_from_json
from annotator.projects.scheme import Rating, ratings_from_json
from annotator.speakers.queries import KnownSpeaker, resolved
from annotator.verdicts.models import Verdict

#: A chunk is full at this many articles, or at this many characters of text.
CHUNK_ARTICLES = 256
CHUNK_CHARACTERS = 2_000_000
#: The first is small, so that the first line is there at once.
_FIRST_ARTICLES = 16

Kind = TypeVar("Kind", bound=tuple[Any, ...])


@dataclass(slots=True)
class Chunk:
    """Some articles in order, and what belongs to them by article or annotation id."""

    articles: list[ArticleRow]
    reviews: dict[str, list[ReviewRow]] = field(default_factory=dict)
    #: A list a mark, a row a fragment.
    annotations: dict[str, list[list[FragmentRow]]] = field(default_factory=dict)
    verdicts: dict[str, list[VerdictRow]] = field(default_factory=dict)
    sources: dict[str, list[SourceRow]] = field(default_factory=dict)
    links: dict[str, list[LinkRow]] = field(default_factory=dict)
    #: By the gold mark that it made.
    adjudications: dict[str, AdjudicationRow] = field(default_factory=dict)
    settled: Settled = field(default_factory=Settled)
    #: Where it was asked for.
    talk: Talk = field(default_factory=Talk)
    #: First and last number.
    between: dict[str, int] = field(default_factory=dict)


class Snapshot:
    """Everything in one read transaction, so that people at work change nothing half-way.

    A context manager; the connection is its own, apart from any request's session. It is `known`
    where that is given, a scratch database with the project as it was known once. No other
    marks than those of the selection are read, no articles beyond `reach`, and those alone for
    which `kept` holds; comments only where they are asked for.
    """

    def __init__(
        self,
        project_id: int,
        known: Connection | None = None,
        selection: Selection = EVERYTHING,
        reach: Reach = EVERYWHERE,
        *,
        comments: bool = False,
        kept: ColumnElement[bool] | None = None,
    ) -> None:
        self._project = {"project_id": project_id}
        self._known = known
        self._engine = known.engine if known else db.engines[READ]
        self.dialect = self._engine.dialect.name
        self._statements: Statements = statements_for(self.dialect)
        if not reach.is_whole:
            self._statements = self._statements.within(reach.holds(Article.id))
        if kept is not None:
            self._statements = self._statements.within(kept)
        self.selection = selection
        chosen = (rule for _reason, rule in selection.of_marks())
        self._marks = self._statements.annotations.where(*chosen)
        self._connection: Connection | None = None
        self._comments = comments

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
        connection = self._known or self._engine.connect()
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

    @property
    def connection(self) -> Connection:
        """What it reads through, for whoever reads more of the same moment."""
        if self._connection is None:
            raise RuntimeError("the snapshot is not open")
        return self._connection

    def count(self) -> int:
        """How many articles there are."""
        return int(self._execute(self._statements.count).scalar_one())

    def people(self) -> dict[int, tuple[int, str]]:
        """Number and name of everybody who is or was in the project, by account id."""
        rows = self.rows(PersonRow, self._statements.people)
        return {row.user_id: (row.number, row.name) for row in rows}

    def at_work(
        self, user_ids: list[int], *, corrections: bool = False, comments: bool = False
    ) -> set[int]:
        """Those of the accounts whose name stands anywhere in what the project holds.

        Who corrected something counts where `corrections` are written too, and who took part in
        a thread or is named there where `comments` are.
        """
        found: set[int] = set()
        also = self._statements.at_corrections if corrections else ()
        for statement in [*self._statements.at_work, *also]:
            rows = self._execute(statement, {"user_ids": user_ids}) if user_ids else ()
            found.update(row[0] for row in rows)
        if comments and user_ids:
            found |= self._talkers() & set(user_ids)
        return found

    def _talkers(self) -> set[int]:
        rows = self.rows(TalkerRow, talk_statements(self.dialect).talkers)
        named = (key for row in rows for key in orjson.loads(row.mentions or "[]"))
        parts = {key for row in rows for key in (row.author_id, row.resolved_by) if key}
        return parts | set(named)

    def schemes(self) -> dict[int, tuple[int, dict[str, Rating]]]:
        """Number and ratings of each version of the rating scale, by its id."""
        rows = self.rows(SchemeRow, self._statements.schemes)
        return {row.id: (row.number, ratings_from_json(row.ratings)) for row in rows}

    def judged_under(self) -> dict[str, int]:
        """The id of the version of the scale that each verdict was given under, by its own."""
        query = select(Verdict.id, Verdict.scheme_version_id)
        query = query.where(Verdict.project_id == bindparam("project_id"))
        found: list[Any] = list(self._execute(query))
        return {row.id: row.scheme_version_id for row in found}

    def speakers(self) -> dict[str, KnownSpeaker]:
        """Everybody whom marks name, by id, as the speaker that they are now."""
        return resolved(self.rows(SpeakerRow, self._statements.speakers))

    def publication(self) -> Publication | None:
        """Who publishes the project's checks; None where nobody said."""
        rows = self.rows(PublisherRow, self._statements.publisher)
        return Publication(*rows[0]) if rows else None

    def short_form(self) -> int:
        """From how many characters on a claim is long, by the newest version of the scale."""
        (row,) = self.rows(DefinitionRow, self._statements.definition)
        return definition_from_json(row.definition).thresholds.short_form

    def chunks(self) -> Iterator[Chunk]:
        """The articles in the order of the queue, with everything that hangs on them."""
        for first, last in self._ranges():
            yield self._chunk({"first": first, "last": last})

    def chunks_at(self, numbers: Iterable[int]) -> Iterator[Chunk]:
        """These articles by their numbers, a chunk each."""
        for number in sorted(set(numbers)):
            yield self._chunk({"first": number, "last": number})

    def _ranges(self) -> Iterator[tuple[int, int]]:
        after = 0
        while True:
            values = {"after": after, "most": CHUNK_ARTICLES if after else _FIRST_ARTICLES}
            rows = self.rows(LengthRow, self._statements.lengths, values)
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
        chunk = Chunk(self.rows(ArticleRow, self._statements.articles, between), between=between)
        for review in self.rows(ReviewRow, self._statements.reviews, between):
            chunk.reviews.setdefault(review.article_id, []).append(review)
        for verdict in self.rows(VerdictRow, self._statements.verdicts, between):
            chunk.verdicts.setdefault(verdict.annotation_id, []).append(verdict)
        for source in self.rows(SourceRow, self._statements.sources, between):
            chunk.sources.setdefault(source.annotation_id, []).append(source)
        for link in self.rows(LinkRow, self._statements.links, between):
            chunk.links.setdefault(link.article_id, []).append(link)
        for decided in self.rows(AdjudicationRow, self._statements.adjudications, between):
            chunk.adjudications[decided.annotation_id] = decided
        ids = [article.id for article in chunk.articles]
        chunk.talk, chunk.settled = self._talk(ids), self._settled(ids)
        annotation_id = None
        for piece in self.rows(FragmentRow, self._marks, between):
            if piece.id == annotation_id:
                chunk.annotations[piece.article_id][-1].append(piece)
            else:
                annotation_id = piece.id
                chunk.annotations.setdefault(piece.article_id, []).append([piece])
        return chunk

    def _talk(self, article_ids: list[str]) -> Talk:
        said, values, talk = talk_statements(self.dialect), {"article_ids": article_ids}, Talk()
        if not self._comments:
            return talk
        for comment in self.rows(CommentRow, said.comments, values):
            talk.comments[comment.annotation_id].append(comment)
        for thread in self.rows(ResolvedRow, said.resolved, values):
            talk.resolved[thread.annotation_id] = thread
        return talk

    def _settled(self, article_ids: list[str]) -> Settled:
        said, values = settled_statements(self.dialect), {"article_ids": article_ids}
        settled = Settled()
        for row in self.rows(DecisionRow, said.decisions, values):
            settled.decisions[row.article_id].append(row)
        for finished in self.rows(FinishedRow, said.finished, values):
            settled.finished[finished.article_id] = finished
        return settled

    def rows(
        self, kind: type[Kind], statement: Any, values: dict[str, Any] | None = None
    ) -> list[Kind]:
        """What a statement gives, row by row as one kind of plain values."""
        make = kind._make  # type: ignore[attr-defined]
        return [make(row) for row in self._execute(statement, values)]

    def _execute(self, statement: Any, values: dict[str, Any] | None = None) -> Result[Any]:
        return self.connection.execute(statement, {**self._project, **(values or {})})
