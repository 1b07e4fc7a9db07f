"""The rules of the workflow: opened, taken, submitted, withdrawn, returned, released."""

from __future__ import annotations

from uuid import uuid4

from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.seats import free_seat, seats_on
from annotator.assignments.supervising import refuse_supervisors
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.guidelines.queries import current_guidelines
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.projects.service import enrol
from annotator.projects.workflow import workflow_of
from annotator.text.visible import said

MAX_REASON = 2000


def open_assignment(
    project_id: int, article_id: str, *, reviewer_id: int, actor: Actor
) -> Assignment:
    """The reviewer's own work on an article that nobody assigned: begun by opening it."""
    # It holds the project's chain from here on: nobody else gives a seat meanwhile.
    enrol(project_id, reviewer_id, actor=actor)
    opened = _begun(project_id, article_id, reviewer_id)
    record_change(Action.ASSIGNMENT_OPENED, opened, before=None, actor=actor, article_id=article_id)
    return opened


def take(project_id: int, article_id: str, *, reviewer_id: int, actor: Actor) -> Assignment:
    """The reviewer's own work on an article that the queue gave them."""
    enrol(project_id, reviewer_id, actor=actor)
    taken = _begun(project_id, article_id, reviewer_id)
    record_change(Action.ASSIGNMENT_TAKEN, taken, before=None, actor=actor, article_id=article_id)
    return taken


def take_again(assignment: Assignment, *, actor: Actor) -> None:
    """Work that had gone back to the queue goes on, with the marks that it has."""
    before = snapshot(assignment)
    _seat(assignment)
    _record(Action.ASSIGNMENT_TAKEN, assignment, before, actor)


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
    in_force = current_guidelines(assignment.project_id)
    assignment.guideline_version = in_force.number if in_force else None
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
    reason = said(reason)
    if not 1 <= len(reason) <= MAX_REASON:
        raise Invalid(
            "Say why you return it, in at most %(most)s characters.", "reason", most=MAX_REASON
        )
    before = snapshot(assignment)
    _reopen(assignment, State.RETURNED)
    assignment.return_reason = reason
    _record(Action.ASSIGNMENT_RETURNED, assignment, before, actor)
    _tell(Kind.RETURNED, assignment, actor)


def _tell(kind: Kind, assignment: Assignment, actor: Actor) -> None:
    whom, project_id = assignment.reviewer_id, assignment.project_id
    notify([Notice(kind, whom, project_id, assignment.article_id)], actor=actor)


def _begun(project_id: int, article_id: str, reviewer_id: int) -> Assignment:
    refuse_supervisors(project_id, [(article_id, reviewer_id)])
    moment = now()
    made = Assignment(
        id=str(uuid4()),
        project_id=project_id,
        article_id=article_id,
        reviewer_id=reviewer_id,
        state=State.STARTED,
        created_at=moment,
        started_at=moment,
        seat=free_seat(seats_on(article_id)),
        version=1,
    )
    db.session.add(made)
    return made


def _seat(assignment: Assignment) -> None:
    """The person has a seat of the article again, and is at work."""
    given = [(assignment.article_id, assignment.reviewer_id)]
    refuse_supervisors(assignment.project_id, given)
    assignment.seat = free_seat(seats_on(assignment.article_id))
    assignment.state, assignment.return_reason = State.STARTED, None
    if assignment.started_at is None:
        assignment.started_at = now()


def _refuse_unless_submitted(assignment: Assignment) -> None:
    if assignment.state is not State.SUBMITTED:
        raise Invalid("This article is not submitted.")


def _reopen(assignment: Assignment, state: State) -> None:
    assignment.state = state
    assignment.submitted_at = None
    assignment.nothing_to_mark = None
    assignment.guideline_version = None


def _record(
    action: Action, assignment: Assignment, before: dict[str, object], actor: Actor
) -> None:
    # Before the row is written: a seat that is given up is counted with its article, and all who
    # write there hold the chain first.
    lock_chain(assignment.project_id)
    assignment.version += 1
    record_change(action, assignment, before=before, actor=actor, article_id=assignment.article_id)
