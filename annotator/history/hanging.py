"""Which rows hang on a mark or an article, removed ones too.

The tables say which they are; what happened to them, the events alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from annotator.adjudication.models import Adjudication, GoldMark
from annotator.annotations.models import Annotation, Layer
from annotator.articles.models import Revision
from annotator.assignments.models import Assignment, Supervision
from annotator.captures.models import Capture
from annotator.comments.models import Comment
from annotator.db import db
from annotator.guidelines.models import GuidelineVersion
from annotator.links.models import Link
from annotator.projects.models import SchemeVersion
from annotator.revisions.models import Carry
from annotator.similarity.models import ArticleLink
from annotator.sources.models import Source
from annotator.spotchecks.models import SpotDecision
from annotator.training.models import Answers, Explanation
from annotator.verdicts.models import Verdict

Found = dict[str, list[str]]
MOST_REMOVED = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is told: a lead `runs` the project, and others' work on the article is `open` to some."""

    id: int
    runs: bool
    open: bool


def of_mark(mark: Annotation, reader: Reader) -> Found:
    """What is told with a mark: its sources, verdicts, links, comments and what was decided."""
    sources = _keys(Source.id, Source.annotation_id == mark.id)
    found = {
        "annotation": [mark.id],
        "source": sources,
        "capture": _keys(Capture.id, Capture.source_id.in_(sources)),
        "verdict": _keys(Verdict.id, Verdict.annotation_id == mark.id),
        "link": _keys(Link.id, or_(Link.from_id == mark.id, Link.to_id == mark.id)),
        "carry": _keys(Carry.id, Carry.annotation_id == mark.id),
        "thread": [mark.id],
        "comment": _keys(Comment.id, Comment.annotation_id == mark.id, *_told(reader)),
    }
    return {**found, **_decisions(mark)} if reader.runs and reader.open else found


def of_source(source_id: str) -> Found:
    """A source, and what was kept of its page."""
    return {"source": [source_id], "capture": _keys(Capture.id, Capture.source_id == source_id)}


def versions(table: str, project_id: int) -> Found:
    """Every version of the scale, or of the guidelines: each takes the place of the one before."""
    kind = SchemeVersion if table == "scheme_version" else GuidelineVersion
    return {table: [str(key) for key in _keys(kind.id, kind.project_id == project_id)]}


def _told(reader: Reader) -> list[ColumnElement[bool]]:
    """What a lead removed is not told again to others than its author and leads."""
    if reader.runs:
        return []
    return [or_(Comment.removed_at.is_(None), Comment.author_id == reader.id)]


def of_article(article_id: str, reader: Reader) -> Found:
    """What is told with an article: its texts, its work, and what became of it as a whole."""
    texts = _keys(Revision.id, Revision.article_id == article_id)
    own = Assignment.reviewer_id == reader.id
    there = Assignment.article_id == article_id
    work = _keys(Assignment.id, there if reader.runs and reader.open else there & own)
    found = {
        "article": [article_id],
        "revision": texts,
        "correction": texts,
        "assignment": work,
    }
    return {**found, **_of_leads(article_id, reader)} if reader.runs else found


def removed_marks(article_id: str, reader: Reader) -> Sequence[Annotation]:
    """What was taken away in an article, the newest first: of the reader, and what is open to them.

    So many as somebody looks through; older ones are in the timeline.
    """
    query = select(Annotation).where(
        Annotation.article_id == article_id, Annotation.removed_at.is_not(None)
    )
    if not (reader.runs and reader.open):
        query = query.where(Annotation.author_id == reader.id, Annotation.layer == Layer.REVIEWER)
    query = query.options(selectinload(Annotation.fragments), joinedload(Annotation.author))
    newest = Annotation.removed_at.desc(), Annotation.id
    return db.session.scalars(query.order_by(*newest).limit(MOST_REMOVED)).all()


def _of_leads(article_id: str, reader: Reader) -> Found:
    links = or_(ArticleLink.article_id == article_id, ArticleLink.other_id == article_id)
    found = {
        "article_link": _keys(ArticleLink.id, links),
        "supervision": _keys(Supervision.id, Supervision.article_id == article_id),
    }
    if reader.open:
        found["gold_layer"] = found["training_article"] = [article_id]
        found["training_answers"] = _keys(Answers.id, Answers.article_id == article_id)
    return found


def _decisions(mark: Annotation) -> Found:
    made = select(GoldMark.adjudication_id).where(GoldMark.annotation_id == mark.id)
    of_it = or_(Adjudication.id.in_(made), Adjudication.from_ids.contains(mark.id))
    return {
        "adjudication": _keys(Adjudication.id, Adjudication.article_id == mark.article_id, of_it),
        "spot_decision": _keys(SpotDecision.id, SpotDecision.annotation_id == mark.id),
        "training_explanation": _keys(Explanation.id, Explanation.mark_id == mark.id),
    }


def _keys(key: Any, *conditions: ColumnElement[bool]) -> list[str]:
    return list(db.session.scalars(select(key).where(*conditions)))
