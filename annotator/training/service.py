"""A lead's side of training: answers are frozen, explained and offered; people are let pass."""

from __future__ import annotations

from uuid import uuid4

import orjson
from sqlalchemy import select

from annotator.adjudication.queries import is_finished
from annotator.annotations.models import Annotation, PublicState
from annotator.articles.queries import find
from annotator.assignments.models import Assignment, State
from annotator.assignments.queries import assignment_of
from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.projects.workflow import workflow_of
from annotator.text.visible import said
from annotator.training.drafts import AnswersDraft
from annotator.training.models import (
    Answers,
    Explanation,
    Offer,
    Origin,
    Trainee,
    TrainingArticle,
)
from annotator.training.queries import (
    answers_of,
    attempts_on,
    explanations_on,
    is_trainee,
    marks_now,
    newest_revision,
    progress_of,
    training_article,
)
from annotator.verdicts.models import Verdict

MAX_WORDS = 2000
_PUBLIC = (PublicState.PUBLISHED, PublicState.CORRECTED, PublicState.VOID)
_OFFERED = {
    Offer.OFFERED: Action.TRAINING_OFFERED,
    Offer.RETIRED: Action.TRAINING_RETIRED,
    Offer.ENDED: Action.TRAINING_ENDED,
}


def freeze_answers(
    project_id: int, article_id: str, draft: AnswersDraft, *, actor: Actor
) -> Answers:
    """Take the known answers as they are now; an ordinary article becomes one for training.

    The same answers as the newest version's are no new one. Raises `NotFound`, or `Invalid` for
    work that is not submitted, a gold layer that is not finished, and what readers were told of.
    """
    lock_chain(project_id)
    if find(project_id, article_id) is None:
        raise NotFound("There is no such article.")
    _refuse_unfinished(article_id, draft)
    _refuse_published(article_id)
    article, known = training_article(project_id, article_id), answers_of(article_id)
    if article is not None:
        # As it is now that nobody else can change it.
        db.session.refresh(article)
    if article is None or article.state is Offer.ENDED:
        _make(project_id, article_id, article, actor)
    made = _answers(project_id, article_id, draft, actor)
    if known and _are_the_same(known[0], made):
        return known[0]
    made.number = len(known) + 1
    db.session.add(made)
    record_change(Action.TRAINING_ANSWERED, made, before=None, actor=actor, article_id=article_id)
    return made


def set_offer(article: TrainingArticle, state: Offer, *, actor: Actor) -> None:
    """Offer it, retire it, or make it an ordinary article again; said twice, it is said once.

    Raises `Conflict` where somebody has begun it and so may know its answers: what they do there
    is no work of their own any more.
    """
    lock_chain(article.project_id)
    # As it is now that nobody else can change it.
    db.session.refresh(article)
    if article.state is state:
        return
    if article.state is Offer.ENDED:
        raise Invalid("This article is an ordinary one again: freeze its answers to train with it.")
    if state is Offer.ENDED and _is_begun(article):
        raise Conflict(
            "Somebody has begun this training article, so it stays out of the project’s data. "
            "Retire it, and nobody new gets it."
        )
    before = snapshot(article)
    article.state, article.version = state, article.version + 1
    record_change(
        _OFFERED[state], article, before=before, actor=actor, article_id=article.article_id
    )


def explain(
    article: TrainingArticle, mark_id: str, text: str, version: int, *, actor: Actor
) -> Explanation:
    """Say why a known answer is right; empty words take the explanation back.

    `version` is that of the explanation on which this rests, 0 where there is none. Raises
    `Invalid`, `NotFound` for a mark that is no known answer, and `Conflict`.
    """
    lock_chain(article.project_id)
    text = text.strip()
    if len(text) > MAX_WORDS:
        raise Invalid("An explanation has at most %(most)s characters.", "text", most=MAX_WORDS)
    _refuse_unknown(article.article_id, mark_id)
    found = explanations_on(article.article_id).get(mark_id)
    if version != (found.version if found else 0):
        raise Conflict("Somebody explained this answer meanwhile; look at what it says now.")
    before = snapshot(found) if found else None
    if found is None:
        own = {"project_id": article.project_id, "article_id": article.article_id}
        found = Explanation(id=str(uuid4()), **own, mark_id=mark_id, text=text, version=1)
        db.session.add(found)
    elif found.text != text:
        found.text, found.version = text, found.version + 1
    else:
        return found
    record_change(
        Action.TRAINING_EXPLAINED, found, before=before, actor=actor, article_id=article.article_id
    )
    return found


