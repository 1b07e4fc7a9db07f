"""The rules of the workflow: opened, submitted, withdrawn, returned."""

from __future__ import annotations

from uuid import uuid4

from annotator.assignments.models import Assignment, State
from annotator.audit.models import Action, Actor
from annotator.audit.service import record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid
from annotator.projects.service import enrol

MAX_REASON = 2000


def open_assignment(
    project_id: int, article_id: str, *, reviewer_id: int, actor: Actor
) -> Assignment:
    """The reviewer's own work on an article that nobody assigned: begun by opening it."""
    enrol(project_id, reviewer_id, actor=actor)
    moment = now()
    opened = Assignment(
        id=str(uuid4()),
        project_id=project_id,
        article_id=article_id,
        reviewer_id=reviewer_id,
        state=State.STARTED,
        created_at=moment,
        started_at=moment,
        version=1,
    )
    db.session.add(opened)
    record_change(Action.ASSIGNMENT_OPENED, opened, before=None, actor=actor, article_id=article_id)
    return opened


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


def withdraw(assignment: Assignment, *, actor: Actor) -> None:
    """The reviewer takes a submission back and goes on."""
    _refuse_unless_submitted(assignment)
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
