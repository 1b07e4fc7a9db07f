"""The checks that readers outside were told of last, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import aliased

from annotator.annotations.models import Annotation, Label, PublicState
from annotator.articles.arrival import arrived
from annotator.articles.models import Article
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.claimreview.facts import Publication
from annotator.claimreview.standing import TOLD
from annotator.db import UTCTime, behind, cursor_of, db
from annotator.export.checks import Checks, Reviewed
from annotator.export.known import snapshot_at_hand
from annotator.export.options import Options
from annotator.projects.models import Project
from annotator.revisions.queries import earlier_texts
from annotator.verdicts.models import Verdict

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One check, and when readers were told what they know of it now."""

    reviewed: Reviewed
    at: datetime


@dataclass(frozen=True, slots=True)
class ToldPage:
    """Some checks, those told last first; `older` is the cursor of the next page.

    `publication` is who tells it, None where nobody had said.
    """

    publication: Publication | None
    checks: Sequence[Told]
    older: str | None


def told_lately(
    project: Project, *, before: str | None = None, reach: Reach = EVERYWHERE
) -> ToldPage:
    """A page of what was published, corrected or withdrawn, with what is wrong with each.

    Of the articles within reach.

    Whoever reads it, it has what was handed in.
    Fewer than a page hold where an article has gold, which stands for what it was made from.
    """
    query = _query(project.id, before).where(reach.holds(Annotation.article_id))
    rows = db.session.execute(query).all()
    page = rows[:PAGE_SIZE]
    with snapshot_at_hand(project.id) as snapshot:
        checks = Checks(snapshot, project.slug, Options(submitted_only=True))
        found = {
            one.id: one
            for chunk in snapshot.chunks_at(row.number for row in page)
            for article in chunk.articles
            for one in checks.told(article, chunk)
        }
    told = [Told(found[row.claim], row.at) for row in page if row.claim in found]
    older = cursor_of(page[-1].at, page[-1].id) if len(rows) > PAGE_SIZE else None
    return ToldPage(checks.publication, told, older)


def told_articles(project_id: int, moment: datetime) -> list[str]:
    """The articles with anything that readers had been told by then, whatever became of it."""
    query = (
        select(Annotation.article_id)
        .join(Verdict, Verdict.annotation_id == Annotation.id)
        .where(
            Annotation.project_id == project_id,
            Verdict.public_state.in_(TOLD),
            Verdict.decided_at <= moment,
        )
    )
    return list(db.session.scalars(query.distinct()))


def _query(project_id: int, before: str | None) -> Select[*tuple[Any, ...]]:
    """Claims with the verdict that readers know, and the moment by which they know all of it.

    A draft that follows it takes it back, if it was not taken back before.
    """
    drafted = aliased(Verdict)
    at = func.coalesce(drafted.decided_at, Verdict.decided_at, type_=UTCTime())
    query = (
        select(Annotation.id.label("claim"), Verdict.id, at.label("at"), Article.number)
        .select_from(Annotation)
        .join(
            Verdict,
            and_(Verdict.annotation_id == Annotation.id, Verdict.position == _last_told()),
        )
        .outerjoin(
            drafted,
            and_(
                drafted.annotation_id == Verdict.annotation_id,
                drafted.position == Verdict.position + 1,
                Verdict.public_state != PublicState.VOID,
            ),
        )
        .join(Article, Article.id == Annotation.article_id)
        .where(
            Annotation.project_id == project_id,
            Annotation.label == Label.CLAIM,
            Annotation.removed_at.is_(None),
            Annotation.revision_id.not_in(earlier_texts(project_id)),
            arrived(),
        )
        .order_by(at.desc(), Verdict.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    return query.where(*behind(at, Verdict.id, before))


def _last_told() -> ScalarSelect[int]:
    """The position of the last verdict on a claim that readers were told of."""
    told = aliased(Verdict)
    return (
        select(func.max(told.position))
        .where(told.annotation_id == Annotation.id, told.public_state.in_(TOLD))
        .correlate(Annotation)
        .scalar_subquery()
    )
