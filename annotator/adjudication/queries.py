"""Reading what adjudication is about: the submitted work on an article, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import selectinload

from annotator.adjudication.comparing import Marked, compare
from annotator.adjudication.models import Adjudication, GoldLayer, GoldMark
from annotator.adjudication.standing import Case, Held, Standing
from annotator.annotations.models import Annotation, Label, Layer
from annotator.annotations.queries import annotations_with
from annotator.articles.models import Article, Revision
from annotator.articles.queries import find, revision_text
from annotator.articles.training import counted, is_scored
from annotator.assignments.models import Assignment, State
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.db import db
from annotator.errors import NotFound
from annotator.guidelines.queries import current_guidelines
from annotator.links.models import Link
from annotator.links.service import fits
from annotator.projects.queries import current_scheme, scheme_of
from annotator.sources.models import Source
from annotator.sources.service import in_force
from annotator.verdicts.models import Verdict

#: Submitted work, and none that somebody learnt with.
_LEARNT = is_scored(Assignment.article_id, Assignment.reviewer_id)
_COMPARED = (Assignment.state == State.SUBMITTED, ~_LEARNT)
_Row = TypeVar("_Row", Source, Verdict)


def case_of(project_id: int, article_id: str) -> Case:
    """The article's case; raises `NotFound` for one of another project."""
    article = find(project_id, article_id)
    if article is None:
        raise NotFound("There is no such article.")
    submitted = submitted_by(article_id)
    held, golds = _held(article_id, submitted), _golds(article_id)
    scheme, guidelines = scheme_of(current_scheme(project_id)), current_guidelines(project_id)
    return Case(
        submitted,
        compare(tuple(submitted), [one.marked for one in held.values()]),
        decisions_on(article_id),
        db.session.get(GoldLayer, article_id),
        article,
        revision_text(_newest(article_id)),
        scheme,
        guidelines.number if guidelines else None,
        {**held, **golds},
    )


def standings_of(article_ids: Sequence[str]) -> dict[str, Standing]:
    """How far each of these few articles is, in as many statements as it takes for one."""
    submitted, marks = _submitted(article_ids), defaultdict[str, list[Marked]](list)
    decisions = defaultdict[str, list[Adjudication]](list)
    for one in whole(_marks_on(article_ids)).values():
        if one.annotation.author_id in submitted[one.annotation.article_id]:
            marks[one.annotation.article_id].append(one.marked)
    for decision in db.session.scalars(_decisions(Adjudication.article_id.in_(article_ids))):
        decisions[decision.article_id].append(decision)
    layers = select(GoldLayer).where(GoldLayer.article_id.in_(article_ids))
    known = {layer.article_id: layer for layer in db.session.scalars(layers)}
    return {
        key: Standing(
            submitted[key],
            compare(tuple(submitted[key]), marks[key]),
            decisions[key],
            known.get(key),
        )
        for key in article_ids
    }


def submitted_by(article_id: str) -> Mapping[int, datetime]:
    """Whose work on the article is submitted, and since when."""
    return _submitted([article_id])[article_id]


def _submitted(article_ids: Sequence[str]) -> Mapping[str, dict[int, datetime]]:
    found = defaultdict[str, dict[int, datetime]](dict)
    query = (
        select(Assignment.article_id, Assignment.reviewer_id, Assignment.submitted_at)
        .where(Assignment.article_id.in_(article_ids), *_COMPARED)
        .order_by(Assignment.reviewer_id)
    )
    for article_id, person, moment in db.session.execute(query):
        if moment is not None:
            found[article_id][person] = moment
    return found


def decisions_on(article_id: str) -> Sequence[Adjudication]:
    """Every decision on the article, reopened or not, the oldest first."""
    return db.session.scalars(_decisions(Adjudication.article_id == article_id)).all()


def has_begun(article_id: str) -> bool:
    """Whether anything is decided on the article: submitted work stays as it is from then on.

    To finish it is to decide, even where nobody marked anything.
    """
    query = select(Adjudication.id).where(
        Adjudication.article_id == article_id, Adjudication.reopened_at.is_(None)
    )
    return is_finished(article_id) or db.session.scalar(query.limit(1)) is not None


