"""How much there is to take out, before anybody does."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from annotator.annotations.models import Annotation, Label, Layer
from annotator.annotations.sight import handed_in
from annotator.articles.models import Article
from annotator.articles.queries import count_of
from annotator.articles.training import counted_by_id
from annotator.assignments.models import Assignment, State
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.db import db
from annotator.export.training import training_left_out
from annotator.export.trashed import trash_left_out
from annotator.revisions.queries import earlier_texts


@dataclass(frozen=True, slots=True)
class Counts:
    """What an export would hold."""

    articles: int
    #: Those that a blind project keeps back from who asks.
    withheld: int
    #: Those that are for training, and in no file.
    training: int
    #: Those that are in the trash, and in no file either.
    trashed: int
    submitted: int
    marks: dict[Label, int]


def counts_of(project_id: int, *, submitted_only: bool, reach: Reach = EVERYWHERE) -> Counts:
    """How much there is to export, on the articles within reach."""
    submitted = select(func.count(Assignment.article_id.distinct())).where(
        Assignment.project_id == project_id,
        Assignment.state == State.SUBMITTED,
        counted_by_id(Assignment.article_id),
        reach.holds(Assignment.article_id),
    )
    marks = select(Annotation.label, func.count()).where(
        Annotation.project_id == project_id,
        Annotation.removed_at.is_(None),
        Annotation.revision_id.not_in(earlier_texts(project_id)),
        counted_by_id(Annotation.article_id),
        reach.holds(Annotation.article_id),
    )
    if submitted_only:
        marks = marks.where(or_(Annotation.layer == Layer.GOLD, handed_in()))
    rows = db.session.execute(marks.group_by(Annotation.label))
    there = count_of(project_id)
    within = there if reach.is_whole else _count_within(project_id, reach)
    return Counts(
        within,
        there - within,
        training_left_out(project_id),
        trash_left_out(project_id),
        db.session.scalar(submitted) or 0,
        {label: count for label, count in rows},
    )


def _count_within(project_id: int, reach: Reach) -> int:
    there = Article.project_id == project_id, counted_by_id(Article.id), reach.holds(Article.id)
    return db.session.scalar(select(func.count(Article.id)).where(*there)) or 0
