"""Reading everything that one person's work on one article rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import case, func, select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Claim, Label, Layer
from annotator.annotations.queries import annotations_of
from annotator.articles.models import Article, Revision
from annotator.articles.queries import RevisionText, revision_text
from annotator.assignments.models import Assignment
from annotator.assignments.queries import assignment_of
from annotator.audit.models import Event
from annotator.db import db
from annotator.errors import NotFound
from annotator.projects.models import Project, SchemeVersion
from annotator.projects.queries import current_scheme
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict

Row = TypeVar("Row", Source, Verdict)


@dataclass(frozen=True, slots=True)
class Desk:
    """An article, its newest text, the scale, and one reviewer's work on it if there is any."""

    project: Project
    article: Article
    revision: RevisionText
    scheme: SchemeVersion
    assignment: Assignment | None


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks with what hangs on them, by annotation id."""

    annotations: Sequence[Annotation]
    sources: Mapping[str, Sequence[Source]]
    verdicts: Mapping[str, Sequence[Verdict]]
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims a person marked, and how many have a verdict that is not stale."""

    claims: int
    checked: int


def desk(project: Project, article_id: str, reviewer_id: int) -> Desk:
    """What this reviewer works on; raises `NotFound` for an article of another project."""
    row = db.session.execute(
        select(Article, Revision.id)
        .join(Revision, Revision.article_id == Article.id)
        .where(Article.id == article_id, Article.project_id == project.id)
        .order_by(Revision.number.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound("There is no such article.")
    return Desk(
        project,
        row[0],
        revision_text(row[1]),
        current_scheme(project.id),
        assignment_of(article_id, reviewer_id),
    )


def marks_of(article_id: str, author_id: int) -> Marks:
    """One person's marks on an article."""
    return marks_with(annotations_of(article_id, author_id))


def marks_with(annotations: Sequence[Annotation]) -> Marks:
    """These marks with their sources, verdicts and the names of the people in them."""
    claims = [found.id for found in annotations if found.label is Label.CLAIM]
    sources = _by_annotation(Source, claims, Source.removed_at.is_(None)) if claims else {}
    verdicts = _by_annotation(Verdict, claims) if claims else {}
    people = {found.author_id for found in annotations}
    people.update(verdict.decided_by for rows in verdicts.values() for verdict in rows)
    return Marks(annotations, sources, verdicts, names_of(people))


def names_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The names of these people."""
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(list(user_ids))))
    return {user_id: name for user_id, name in rows}


def progress(article_id: str, author_id: int) -> Progress:
    """How far the checking of one person's claims on an article is."""
    judged = select(Verdict.id).where(Verdict.annotation_id == Annotation.id).exists()
    checked = case((judged & Claim.stale_reason.is_(None), 1), else_=0)
    row = db.session.execute(
        select(func.count(), func.coalesce(func.sum(checked), 0))
        .select_from(Annotation)
        .join(Claim, Claim.annotation_id == Annotation.id)
        .where(
            Annotation.article_id == article_id,
            Annotation.author_id == author_id,
            Annotation.layer == Layer.REVIEWER,
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
        )
    ).one()
    return Progress(row[0], int(row[1]))


def was_made_by(annotation: Annotation, *, version: int, request_sha256: str) -> bool:
    """Whether this very request made that version of the mark: it then comes a second time."""
    query = select(Event.request_sha256).where(
        Event.project_id == annotation.project_id,
        Event.target == "annotation",
        Event.target_id == annotation.id,
        Event.target_version == version,
    )
    made_by: str | None = db.session.scalar(query)
    return made_by == request_sha256


def _by_annotation(kind: type[Row], claims: list[str], *also: object) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(claims), 500):
        query = (
            select(kind)
            .where(kind.annotation_id.in_(claims[first : first + 500]), *also)  # type: ignore[arg-type]
            .order_by(kind.annotation_id, kind.position)
        )
        for row in db.session.scalars(query):
            found[row.annotation_id].append(row)
    return dict(found)
