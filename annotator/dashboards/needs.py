"""What needs a decision now, the most pressing first; each with where it is decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice

from sqlalchemy import select

from annotator.adjudication.queries import standings_of
from annotator.audit.queries import newest_about
from annotator.clock import now
from annotator.dashboards.agreeing import ENOUGH, LOW
from annotator.dashboards.figures import Agreement, Need, Rows, Why
from annotator.dashboards.kept import kept
from annotator.dashboards.listing import Standing, Wanted, longest, read_by_two
from annotator.dashboards.models import UNFINISHED, Kind, Stage
from annotator.dashboards.queries import totals_of
from annotator.db import db
from annotator.jobs.models import Job, State
from annotator.notifications.models import Kind as Told
from annotator.notifications.models import Notification

#: So many articles of one kind are named; the rest is behind the figures.
_NAMED = 5
#: So many at most are looked at for differences: of those that waited longest for adjudication.
_LOOKED_AT = 30
#: After so many days without another reviewer an article needs somebody.
LONG = 3
_FAILED_SINCE = timedelta(days=7)
_MOST = 100


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, about what; `is_whole` where others' work is open to them."""

    project_id: int
    person_id: int
    today: date
    is_whole: bool
    agreement: Agreement | None


def needs_of(asking: Asking) -> list[Need]:
    """All of it, of what is open to whoever asks."""
    found = [*_overdue(asking), *_wanting(asking)]
    if asking.is_whole:
        found = [*_differences(asking), *_pairs(asking), *found, *_counts(asking)]
        found += _mentions(asking)
    return [*found, *_failed(asking)]


def _overdue(asking: Asking) -> Iterator[Need]:
    wanted = Wanted(asking.today, UNFINISHED, due_before=asking.today)
    for one in longest(asking.project_id, wanted, _NAMED):
        days = (asking.today - one.due_on).days if one.due_on else 0
        yield Need(Why.OVERDUE, _article(one), days, one.title)


def _wanting(asking: Asking) -> Iterator[Need]:
    wanted = Wanted(asking.today, (Stage.WANTING,), least=LONG)
    for one in longest(asking.project_id, wanted, _NAMED):
        yield Need(Why.WANTING, _article(one), (asking.today - one.since).days, one.title)


def _differences(asking: Asking) -> Iterator[Need]:
    rows = read_by_two(asking.project_id, _LOOKED_AT)
    for one, number in islice(_open_items(asking.project_id, rows), _NAMED):
        rows_of = Rows("adjudication.article", {"article_id": one.id})
        yield Need(Why.DIFFERENCES, rows_of, number, one.title)


def _open_items(project_id: int, rows: Sequence[Standing]) -> Iterator[tuple[Standing, int]]:
    """How many differences are open in each that has some, as adjudication finds them."""
    newest = newest_about(project_id, [one.id for one in rows])
    for one in rows:
        key = "differences", one.id, newest[one.id]
        number = kept(key, partial(_open_in, one.id))
        if number:
            yield one, number


def _open_in(article_id: str) -> int:
    return len(standings_of([article_id])[article_id].open_items)


def _pairs(asking: Asking) -> Iterator[Need]:
    pairs = asking.agreement.pairs if asking.agreement else ()
    low = [one for one in pairs if one.value < LOW and one.n >= ENOUGH]
    for one in sorted(low, key=lambda pair: pair.value)[:_NAMED]:
        people = (one.first, one.second)
        yield Need(Why.PAIR, one.rows, one.n, people=people, value=one.value)


def _counts(asking: Asking) -> Iterator[Need]:
    found = totals_of(asking.project_id, (Kind.STALE, Kind.RETURNED))
    if found[Kind.STALE]:
        yield Need(Why.STALE, Rows("claims.index", {"state": "stale"}), found[Kind.STALE])
    if found[Kind.RETURNED]:
        rows = Rows("articles.index", {"state": "returned"})
        yield Need(Why.RETURNED, rows, found[Kind.RETURNED])


def _mentions(asking: Asking) -> Iterator[Need]:
    query = select(Notification.id).where(
        Notification.person_id == asking.person_id,
        Notification.read_at.is_(None),
        Notification.project_id == asking.project_id,
        Notification.kind == Told.MENTIONED,
    )
    number = len(db.session.scalars(query.limit(_MOST)).all())
    if number:
        yield Need(Why.MENTION, Rows("notifications.index", {}), number)


def _failed(asking: Asking) -> Iterator[Need]:
    query = select(Job.id).where(
        Job.project_id == asking.project_id,
        Job.state == State.FAILED,
        Job.created_at > now() - _FAILED_SINCE,
    )
    # In a blind project somebody's jobs would tell what they do.
    if not asking.is_whole:
        query = query.where(Job.actor_id == asking.person_id)
    number = len(db.session.scalars(query.limit(_MOST)).all())
    if number:
        yield Need(Why.JOB, Rows("jobs.index", {}), number)


def _article(one: Standing) -> Rows:
    return Rows("workspace.article", {"article_id": one.id})
