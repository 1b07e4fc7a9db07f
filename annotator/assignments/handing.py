"""A lead hands articles out: to some people at once, with an event for each that is given one.

Many are handed out in steps, each a transaction that stands for itself, so that others who save
wait for one at most. What an interruption leaves out is given when the same is asked again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from uuid import uuid4

from sqlalchemy import select

from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.queries import without_work
from annotator.assignments.seats import free_seat, seats_of
from annotator.assignments.supervising import refuse_supervisors
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, change_of, lock_chain, record, snapshot
from annotator.clock import now
from annotator.db import Pace, db, insert_rows
from annotator.errors import Conflict
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.projects.workflow import workflow_of

#: Read and written together, so that each article and person is no statement of its own.
_ARTICLES_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Order:
    """Who is to have articles of which project, until when."""

    project_id: int
    people: Sequence[int]
    due_on: date | None


def assign_in_steps(
    project_id: int,
    article_ids: Sequence[str],
    reviewer_ids: Sequence[int],
    *,
    due_on: date | None,
    actor: Actor,
    begin: Callable[[], object],
) -> Iterator[int]:
    """As `assign_all`, a number for each transaction that `begin` begins and the caller commits.

    What it refuses is refused before the first, but for what somebody changes meanwhile.
    """
    articles, people = list(dict.fromkeys(article_ids)), list(dict.fromkeys(reviewer_ids))
    _refuse_absent(project_id, people)
    _refuse_any(_Order(project_id, people, due_on), articles)
    pace, told, start = Pace(), dict[int, int](), 0
    while start < len(articles):
        some = articles[start : start + max(1, pace.room // max(1, len(people)))]
        begin()
        begun = perf_counter()
        yield assign_all(project_id, some, people, due_on=due_on, actor=actor, told=told)
        pace.took(perf_counter() - begun)
        start += len(some)


def assign_all(
    project_id: int,
    article_ids: Sequence[str],
    reviewer_ids: Sequence[int],
    *,
    due_on: date | None,
    actor: Actor,
    told: dict[int, int] | None = None,
) -> int:
    """Hand each of these articles to each of these people; how many hands that changed.

    Whoever has an article already keeps it, until another day where one is given; what they
    submitted stays submitted. A lead may hand an article to more people than it wants. Raises
    `Conflict` for somebody who only supervises one of them in a blind project, and, about the
    field `people`, for whoever is no reviewer or lead here or has a deactivated account. `told`
    is as `notify` has it.
    """
    # Whoever leaves, or is deactivated, writes into the same chain: before this, or after it.
    lock_chain(project_id)
    _refuse_absent(project_id, reviewer_ids)
    order = _Order(project_id, list(dict.fromkeys(reviewer_ids)), due_on)
    handed: list[Assignment] = []
    articles = list(dict.fromkeys(article_ids))
    for start in range(0, len(articles), _ARTICLES_AT_ONCE):
        handed += _hand_out(order, articles[start : start + _ARTICLES_AT_ONCE], actor)
    _tell(project_id, handed, actor, told)
    return len(handed)


def _refuse_absent(project_id: int, people: Sequence[int]) -> None:
    """Raise `Conflict` where somebody cannot take work here, with the names of all who cannot."""
    names = without_work(project_id, people)
    if names:
        raise Conflict(
            "Whoever has a deactivated account, or is no reviewer or lead of this project any "
            "more, is given no work. Choose somebody else in place of: %(names)s.",
            "people",
            names=", ".join(names),
        )


def _refuse_any(order: _Order, articles: Sequence[str]) -> None:
    """Raise `Conflict` where `_hand_out` would for any of all of them."""
    if not workflow_of(order.project_id).blind:
        return
    for start in range(0, len(articles), _ARTICLES_AT_ONCE):
        some = articles[start : start + _ARTICLES_AT_ONCE]
        known = _known(order, some)
        pairs = [(one, person) for one in some for person in order.people]
        given = [pair for pair in pairs if pair not in known or _is_given(known[pair], order)]
        refuse_supervisors(order.project_id, given)


def _hand_out(order: _Order, articles: Sequence[str], actor: Actor) -> list[Assignment]:
    """What was given or changed, each with its event."""
    known = _known(order, articles)
    taken = seats_of(articles)
    made: list[Assignment] = []
    changed: list[tuple[Assignment, dict[str, object]]] = []
    for article_id, person in ((one, person) for one in articles for person in order.people):
        found = known.get((article_id, person))
        if found is None:
            made.append(_made(order, article_id, person, taken[article_id]))
        elif _is_given(found, order):
            changed.append((found, snapshot(found)))
            _change(found, order.due_on, taken[article_id])
    handed = [*made, *(one for one, _ in changed)]
    refuse_supervisors(order.project_id, [(one.article_id, one.reviewer_id) for one in handed])
    db.session.flush()
    insert_rows(made)
    record(order.project_id, list(_changes(made, changed)), actor=actor)
    return handed


def _changes(
    made: Sequence[Assignment], changed: Sequence[tuple[Assignment, dict[str, object]]]
) -> Iterator[Change]:
    what = Action.ASSIGNMENT_ASSIGNED
    for one in made:
        yield change_of(what, one, article_id=one.article_id)
    for one, before in changed:
        yield change_of(what, one, before=before, article_id=one.article_id)


def _known(order: _Order, articles: Sequence[str]) -> dict[tuple[str, int], Assignment]:
    """The work that these people have on these articles, released work too."""
    query = select(Assignment).where(
        Assignment.article_id.in_(articles), Assignment.reviewer_id.in_(order.people)
    )
    return {(one.article_id, one.reviewer_id): one for one in db.session.scalars(query)}


def _made(order: _Order, article_id: str, person: int, taken: set[int]) -> Assignment:
    return Assignment(
        id=str(uuid4()),
        project_id=order.project_id,
        article_id=article_id,
        reviewer_id=person,
        state=State.ASSIGNED,
        created_at=now(),
        started_at=None,
        submitted_at=None,
        nothing_to_mark=None,
        return_reason=None,
        version=1,
        due_on=order.due_on,
        seat=_next_seat(taken),
        guideline_version=None,
    )


def _is_given(found: Assignment, order: _Order) -> bool:
    """Whether what somebody has, or had, changes: it is theirs again, or until another day."""
    is_another_day = found.state in OPEN and order.due_on not in (None, found.due_on)
    return found.state is State.RELEASED or is_another_day


def _change(found: Assignment, due_on: date | None, taken: set[int]) -> None:
    if found.state is State.RELEASED:
        found.seat, found.state = _next_seat(taken), State.ASSIGNED
        found.return_reason = None
    found.due_on = due_on
    found.version += 1


def _next_seat(taken: set[int]) -> int:
    seat = free_seat(taken)
    taken.add(seat)
    return seat


def _tell(
    project_id: int, handed: Sequence[Assignment], actor: Actor, told: dict[int, int] | None
) -> None:
    """Tell each person once, of the first article and of how many there are."""
    given: dict[int, list[str]] = defaultdict(list)
    for one in handed:
        given[one.reviewer_id].append(one.article_id)
    notices = (
        Notice(Kind.ASSIGNED, person, project_id, articles[0], count=len(articles))
        for person, articles in given.items()
    )
    notify(notices, actor=actor, told=told)
