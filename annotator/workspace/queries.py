"""Reading everything that one person's work on one article rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import bindparam, func, literal_column, select

from annotator.accounts.models import User
from annotator.accounts.person import Person
from annotator.annotations.models import Annotation, Label
from annotator.annotations.queries import annotation as find_annotation
from annotator.annotations.queries import annotations_with
from annotator.articles.arrival import arrived
from annotator.articles.models import Article, Revision
from annotator.articles.queries import RevisionText, revision_text
from annotator.assignments.models import EDITABLE, Assignment, State
from annotator.db import Base, Prepared, db, reader
from annotator.errors import NotFound
from annotator.guidelines.models import GuidelineVersion
from annotator.links.models import Link
from annotator.links.queries import links_from, links_on
from annotator.projects.definition import definition_from_json
from annotator.projects.models import Project, SchemeVersion
from annotator.projects.queries import earlier_schemes
from annotator.projects.scheme import Scheme, ratings_from_json
from annotator.sources.models import Source
from annotator.sources.queries import sources_of
from annotator.sources.service import in_force
from annotator.speakers.queries import Named, speakers_named
from annotator.verdicts.models import Verdict
from annotator.verdicts.queries import verdicts_of

Row = TypeVar("Row", Source, Verdict)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What an article is beside its text."""

    id: str
    title: str
    url: str | None
    byline: str | None
    publisher: str | None
    published_on: date | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """How far one reviewer's work on the article is."""

    id: str
    state: State
    submitted_at: datetime | None
    return_reason: str | None
    #: Number of the guidelines that it was submitted under, where that is known.
    guidelines: int | None

    @property
    def is_editable(self) -> bool:
        """Whether its reviewer may still change marks."""
        return self.state in EDITABLE


@dataclass(frozen=True, slots=True)
class Desk:
    """An article, its newest text, the scale, and one reviewer's work on it if there is any.

    `guidelines` is the number of the version in force, None where the project has none.
    """

    project: Project
    article: ArticleFacts
    revision: RevisionText
    scheme: Scheme
    guidelines: int | None
    work: Work | None
    #: What the database said, to know the same answer again.
    row: tuple[Any, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark with all the sources, verdicts and links it has or had, in their order."""

    annotation: Annotation
    sources: list[Source] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def live_sources(self) -> list[Source]:
        """The sources in force, in their order."""
        return in_force(self.sources)

    def hanging(self) -> list[Base]:
        """Everything that hangs on the mark and has a row of its own."""
        return [*self.sources, *self.verdicts, *self.links]


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks in the order they were made, the names of the people in them, and the speakers."""

    marks: Sequence[Mark]
    names: Mapping[int, str]
    speakers: Mapping[str, Named] = field(default_factory=dict)


# The newest of each is found in its index, before anything is joined.
_NEWEST_REVISION = (
    select(Revision.id)
    .where(Revision.article_id == bindparam("article"))
    .order_by(Revision.number.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
_NEWEST_SCHEME = (
    select(func.max(SchemeVersion.number))
    .where(SchemeVersion.project_id == bindparam("project"))
    .scalar_subquery()
)
_NEWEST_GUIDELINES = (
    select(func.max(GuidelineVersion.number))
    .where(GuidelineVersion.project_id == bindparam("project"))
    .scalar_subquery()
)
_DESK = Prepared(
    select(
        _NEWEST_REVISION,
        SchemeVersion.id,
        SchemeVersion.number,
        SchemeVersion.ratings,
        SchemeVersion.definition,
        _NEWEST_GUIDELINES,
        Assignment.id,
        Assignment.state,
        Assignment.submitted_at,
        Assignment.return_reason,
        Assignment.guideline_version,
        Article.id,
        Article.title,
        Article.url,
        Article.byline,
        Article.publisher,
        Article.published_on,
        Article.language,
    )
    .join(
        SchemeVersion,
        (SchemeVersion.project_id == Article.project_id) & (SchemeVersion.number == _NEWEST_SCHEME),
    )
    .outerjoin(
        Assignment,
        (Assignment.article_id == Article.id) & (Assignment.reviewer_id == bindparam("reviewer")),
    )
    .where(
        Article.id == bindparam("article"), Article.project_id == bindparam("project"), arrived()
    )
)

_TAKEN = Prepared(select(Annotation.id).where(Annotation.id == bindparam("id")))


def desk(project: Project, article_id: str, reviewer_id: int, known: Desk | None = None) -> Desk:
    """What this reviewer works on; raises `NotFound` for an article of another project.

    `known` is the same desk as it was a moment ago; it is given back where it is so still.
    """
    row = _DESK.first(reader(), article=article_id, project=project.id, reviewer=reviewer_id)
    if row is None:
        raise NotFound("There is no such article.")
    if known is not None and known.row == row:
        return known
    revision_id, scheme_id, number, ratings, definition, guidelines, *rest = row
    return Desk(
        project,
        ArticleFacts(*rest[5:]),
        revision_text(revision_id),
        Scheme(
            scheme_id,
            number,
            ratings_from_json(ratings),
            definition_from_json(definition),
            earlier_schemes(project.id, number) if number > 1 else {},
        ),
        guidelines,
        Work(*rest[:5]) if rest[0] is not None else None,
        row,
    )


def is_taken(annotation_id: str) -> bool:
    """Whether there is a mark with this identifier."""
    return _TAKEN.first(reader(), id=annotation_id) is not None


def find_mark(annotation_id: str) -> Mark | None:
    """One mark with what hangs on it, removed or not."""
    found = find_annotation(annotation_id)
    if found is None:
        return None
    links = links_from(found.id)
    if found.claim is None:
        return Mark(found, links=links)
    return Mark(found, sources_of(found.id), verdicts_of(found.id), links)


def marks_with(article_id: str, author_id: int, ids: Sequence[str]) -> Marks:
    """These of one person's marks on an article, removed or not."""
    return _whole(article_id, author_id, annotations_with(ids))


def _whole(article_id: str, author_id: int, annotations: Sequence[Annotation]) -> Marks:
    claims = [found.id for found in annotations if found.label is Label.CLAIM]
    sources, verdicts = _by_annotation(Source, claims), _by_annotation(Verdict, claims)
    links = links_on(article_id, author_id)
    marks = [
        Mark(
            found,
            sources.get(found.id, []),
            verdicts.get(found.id, []),
            links.get(found.id, []),
        )
        for found in annotations
    ]
    people = {author_id, *(row.decided_by for rows in verdicts.values() for row in rows)}
    return Marks(marks, names_of(people), _speakers_in(marks))


def one_mark(mark: Mark, person: Person) -> Marks:
    """A single mark; nobody is looked up where all that was said was said by this person."""
    people = {mark.annotation.author_id, *(verdict.decided_by for verdict in mark.verdicts)}
    own = {person.id: person.name}
    names = own if people <= own.keys() else names_of(people)
    return Marks([mark], names, _speakers_in([mark]))


def _speakers_in(marks: Iterable[Mark]) -> dict[str, Named]:
    found = (
        row.speaker_id
        for mark in marks
        for row in (mark.annotation.claim, mark.annotation.quote)
        if row is not None and row.speaker_id is not None
    )
    return speakers_named(set(found))


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of these people."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(list(user_ids))))
    return {user_id: name for user_id, name in rows}


def _by_annotation(kind: type[Row], claims: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(claims), 500):
        query = (
            select(kind)
            .where(kind.annotation_id.in_(claims[first : first + 500]))
            .order_by(kind.annotation_id, kind.position)
        )
        for row in db.session.scalars(query):
            found[row.annotation_id].append(row)
    return dict(found)
