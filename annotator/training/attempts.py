"""A reviewer's side of training: handed in, scored once, and tried again."""

from __future__ import annotations

from dataclasses import asdict
from uuid import uuid4

import orjson
from sqlalchemy import select

from annotator.agreement.service import scale_of
from annotator.annotations.models import Annotation, Layer
from annotator.annotations.service import remove_annotation, touch
from annotator.articles.queries import revision_text
from annotator.articles.training import is_training
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.assignments.service import withdraw
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, change_of, lock_chain, record, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, NotFound, Words
from annotator.projects.queries import current_scheme, scheme_of
from annotator.projects.workflow import workflow_of
from annotator.training.models import Attempt, Offer
from annotator.training.queries import (
    answers_of,
    attempts_on,
    is_trainee,
    marks_now,
    progress_of,
    read_marks,
    training_article,
)
from annotator.training.scoring import score
from annotator.training.service import note_passing

UNTRAINED = Words(
    "The training comes first: press “Next article”, and you get a training article. A lead may "
    "assign this one to you."
)


def score_submission(assignment: Assignment, *, actor: Actor) -> Attempt | None:
    """Score what was just submitted, if the article is one for training; and who passes by it.

    What was submitted is kept as it is now, and compared with the newest version of the answers.
    """
    article_id, user_id = assignment.article_id, assignment.reviewer_id
    if not is_training(article_id):
        return None
    answers = answers_of(article_id)[0]
    scheme = scheme_of(current_scheme(assignment.project_id))
    own = orjson.dumps(marks_now(article_id, user_id)).decode()
    counts = score(
        read_marks(answers.marks, scheme),
        read_marks(own, scheme),
        scale_of(scheme),
        len(revision_text(answers.revision_id).text),
    )
    made = Attempt(
        id=str(uuid4()),
        project_id=assignment.project_id,
        article_id=article_id,
        user_id=user_id,
        answers_id=answers.id,
        scheme_version_id=scheme.id,
        number=len(attempts_on(article_id, user_id)) + 1,
        marks=own,
        submitted_at=assignment.submitted_at or now(),
        **asdict(counts),
    )
    db.session.add(made)
    record_change(Action.TRAINING_SCORED, made, before=None, actor=actor, article_id=article_id)
    if is_trainee(assignment.project_id, user_id):
        note_passing(assignment.project_id, user_id, actor=actor)
    return made


def try_again(project_id: int, article_id: str, *, user_id: int, actor: Actor) -> Assignment:
    """Begin another attempt on an article that was scored: from an article without marks.

    The marks of the last attempt are removed, and can be seen and restored; the attempt keeps
    its own. Raises `NotFound`, or `Conflict` where there is no attempt to follow, or the
    article is retired.
    """
    lock_chain(project_id)
    article, work = training_article(project_id, article_id), assignment_of(article_id, user_id)
    scored = attempts_on(article_id, user_id)
    if article is None:
        raise NotFound("There is no such training article.")
    if work is None or not scored or work.state is not State.SUBMITTED:
        raise Conflict("There is no scored attempt that another could follow.")
    if article.state is not Offer.OFFERED:
        raise Conflict("This training article is not offered any more.")
    withdraw(work, actor=actor)
    record(project_id, _cleared(article_id, user_id), actor=actor)
    return work


def why_untrained(project_id: int, article_id: str, user_id: int) -> Words | None:
    """The sentence that tells somebody to do the training before they begin this article."""
    rules = workflow_of(project_id)
    if not rules.training_articles or is_training(article_id):
        return None
    if not is_trainee(project_id, user_id):
        return None
    return UNTRAINED if progress_of(project_id, user_id, rules).is_due else None


def _cleared(article_id: str, user_id: int) -> list[Change]:
    query = select(Annotation).where(
        Annotation.article_id == article_id,
        Annotation.author_id == user_id,
        Annotation.layer == Layer.REVIEWER,
        Annotation.removed_at.is_(None),
    )
    changes = []
    for mark in db.session.scalars(query.order_by(Annotation.created_at, Annotation.id)).all():
        before = snapshot(mark)
        remove_annotation(mark)
        touch(mark)
        db.session.flush()
        changes.append(
            change_of(Action.ANNOTATION_REMOVED, mark, before=before, article_id=article_id)
        )
    return changes