def let_pass(project_id: int, user_id: int, reason: str, *, actor: Actor) -> Trainee:
    """A lead takes it on themselves that the person needs no more training, and says why."""
    lock_chain(project_id)
    reason = said(reason)
    if not 1 <= len(reason) <= MAX_WORDS:
        raise Invalid(
            "Say why you let them pass, in at most %(most)s characters.", "reason", most=MAX_WORDS
        )
    if not is_trainee(project_id, user_id):
        raise NotFound("There is no such reviewer.")
    if progress_of(project_id, user_id, workflow_of(project_id)).has_passed:
        raise Conflict("This person has passed already.")
    found, before = _trainee(project_id, user_id)
    found.passed_at, found.passed_by, found.reason = now(), actor.id, reason
    record_change(Action.TRAINEE_EXCUSED, found, before=before, actor=actor)
    return found


def ask_again(project_id: int, user_id: int, *, actor: Actor) -> Trainee:
    """The person does the training again: what they did until now does not count any more."""
    lock_chain(project_id)
    if not is_trainee(project_id, user_id):
        raise NotFound("There is no such reviewer.")
    progress = progress_of(project_id, user_id, workflow_of(project_id))
    if not progress.has_passed and not progress.counting:
        raise Conflict("There is nothing to do again: this person has begun no training article.")
    found, before = _trainee(project_id, user_id)
    found.passed_at = found.passed_by = found.reason = None
    found.asked_at = now()
    record_change(Action.TRAINEE_ASKED_AGAIN, found, before=before, actor=actor)
    return found


def note_passing(project_id: int, user_id: int, *, actor: Actor) -> None:
    """Record that the score has let the person pass, once it has."""
    progress = progress_of(project_id, user_id, workflow_of(project_id))
    known = progress.trainee is not None and progress.trainee.passed_at is not None
    if known or not progress.has_passed:
        return
    found, before = _trainee(project_id, user_id)
    found.passed_at = now()
    record_change(Action.TRAINEE_PASSED, found, before=before, actor=actor)


def _answers(project_id: int, article_id: str, draft: AnswersDraft, actor: Actor) -> Answers:
    marks = marks_now(article_id, draft.reviewer_id)
    if not draft.verdicts:
        marks = [{**one, "rating": None, "scheme": None} for one in marks]
    return Answers(
        id=str(uuid4()),
        project_id=project_id,
        article_id=article_id,
        revision_id=newest_revision(article_id),
        origin=Origin.GOLD if draft.reviewer_id is None else Origin.REVIEWER,
        reviewer_id=draft.reviewer_id,
        marks=orjson.dumps(marks).decode(),
        made_at=now(),
        made_by=actor.id,
    )


def _trainee(project_id: int, user_id: int) -> tuple[Trainee, dict[str, object] | None]:
    """The person's row, counted up for a change, and how it was before."""
    found = db.session.get(Trainee, (project_id, user_id))
    if found is not None:
        before = snapshot(found)
        found.version += 1
        return found, before
    nothing = dict.fromkeys(("passed_at", "passed_by", "reason", "asked_at"))
    found = Trainee(project_id=project_id, user_id=user_id, version=1, **nothing)
    db.session.add(found)
    return found, None


def _make(project_id: int, article_id: str, known: TrainingArticle | None, actor: Actor) -> None:
    before = snapshot(known) if known else None
    if known is None:
        known = TrainingArticle(article_id=article_id, project_id=project_id, version=0)
        db.session.add(known)
    known.state, known.made_at, known.version = Offer.OFFERED, now(), known.version + 1
    record_change(Action.TRAINING_MADE, known, before=before, actor=actor, article_id=article_id)


def _refuse_unknown(article_id: str, mark_id: str) -> None:
    versions = answers_of(article_id)
    if mark_id not in {one["id"] for kept in versions for one in orjson.loads(kept.marks)}:
        raise NotFound("There is no such known answer.")


def _refuse_unfinished(article_id: str, draft: AnswersDraft) -> None:
    if draft.reviewer_id is None:
        if not is_finished(article_id):
            raise Invalid("The adjudication of this article is not finished yet.", "origin")
        return
    work = assignment_of(article_id, draft.reviewer_id)
    if work is None or work.state is not State.SUBMITTED:
        raise Invalid("This person has not submitted the article.", "origin")
    if attempts_on(article_id, draft.reviewer_id):
        raise Invalid("This person learnt with the article: theirs are no known answers.", "origin")


def _refuse_published(article_id: str) -> None:
    told = (
        select(Verdict.id)
        .join(Annotation, Annotation.id == Verdict.annotation_id)
        .where(Annotation.article_id == article_id, Verdict.public_state.in_(_PUBLIC))
    )
    if db.session.scalar(told.limit(1)) is not None:
        raise Invalid("Readers were told of claims in this article: it stays what it is.", "origin")


def _are_the_same(one: Answers, other: Answers) -> bool:
    names = ("revision_id", "origin", "reviewer_id", "marks")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _is_begun(article: TrainingArticle) -> bool:
    """Whether anybody got it since it is for training."""
    query = select(Assignment.id).where(
        Assignment.article_id == article.article_id, Assignment.created_at >= article.made_at
    )
    return db.session.scalar(query.limit(1)) is not None
