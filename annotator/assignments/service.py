"""The rules of the workflow: opened, assigned, submitted, withdrawn, returned, released."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import uuid4

from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.assignments.seats import free_seat, seats_on
from annotator.assignments.supervising import refuse_supervisor
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.projects.service import enrol
from annotator.projects.workflow import workflow_of

MAX_REASON = 2000


def open_assignment(
    project_id: int, article_id: str, *, reviewer_id: int, actor: Actor
) -> Assignment:
    """The reviewer's own work on an article that nobody assigned: begun by opening it."""
    # It holds the project's chain from here on: nobody else gives a seat meanwhile.
    enrol(project_id, reviewer_id, actor=actor)
    opened = _new(project_id, article_id, reviewer_id, State.STARTED)
    record_change(Action.ASSIGNMENT_OPENED, opened, before=None, actor=actor, article_id=article_id)
    return opened


def take(project_id: int, article_id: str, *, reviewer_id: int, actor: Actor) -> Assignment:
    """The reviewer's own work on an article that the queue gave them."""
    enrol(project_id, reviewer_id, actor=actor)
    taken = _new(project_id, article_id, reviewer_id, State.STARTED)
    record_change(Action.ASSIGNMENT_TAKEN, taken, before=None, actor=actor, article_id=article_id)
    return taken


def take_again(assignment: Assignment, *, actor: Actor) -> None:
    """Work that had gone back to the queue goes on, with the marks that it has."""
    before = snapshot(assignment)
    _seat(assignment, State.STARTED)
    _record(Action.ASSIGNMENT_TAKEN, assignment, before, actor)


def assign(
    project_id: int, article_id: str, *, reviewer_id: int, due_on: date | None, actor: Actor
) -> bool:
    """A lead hands the article to this person; whether that changed anything.

    Whoever has it already keeps it, until another day where one is given; what they submitted
    stays submitted. A lead may hand it to more people than it wants.
    """
    lock_chain(project_id)
    found = assignment_of(article_id, reviewer_id)
    if found is None:
        found = _new(project_id, article_id, reviewer_id, State.ASSIGNED, due_on)
        record_change(
            Action.ASSIGNMENT_ASSIGNED, found, before=None, actor=actor, article_id=article_id
        )
        return True
    before = snapshot(found)
    if found.state is State.RELEASED:
        _seat(found, State.ASSIGNED)
        found.due_on = due_on
    elif found.state in OPEN and due_on not in (None, found.due_on):
        found.due_on = due_on
    else:
        return False
    _record(Action.ASSIGNMENT_ASSIGNED, found, before, actor)
    return True


def assign_all(
    project_id: int,
    article_ids: Iterable[str],
    reviewer_ids: Sequence[int],
    *,
    due_on: date | None,
    actor: Actor,
) -> int:
    """Hand each of these articles to each of these people; how many hands that changed."""
    handed = [
        (reviewer_id, article_id)
        for article_id in article_ids
        for reviewer_id in reviewer_ids
        if assign(project_id, article_id, reviewer_id=reviewer_id, due_on=due_on, actor=actor)
    ]
    _tell_assigned(project_id, handed, actor)
    return len(handed)


def release(assignment: Assignment, *, actor: Actor) -> None:
    """Unfinished work goes back to the queue; its marks stay where they are."""
    if assignment.state not in OPEN:
        raise Invalid("Only work that is not finished can be taken back.")
    before = snapshot(assignment)
    assignment.state, assignment.seat = State.RELEASED, None
    _record(Action.ASSIGNMENT_RELEASED, assignment, before, actor)


def start(assignment: Assignment, *, actor: Actor) -> None:
    """The reviewer opened what was assigned to them."""
    if assignment.state is State.ASSIGNED:
        before = snapshot(assignment)
        assignment.state, assignment.started_at = State.STARTED, now()
        _record(Action.ASSIGNMENT_STARTED, assignment, before, actor)


