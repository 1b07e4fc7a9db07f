"""Where the work on an article stands: begun, handed in, taken back."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.accounts.person import Person
from annotator.adjudication.queries import has_begun
from annotator.annotations.models import Annotation
from annotator.annotations.queries import count_of, pending_claims
from annotator.articles.training import is_training
from annotator.assignments import service as assignments
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.assignments.queue import begin, come_back
from annotator.audit.models import Actor
from annotator.errors import Invalid, Words
from annotator.training.attempts import score_submission, why_untrained
from annotator.workspace.queries import Desk

#: Work that begins, or goes on, with whatever its reviewer does next.
_BEGINS = frozenset({State.ASSIGNED, State.RELEASED})


class PendingClaims(Invalid):
    """Submitting was refused until the pending claims were looked at; `claims` are they."""

    def __init__(self, claims: Sequence[Annotation]) -> None:
        super().__init__(
            Words(
                "Some claims have a rating that is no verdict yet; look at them, or submit them so."
            ),
            "accept_pending",
        )
        self.claims = claims


def submit(desk: Desk, *, read_to_end: bool, accept_pending: bool, person: Person) -> None:
    """Hand the work in; claims that are still pending are named first.

    The same request again, after a lost answer, changes nothing.
    """
    if desk.work is not None and desk.work.state is State.SUBMITTED:
        return
    if not read_to_end:
        raise Invalid("Say that you read the article to its end.", "read_to_end")
    claims = pending_claims(desk.article.id, person.id)
    if claims and not accept_pending:
        raise PendingClaims(claims)
    nothing = count_of(desk.article.id, person.id) == 0
    assignment = own_assignment(desk, person=person)
    assignments.submit(assignment, nothing_to_mark=nothing, actor=person.actor)
    score_submission(assignment, actor=person.actor)


def withdraw(desk: Desk, *, person: Person, read_others: bool = False) -> None:
    """Take the submission back; what is not submitted stays as it is.

    `read_others` says whether the person reads others' work once they have submitted.
    """
    if desk.work is None:
        raise Invalid("This article is not submitted.")
    if desk.work.state is State.SUBMITTED:
        if is_training(desk.article.id):
            raise Invalid(
                "This is a training article, and what you submitted is scored. You may try it "
                "again, from the page with your score."
            )
        if has_begun(desk.article.id):
            raise Invalid(
                "The adjudication of this article has begun, so what was submitted stays as it "
                "is. When it is finished you see what it changed in your work, and why."
            )
        mine = own_assignment(desk, person=person)
        assignments.withdraw(mine, actor=person.actor, read_others=read_others)


def give_back(assignment: Assignment, *, reason: str, actor: Actor) -> None:
    """Return a submission to its reviewer, as long as nothing was decided on it."""
    if is_training(assignment.article_id):
        raise Invalid(
            "This is a training article, and what was submitted is scored. To have it done again, "
            "ask for the training again.",
            "reason",
        )
    if has_begun(assignment.article_id):
        raise Invalid(
            "The adjudication of this article has begun: reopen what it has settled before you "
            "return a submission.",
            "reason",
        )
    assignments.return_work(assignment, reason=reason, actor=actor)


def own_assignment(desk: Desk, *, person: Person) -> Assignment:
    """The person's work on the article, begun or taken up again now if it was not.

    Raises `Invalid` where the article has all the reviewers it wants.
    """
    found = assignment_of(desk.article.id, person.id) if desk.work else None
    if found is None or found.state is State.RELEASED:
        untrained = why_untrained(desk.project.id, desk.article.id, person.id)
        if untrained is not None:
            raise Invalid(untrained)
    if found is None:
        return begin(desk.project.id, desk.article.id, reviewer_id=person.id, actor=person.actor)
    if found.state is State.RELEASED:
        come_back(found, actor=person.actor)
    assignments.start(found, actor=person.actor)
    return found


def make_editable(desk: Desk, person: Person) -> None:
    """Raise `Invalid` where the work is handed in; begin it where it was not begun."""
    if desk.work is None or desk.work.state in _BEGINS:
        own_assignment(desk, person=person)
    elif not desk.work.is_editable:
        raise Invalid("You submitted this article; withdraw the submission to change it.")