def is_finished(article_id: str) -> bool:
    """Whether the article's gold layer is finished."""
    layer = db.session.get(GoldLayer, article_id)
    return layer is not None and layer.finished_at is not None


def has_outcome(article_id: str, person_id: int) -> bool:
    """Whether the person may read what adjudication changed in their work on the article."""
    return is_finished(article_id) and person_id in submitted_by(article_id)


@dataclass(frozen=True, slots=True)
class Listed:
    """An article with the work of at least two people, in the list of those to adjudicate."""

    id: str
    number: int
    title: str
    submissions: int


def articles_to_adjudicate(
    project_id: int, *, reach: Reach = EVERYWHERE, after: int | None, limit: int
) -> list[Listed]:
    """Up to `limit` articles within reach with two submissions or more, in order of the queue."""
    submissions = func.count(Assignment.id)
    query: Select[str, int, str, int] = (
        select(Article.id, Article.number, Article.title, submissions)
        .join(Assignment, Assignment.article_id == Article.id)
        .where(
            Article.project_id == project_id,
            Article.number > (after or 0),
            Assignment.state == State.SUBMITTED,
            reach.holds(Article.id),
            counted(),
        )
        .group_by(Article.id, Article.number, Article.title)
        .having(submissions >= 2)
        .order_by(Article.number)
        .limit(limit)
    )
    return [Listed(*row) for row in db.session.execute(query)]


def _newest(article_id: str) -> str:
    query = select(Revision.id).where(Revision.article_id == article_id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def _held(article_id: str, people: Collection[int]) -> dict[str, Held]:
    found = whole(_marks_on([article_id])).items()
    return {key: one for key, one in found if one.annotation.author_id in people}


def _marks_on(article_ids: Sequence[str]) -> Sequence[str]:
    """The reviewers' marks in the newest text of each of these articles."""
    newest = (
        select(Revision.id)
        .where(Revision.article_id == Annotation.article_id)
        .order_by(Revision.number.desc())
        .limit(1)
        .correlate(Annotation)
        .scalar_subquery()
    )
    query = select(Annotation.id).where(
        Annotation.article_id.in_(article_ids),
        Annotation.revision_id == newest,
        Annotation.layer == Layer.REVIEWER,
        Annotation.removed_at.is_(None),
    )
    return db.session.scalars(query).all()


def _decisions(which: ColumnElement[bool]) -> Select[Adjudication]:
    query = select(Adjudication).where(which).options(selectinload(Adjudication.golds))
    return query.order_by(Adjudication.decided_at, Adjudication.id)


def _golds(article_id: str) -> dict[str, Held]:
    query = (
        select(GoldMark.annotation_id)
        .join(Adjudication, Adjudication.id == GoldMark.adjudication_id)
        .where(Adjudication.article_id == article_id)
    )
    return whole(db.session.scalars(query).all())


def whole(ids: Sequence[str]) -> dict[str, Held]:
    """These marks with what hangs on them, by id."""
    sources, verdicts = _by_mark(Source, ids), _by_mark(Verdict, ids)
    marks = list(annotations_with(ids))
    links = _links_between({mark.id: mark.label for mark in marks})
    return {
        mark.id: Held(
            mark,
            in_force(sources[mark.id]),
            next(iter(reversed(verdicts[mark.id])), None),
            links[mark.id],
        )
        for mark in marks
    }


def _links_between(labels: Mapping[str, Label]) -> Mapping[str, list[Link]]:
    """The links in force between these marks that fit them, by the mark they start at."""
    found: dict[str, list[Link]] = defaultdict(list)
    ids = list(labels)
    for first in range(0, len(ids), 500):
        starts = Link.from_id.in_(ids[first : first + 500])
        query = select(Link).where(starts, Link.removed_at.is_(None))
        for link in db.session.scalars(query.order_by(Link.created_at, Link.id)):
            end = labels.get(link.to_id)
            if end is not None and fits(link.kind, labels[link.from_id], end):
                found[link.from_id].append(link)
    return found


def _by_mark(kind: type[_Row], ids: Sequence[str]) -> Mapping[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(ids), 500):
        query = select(kind).where(kind.annotation_id.in_(ids[first : first + 500]))
        rows: Iterable[_Row] = db.session.scalars(query.order_by(kind.position))
        for row in rows:
            found[row.annotation_id].append(row)
    return found
