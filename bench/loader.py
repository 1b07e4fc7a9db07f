"""A seeded bulk loader: projects as large as wanted, with an audit trail that verifies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID as Identifier

from sqlalchemy import insert

from annotator.accounts.models import User
from annotator.accounts.service import create_user
from annotator.annotations.models import Annotation, Claim, Fragment, Label, Layer, Part
from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article, Revision
from annotator.articles.service import import_articles
from annotator.assignments.models import Assignment, State
from annotator.audit.models import COMMAND_LINE, Action, Actor
from annotator.audit.service import Change, change_of, record
from annotator.clock import now
from annotator.db import Base, db, writing
from annotator.projects.models import Project, Role
from annotator.projects.queries import current_scheme
from annotator.projects.service import create_project, join
from annotator.sources.models import Source, Stance
from annotator.verdicts.models import Verdict
from bench.texts import article_text, spans

SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)
_LABELS = tuple(Label)
_ARTICLES_AT_ONCE = 200
_MARKS_AT_ONCE = 10_000
_MOST_MARKS = 100_000


def make_project(slug: str = "bench") -> tuple[Project, User]:
    """A project with one reviewer."""
    with writing():
        reviewer = create_user(email=f"reviewer@{slug}.example", name="Reviewer")
        project = create_project(slug, slug.title(), actor=SHELL)
        join(project, reviewer, Role.REVIEWER, actor=SHELL)
    return project, reviewer


def load_articles(
    project: Project, count: int, words: int = 460, first: int = 0
) -> list[tuple[str, str, str]]:
    """Import so many articles; gives (article id, revision id, text) of all, in order."""
    with writing():
        numbers = range(first, first + count)
        drafts = (ArticleDraft(text=article_text(number, words)) for number in numbers)
        import_articles(project, drafts, actor=SHELL)
        rows = db.session.execute(
            db.select(Article.id, Revision.id, Revision.text)
            .join(Revision, Revision.article_id == Article.id)
            .where(Article.project_id == project.id)
            .order_by(Article.number)
        ).all()
    return [(row[0], row[1], row[2]) for row in rows]


def load_marks(
    project: Project,
    reviewer: User,
    articles: list[tuple[str, str, str]],
    per_article: int,
    first: int = 0,
    state: State = State.SUBMITTED,
) -> int:
    """So many marks on each article; each third is a claim with a source and a verdict.

    `first` is the number of the first article: the marks' identifiers are counted from it.
    """
    of = _Of(project.id, reviewer.id, current_scheme(project.id).id, per_article, state)
    # Rows are made outside: a transaction in which nothing is asked for half a minute is ended.
    db.session.rollback()
    made, step = 0, max(1, min(_ARTICLES_AT_ONCE, _MARKS_AT_ONCE // per_article))
    for place in range(0, len(articles), step):
        made += _load_batch(of, articles[place : place + step], first + place)
    return made


@dataclass(frozen=True, slots=True)
class _Of:
    """Whose marks are made, where, how many on each article, and the state of the work."""

    project_id: int
    reviewer_id: int
    scheme_id: int
    per_article: int
    state: State


def _load_batch(of: _Of, batch: list[tuple[str, str, str]], first: int) -> int:
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    changes: list[Change] = []
    for number, article in enumerate(batch, start=first):
        for row in _rows_of(of, article, number):
            rows.setdefault(type(row), []).append(_values(row))
            if not isinstance(row, (Fragment, Claim)):
                changes.append(change_of(_ACTIONS[type(row)], row, article_id=article[0]))
    with writing():
        for kind in (Assignment, Annotation, Fragment, Claim, Source, Verdict):
            db.session.execute(insert(kind.__table__), rows[kind])  # type: ignore[arg-type]
        record(of.project_id, changes, actor=SHELL)
    return len(rows[Annotation])


def _rows_of(of: _Of, article: tuple[str, str, str], number: int) -> Iterator[Base]:
    article_id, revision_id, text = article
    moment = now()
    handed_in = of.state is State.SUBMITTED
    yield Assignment(
        id=_uuid(1, number), project_id=of.project_id, article_id=article_id,
        reviewer_id=of.reviewer_id, state=of.state, created_at=moment, started_at=moment,
        submitted_at=moment if handed_in else None,
        nothing_to_mark=False if handed_in else None, version=1, seat=1,
    )  # fmt: skip
    for place, (start, end) in enumerate(spans(text, of.per_article, number)):
        n = number * _MOST_MARKS + place
        label = _LABELS[place % 3]
        common = {"project_id": of.project_id, "annotation_id": _uuid(2, n)}
        piece = Fragment(
            **common, position=1, part=Part.CONTENT, start=start, end=end, exact=text[start:end]
        )
        claim = Claim(**common, wording=f"Claim {n}.") if label is Label.CLAIM else None
        yield Annotation(
            id=common["annotation_id"], project_id=of.project_id, article_id=article_id,
            revision_id=revision_id, author_id=of.reviewer_id, layer=Layer.REVIEWER, label=label,
            version=1, created_at=moment, updated_at=moment, fragments=[piece], claim=claim,
        )  # fmt: skip
        yield piece
        if claim is not None:
            yield claim
            yield Source(
                id=_uuid(3, n), **common, position=1, url=f"https://example.org/{n}",
                title=f"Source {n}", stance=Stance.SUPPORTS, is_article=False,
                added_by=of.reviewer_id, added_at=moment,
            )  # fmt: skip
            yield Verdict(
                id=_uuid(4, n), **common, position=1, scheme_version_id=of.scheme_id,
                rating="supported", decisive=True, rationale=f"Because of source {n}.",
                decided_by=of.reviewer_id, decided_at=moment,
            )  # fmt: skip


_ACTIONS = {
    Assignment: Action.ASSIGNMENT_IMPORTED,
    Annotation: Action.ANNOTATION_IMPORTED,
    Source: Action.SOURCE_IMPORTED,
    Verdict: Action.VERDICT_IMPORTED,
}


def _values(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs}


def _uuid(kind: int, number: int) -> str:
    return str(Identifier(int=(kind << 96) | (4 << 76) | (8 << 60) | number))
