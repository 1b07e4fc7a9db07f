"""The articles behind a figure: in a stage since some days, or to be done until a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from annotator.articles.models import Article
from annotator.articles.training import counted
from annotator.assignments.models import Assignment
from annotator.dashboards.models import DashboardArticle, Stage
from annotator.db import db

PAGE_SIZE = 50
#: So many of those that wait longest are looked through for what two have read.
_LOOKED_THROUGH = 2_000
WAITING = (Stage.UNTOUCHED, Stage.WANTING)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles; what is None is not asked for. Ages are in days, both ends included."""

    today: date
    stages: Sequence[Stage] = tuple(Stage)
    least: int | None = None
    most: int | None = None
    due_on: date | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One article: how far it is, since when, and until when it is to be done."""

    id: str
    number: int
    title: str
    stage: Stage
    since: date
    due_on: date | None


def standing(
    project_id: int, wanted: Wanted, *, after: int | None = None, limit: int = PAGE_SIZE + 1
) -> list[Standing]:
    """Up to so many articles, in the order in which they came in."""
    query = _query(project_id, wanted).order_by(DashboardArticle.number).limit(limit)
    if after is not None:
        query = query.where(DashboardArticle.number > after)
    return [Standing(*row) for row in db.session.execute(query)]


def longest(project_id: int, wanted: Wanted, limit: int) -> list[Standing]:
    """The first few: what is late by the day it was to be done, and else what waits longest."""
    found: list[Standing] = []
    is_late = wanted.due_before is not None
    place = DashboardArticle.due_on if is_late else DashboardArticle.since
    # One stage after the other, as the index has them: the first few are found without sorting.
    for stage in wanted.stages:
        query = _query(project_id, wanted).where(DashboardArticle.stage == stage)
        rows = db.session.execute(query.order_by(place, DashboardArticle.number).limit(limit))
        found += [Standing(*row) for row in rows]
    days = {one.id: one.due_on if is_late else one.since for one in found}
    return sorted(found, key=lambda one: (days[one.id] or date.max, one.number))[:limit]


def read_by_two(project_id: int, limit: int) -> list[Standing]:
    """The first few that two people or more have submitted and nobody has settled yet.

    Those that wait longest come first; of very many, only so many are looked through.
    """
    longest_ones = (
        select(DashboardArticle.article_id, DashboardArticle.since, DashboardArticle.number)
        .where(DashboardArticle.project_id == project_id, DashboardArticle.stage == Stage.SUBMITTED)
        .order_by(DashboardArticle.since, DashboardArticle.number)
        .limit(_LOOKED_THROUGH)
        .subquery()
    )
    # Of two who hold a seat one has the second or a later one.
    second = select(Assignment.id).where(
        Assignment.article_id == longest_ones.c.article_id, Assignment.seat >= 2
    )
    query = _query(project_id, Wanted(date.max))
    query = query.join(longest_ones, longest_ones.c.article_id == Article.id)
    query = query.where(second.exists()).order_by(longest_ones.c.since, longest_ones.c.number)
    return [Standing(*row) for row in db.session.execute(query.limit(limit))]


def _query(project_id: int, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    shown = (DashboardArticle.stage, DashboardArticle.since, DashboardArticle.due_on)
    return (
        select(Article.id, Article.number, Article.title, *shown)
        .join(DashboardArticle, DashboardArticle.article_id == Article.id)
        .where(DashboardArticle.project_id == project_id, counted(), *_conditions(wanted))
    )


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if len(wanted.stages) < len(Stage):
        yield DashboardArticle.stage.in_(wanted.stages)
    if wanted.least:
        yield DashboardArticle.since <= wanted.today - timedelta(wanted.least)
    if wanted.most is not None:
        yield DashboardArticle.since >= wanted.today - timedelta(wanted.most)
    if wanted.due_on is not None:
        yield DashboardArticle.due_on == wanted.due_on
    if wanted.due_before is not None:
        yield DashboardArticle.due_on < wanted.due_before
