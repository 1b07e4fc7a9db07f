"""The walk along the queue: the first article that wants somebody, with the rest left unread.

Articles stand in six ranks: by priority, and in each first those with a day until when they are
to be done. In a rank an index has them by how many people have them, and of these in their order.
For each number that is too few the first is looked up, and the first of these is next. So what
has all its reviewers is never passed, however much that is.

Where a sample is wanted by more, those whom enough for the others have are looked up by their
draw: the first of each hundredth that is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import CTE, ColumnElement, CompoundSelect, Select, literal, select, union_all

from annotator.articles.draws import SHARES, draw_of
from annotator.articles.models import Article, Priority
from annotator.articles.training import counted
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft

#: The order that `in_order_of_need` sorts by: priority, and whether there is a day.
_RANKS = tuple(
    (priority, has_day)
    for priority in (Priority.HIGH, None, Priority.LOW)
    for has_day in (True, False)
)
#: Of articles named by their ids, so many are read at a time.
_AT_ONCE = 500
#: What places an article in the queue.
_PLACED = select(Article.id, Article.due_on, Article.number, Article.seats, Article.priority)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article stands in the queue; `rank` counts from 0, the most urgent."""

    rank: int
    due_on: date | None
    number: int

    @property
    def order(self) -> tuple[int, date, int]:
        """What sorts places: the most urgent first."""
        return self.rank, self.due_on or date.max, self.number


@dataclass(frozen=True, slots=True)
class Wanting:
    """An article that wants somebody, and where it stands."""

    article_id: str
    place: Place


def is_drawn(article_id: str, percent: int) -> bool:
    """Whether the article is of the sample: it follows from its id alone, for good.

    A larger share holds every article of a smaller one.
    """
    return draw_of(article_id) < percent


def wanted_on(article_id: str, rules: WorkflowDraft) -> int:
    """How many reviewers the article wants."""
    drawn = is_drawn(article_id, rules.sample_percent)
    return rules.sample_wanted if drawn else rules.wanted


def first_wanting(
    project_id: int,
    rules: WorkflowDraft,
    left: Sequence[str],
    *conditions: ColumnElement[bool],
    since: Place | None = None,
) -> Wanting | None:
    """The most urgent article that has fewer reviewers than it wants.

    `left` has, by their articles, the seats that are held and do not count. With `since` nothing
    that stands before that place is looked at.
    """
    within = Article.project_id == project_id, counted(), *conditions
    found = [_first_left(rules, Counter(left), within, since)]
    for rank in _ranks_of(project_id):
        if since and rank < since.rank:
            continue
        begun = since if since and since.rank == rank else None
        wanting = _first_of_rank(rules, rank, (*within, *_behind(begun)))
        if wanting:
            found.append(wanting)
            break
    return min((one for one in found if one), key=lambda one: one.place.order, default=None)


def _first_of_rank(
    rules: WorkflowDraft, rank: int, within: Sequence[ColumnElement[bool]]
) -> Wanting | None:
    firsts = db.session.scalars(walk(rules, *within, *_in_rank(rank)))
    places = [_wanting(row, rank) for row in _placed([key for key in firsts if key])]
    return min(places, key=lambda one: one.place.order, default=None)


def walk(rules: WorkflowDraft, *within: ColumnElement[bool]) -> Select[Any] | CompoundSelect[Any]:
    """For each number of people that is too few, the first article that so many have, by its id;
    null where there is none. Which of these is first is asked apart: joined to it, PostgreSQL,
    which does not know how few they are, would read all articles.
    """
    everybody = rules.sample_wanted if rules.sample_percent == SHARES else rules.wanted
    seats = _numbers("too_few", 0, everybody)
    firsts = [select(_first(within, Article.seats == seats.c.number)).select_from(seats)]
    if rules.sample_percent and everybody < rules.sample_wanted:
        seats = _numbers("too_few_of_sample", everybody, rules.sample_wanted)
        draws = _numbers("drawn", 0, rules.sample_percent)
        one = Article.seats == seats.c.number, Article.draw == draws.c.number
        firsts.append(select(_first(within, *one)).select_from(seats.join(draws, literal(True))))
    return union_all(*firsts) if firsts[1:] else firsts[0]


def _first(within: Sequence[ColumnElement[bool]], *which: ColumnElement[bool]) -> Any:
    # All the columns of the index, though some are the same throughout: PostgreSQL wants them.
    order = Article.priority, Article.due_on, Article.number
    query = select(Article.id).where(*which, *within).order_by(*order).limit(1)
    return query.correlate_except(Article).scalar_subquery()


def _numbers(name: str, first: int, end: int) -> CTE:
    """A table of the numbers from the first on, without the end."""
    some = select(literal(first).label("number")).cte(name, recursive=True)
    following = select(some.c.number + 1).where(some.c.number + 1 < end)
    return some.union_all(following)


def _first_left(
    rules: WorkflowDraft,
    left: Counter[str],
    within: Sequence[ColumnElement[bool]],
    since: Place | None,
) -> Wanting | None:
    """The first of these articles that wants somebody once so many seats of it are free."""
    found = []
    for row in _placed(list(left), *within):
        if row.seats - left[row.id] < wanted_on(row.id, rules):
            rank = _RANKS.index((row.priority, row.due_on is not None))
            found.append(_wanting(row, rank))
    behind = (one for one in found if since is None or one.place.order >= since.order)
    return min(behind, key=lambda one: one.place.order, default=None)


def _placed(keys: Sequence[str], *within: ColumnElement[bool]) -> Iterator[Any]:
    for start in range(0, len(keys), _AT_ONCE):
        some = Article.id.in_(keys[start : start + _AT_ONCE])
        yield from db.session.execute(_PLACED.where(some, *within))


def _wanting(row: Any, rank: int) -> Wanting:
    return Wanting(row.id, Place(rank, row.due_on, row.number))


def _ranks_of(project_id: int) -> list[int]:
    """The ranks in which the project has articles, as a rule one; asked in one statement."""
    some = select(Article.id).where(Article.project_id == project_id)
    there = [some.where(*_in_rank(rank)).exists() for rank in range(len(_RANKS))]
    found = db.session.execute(select(*there)).one()
    return [rank for rank, is_there in enumerate(found) if is_there]


def _in_rank(rank: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    priority, has_day = _RANKS[rank]
    return (
        Article.priority.is_(None) if priority is None else Article.priority == priority,
        Article.due_on.is_not(None) if has_day else Article.due_on.is_(None),
    )


def _behind(place: Place | None) -> Iterator[ColumnElement[bool]]:
    """At this place or behind it, in its rank."""
    if place is None:
        return
    here = Article.number >= place.number
    if place.due_on is None:
        yield here
    else:
        yield Article.due_on >= place.due_on
        yield (Article.due_on > place.due_on) | here
