"""The queue: which article comes next, who may begin one, and what goes back to it.

How the wanted number is kept. Whoever works on an article holds one of its seats, numbered from
1, and `assignment` is unique in article and seat: of two people who reach for the same seat, the
database refuses one, whatever the code above it believed. To have nobody refused, whoever gives
a seat holds the project's chain first, which every change of a project takes for its event
anyway: the second of two waits, counts anew, and gets the next free seat or the next article. A
partial index on live work would do the same as the seat that released work gives up, but would
not count: a seat above the wanted number is seen for what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from sqlalchemy import ColumnElement, func, select

from annotator.accounts.queries import languages_of
from annotator.articles.arrival import arrived, arrived_by_id
from annotator.articles.models import Article
from annotator.articles.planning import in_order_of_need
from annotator.articles.training import counted, in_training, is_training
from annotator.assignments.abandoned import abandoned, release_abandoned
from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.reading import readable
from annotator.assignments.seats import seats_on
from annotator.assignments.service import open_assignment, start, take, take_again
from annotator.assignments.supervising import supervision_of
from annotator.assignments.wanting import Place, first_wanting, wanted_on
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import db
from annotator.errors import Invalid, Words
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import workflow_of

FULL = Words(
    "This article has all the reviewers it wants. You can read it; a lead may assign it to you."
)
GIVEN_ON = Words(
    "Your work on this article went back to the queue, and others have taken it since. Your "
    "marks are kept; a lead may assign it to you again."
)


class Nothing(Enum):
    """Why the queue has no article for somebody."""

    #: As much of their work is unfinished as one person may have.
    LIMIT = "limit"
    #: What waits is in languages that they do not read.
    LANGUAGES = "languages"
    #: Every article that still wants somebody had them already.
    OWN = "own"
    #: Every article has the reviewers it wants.
    DONE = "done"
    #: There are no articles.
    EMPTY = "empty"
    #: No training article is left, and training is due.
    TRAINING = "training"


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next for somebody: work that they have already, or an article to take.

    `place` is where that article stands in the queue.
    """

    article_id: str
    assignment_id: str | None = None
    place: Place | None = None


def look_ahead(project_id: int, person_id: int) -> Next | Nothing:
    """What `take_next` will give unless others are quicker, for whoever holds nobody up yet."""
    waiting = handed_over(project_id, person_id)
    if waiting is not None:
        return waiting
    rules = workflow_of(project_id)
    return _from_queue(project_id, person_id, rules, abandoned(project_id, rules))


def take_next(
    project_id: int, person_id: int, *, actor: Actor, ahead: Next | Nothing | None = None
) -> str | Nothing:
    """Give the person the next article, begun, or say why there is none.

    What a lead assigned to them, or returned, comes first. Abandoned work of others goes back to
    the queue before anything is chosen; so no clock has to run for it. `ahead` is what
    `look_ahead` said just before: the queue is then walked from there, while others wait.
    """
    lock_chain(project_id)
    rules = workflow_of(project_id)
    release_abandoned(project_id, rules)
    found = _still_next(project_id, person_id, rules, ahead)
    if isinstance(found, Nothing):
        return found
    if found.assignment_id is None:
        take(project_id, found.article_id, reviewer_id=person_id, actor=actor)
    else:
        start(db.session.get_one(Assignment, found.assignment_id), actor=actor)
    return found.article_id


def _still_next(
    project_id: int, person_id: int, rules: WorkflowDraft, ahead: Next | Nothing | None
) -> Next | Nothing:
    """What comes next now. What came back meanwhile before the place seen ahead is for the next
    who presses.
    """
    waiting = handed_over(project_id, person_id)
    if waiting is not None:
        return waiting
    if isinstance(ahead, Nothing):
        return ahead
    if ahead is not None and ahead.place is not None:
        found = _from_queue(project_id, person_id, rules, (), ahead.place)
        if found is not Nothing.DONE:
            return found
    return _from_queue(project_id, person_id, rules, ())


def what_is_next(project_id: int, person_id: int, rules: WorkflowDraft) -> Next | Nothing:
    """What `take_next` would give as things stand; it changes nothing."""
    waiting = handed_over(project_id, person_id)
    if waiting is not None:
        return waiting
    found = _from_queue(project_id, person_id, rules, ())
    if isinstance(found, Next):
        return found
    # What was left alone goes back before anything is chosen, and so it may be what comes next.
    left = abandoned(project_id, rules)
    return _from_queue(project_id, person_id, rules, left) if left else found