def submit(assignment: Assignment, *, nothing_to_mark: bool, actor: Actor) -> None:
    """Read to the end and done; `nothing_to_mark` says that there was nothing to find."""
    if not assignment.is_editable:
        raise Invalid("This article is submitted already.")
    before = snapshot(assignment)
    assignment.state = State.SUBMITTED
    assignment.submitted_at = now()
    assignment.nothing_to_mark = nothing_to_mark
    assignment.return_reason = None
    _record(Action.ASSIGNMENT_SUBMITTED, assignment, before, actor)


def withdraw(assignment: Assignment, *, actor: Actor, read_others: bool = False) -> None:
    """The reviewer takes a submission back and goes on.

    In a blind project nobody does to whom it opened others' work: it would be compared with work
    that they saw. `read_others` says whether they read any.
    """
    _refuse_unless_submitted(assignment)
    if read_others and workflow_of(assignment.project_id).blind:
        raise Conflict(
            "This project is reviewed blind, and since you submitted, others' work is open to "
            "you: a submission that opened it stays. Another lead can return it to you."
        )
    before = snapshot(assignment)
    _reopen(assignment, State.STARTED)
    _record(Action.ASSIGNMENT_WITHDRAWN, assignment, before, actor)


def return_work(assignment: Assignment, *, reason: str, actor: Actor) -> None:
    """A lead gives a submission back, saying why."""
    _refuse_unless_submitted(assignment)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Invalid(
            "Say why you return it, in at most %(most)s characters.", "reason", most=MAX_REASON
        )
    before = snapshot(assignment)
    _reopen(assignment, State.RETURNED)
    assignment.return_reason = reason
    _record(Action.ASSIGNMENT_RETURNED, assignment, before, actor)
    _tell(Kind.RETURNED, assignment, actor)


def _tell_assigned(project_id: int, handed: Sequence[tuple[int, str]], actor: Actor) -> None:
    """Tell each person once, of the first article and of how many there are."""
    given: dict[int, list[str]] = {}
    for person, article in handed:
        given.setdefault(person, []).append(article)
    notices = (
        Notice(Kind.ASSIGNED, person, project_id, articles[0], count=len(articles))
        for person, articles in given.items()
    )
    notify(notices, actor=actor)


def _tell(kind: Kind, assignment: Assignment, actor: Actor) -> None:
    whom, project_id = assignment.reviewer_id, assignment.project_id
    notify([Notice(kind, whom, project_id, assignment.article_id)], actor=actor)


def _new(
    project_id: int,
    article_id: str,
    reviewer_id: int,
    state: State,
    due_on: date | None = None,
) -> Assignment:
    refuse_supervisor(project_id, article_id, reviewer_id)
    moment = now()
    made = Assignment(
        id=str(uuid4()),
        project_id=project_id,
        article_id=article_id,
        reviewer_id=reviewer_id,
        state=state,
        created_at=moment,
        started_at=moment if state is State.STARTED else None,
        due_on=due_on,
        seat=free_seat(seats_on(article_id)),
        version=1,
    )
    db.session.add(made)
    return made


def _seat(assignment: Assignment, state: State) -> None:
    """The person has a seat of the article again."""
    refuse_supervisor(assignment.project_id, assignment.article_id, assignment.reviewer_id)
    assignment.seat = free_seat(seats_on(assignment.article_id))
    assignment.state, assignment.return_reason = state, None
    if state is State.STARTED and assignment.started_at is None:
        assignment.started_at = now()


def _refuse_unless_submitted(assignment: Assignment) -> None:
    if assignment.state is not State.SUBMITTED:
        raise Invalid("This article is not submitted.")


def _reopen(assignment: Assignment, state: State) -> None:
    assignment.state = state
    assignment.submitted_at = None
    assignment.nothing_to_mark = None


def _record(
    action: Action, assignment: Assignment, before: dict[str, object], actor: Actor
) -> None:
    assignment.version += 1
    record_change(action, assignment, before=before, actor=actor, article_id=assignment.article_id)