def begin(project_id: int, article_id: str, *, reviewer_id: int, actor: Actor) -> Assignment:
    """The person opens an article that is not theirs yet.

    Raises `Invalid` where the project holds to the wanted number and the article has it.
    """
    lock_chain(project_id)
    rules = workflow_of(project_id)
    if rules.only_wanted:
        release_abandoned(project_id, rules, article_id)
        if _is_full(article_id, rules):
            raise Invalid(FULL)
    return open_assignment(project_id, article_id, reviewer_id=reviewer_id, actor=actor)


def come_back(assignment: Assignment, *, actor: Actor) -> None:
    """The person goes on with work of theirs that had gone back to the queue.

    Raises `Invalid` where others have every seat that the article has for reviewers.
    """
    lock_chain(assignment.project_id)
    rules = workflow_of(assignment.project_id)
    release_abandoned(assignment.project_id, rules, assignment.article_id)
    if _is_full(assignment.article_id, rules):
        raise Invalid(GIVEN_ON)
    take_again(assignment, actor=actor)


def why_closed(project_id: int, article_id: str, state: State | None) -> Words | None:
    """The sentence with which `begin`, or `come_back` for released work, would refuse now."""
    rules = workflow_of(project_id)
    if state is not State.RELEASED and not rules.only_wanted:
        return None
    if not _is_full(article_id, rules, len(abandoned(project_id, rules, article_id))):
        return None
    return GIVEN_ON if state is State.RELEASED else FULL


def open_count(project_id: int, person_id: int) -> int:
    """How much unfinished work the person has in the project."""
    query = select(func.count()).select_from(Assignment)
    ordinary = ~in_training(Assignment.article_id)
    there = ordinary, arrived_by_id(Assignment.article_id)
    return db.session.scalar(query.where(*_open_of(project_id, person_id), *there)) or 0


def _is_full(article_id: str, rules: WorkflowDraft, left: int = 0) -> bool:
    """Whether it has all it wants; of a training article everybody may have a seat."""
    is_taken = len(seats_on(article_id)) - left >= wanted_on(article_id, rules)
    return is_taken and not is_training(article_id)


def _from_queue(
    project_id: int,
    person_id: int,
    rules: WorkflowDraft,
    left: Sequence[Assignment],
    since: Place | None = None,
) -> Next | Nothing:
    """What the queue has for the person once the work of `left` is released.

    From a place on it says no more than whether anything is there.
    """
    if rules.open_limit is not None:
        own = sum(1 for one in left if one.reviewer_id == person_id)
        if open_count(project_id, person_id) - own >= rules.open_limit:
            return Nothing.LIMIT
    wanting = partial(
        first_wanting, project_id, rules, [one.article_id for one in left], since=since
    )
    may_have = _not_had_by(person_id), _not_supervised_by(person_id, rules)
    found = wanting(*may_have, readable(languages_of(person_id)))
    if found:
        return Next(found.article_id, place=found.place)
    if since is None and wanting():
        return Nothing.LANGUAGES if wanting(*may_have) else Nothing.OWN
    any_there = select(Article.id).where(Article.project_id == project_id, counted()).limit(1)
    return Nothing.DONE if since or db.session.scalar(any_there) else Nothing.EMPTY


def handed_over(project_id: int, person_id: int) -> Next | None:
    """The most urgent article that somebody gave the person, or gave back to them."""
    query = (
        select(Article.id, Assignment.id)
        .join(Assignment, Assignment.article_id == Article.id)
        .where(
            *_open_of(project_id, person_id),
            Assignment.state.in_((State.ASSIGNED, State.RETURNED)),
            arrived(),
        )
        .order_by(*in_order_of_need(func.coalesce(Assignment.due_on, Article.due_on)))
    )
    row = db.session.execute(query.limit(1)).one_or_none()
    return Next(row[0], row[1]) if row else None


def _not_had_by(person_id: int) -> ColumnElement[bool]:
    had = select(Assignment.id).where(
        Assignment.article_id == Article.id, Assignment.reviewer_id == person_id
    )
    # Asked of each article that is looked at: as an anti join, PostgreSQL goes through all that
    # the person ever had.
    return had.scalar_subquery().is_(None)


def _not_supervised_by(person_id: int, rules: WorkflowDraft) -> ColumnElement[bool]:
    """In a blind project, not where they see what others' work is to be compared with."""
    if not rules.blind:
        return Article.id.is_not(None)
    return ~supervision_of(Article.project_id, Article.id, person_id)


def _open_of(project_id: int, person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Assignment.project_id == project_id,
        Assignment.reviewer_id == person_id,
        Assignment.state.in_(OPEN),
    )
