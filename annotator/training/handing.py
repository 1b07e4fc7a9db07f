"""Which article comes next for somebody who may have training to do: that goes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, or_, select

from annotator.accounts.models import User
from annotator.accounts.queries import languages_of, languages_of_all
from annotator.articles.models import Article
from annotator.articles.planning import in_order_of_need
from annotator.assignments import queue
from annotator.assignments.models import OPEN, Assignment, State
from annotator.assignments.queue import Next, Nothing
from annotator.assignments.reading import readable
from annotator.assignments.service import start, take, take_again
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.workflow import workflow_of
from annotator.training.attempts import try_again
from annotator.training.models import Attempt, Offer, Trainee, TrainingArticle
from annotator.training.queries import is_trainee, progress_of


def look_ahead(project_id: int, person_id: int) -> Next | Nothing | None:
    """What the queue will give unless others are quicker, for whoever holds nobody up yet.

    None while training is due: that is settled when it is taken, among few articles.
    """
    if _training_for(project_id, person_id, workflow_of(project_id)) is not None:
        return None
    return queue.look_ahead(project_id, person_id)


def take_next(
    project_id: int, person_id: int, *, actor: Actor, ahead: Next | Nothing | None = None
) -> str | Nothing:
    """Give the person the next article, begun, or say why there is none.

    While their training is due: the training article that they have begun, else one that they
    have not had, else what a lead handed to them. Then as the queue gives it, which begins where
    `look_ahead` was.
    """
    lock_chain(project_id)
    found = _training_for(project_id, person_id, workflow_of(project_id))
    if found is None:
        return queue.take_next(project_id, person_id, actor=actor, ahead=ahead)
    if isinstance(found, Nothing):
        return found
    if found.assignment_id is None:
        take(project_id, found.article_id, reviewer_id=person_id, actor=actor)
    else:
        _go_on(db.session.get_one(Assignment, found.assignment_id), actor)
    return found.article_id


def what_is_next(project_id: int, person_id: int, rules: WorkflowDraft) -> Next | Nothing:
    """What `take_next` would give as things stand; it changes nothing."""
    found = _training_for(project_id, person_id, rules)
    return queue.what_is_next(project_id, person_id, rules) if found is None else found


def _training_for(project_id: int, person_id: int, rules: WorkflowDraft) -> Next | Nothing | None:
    """What comes next of the training; None where none is due."""
    if not rules.training_articles or not is_trainee(project_id, person_id):
        return None
    if not progress_of(project_id, person_id, rules).is_due:
        return None
    found = training_left(project_id, person_id)
    return found or queue.handed_over(project_id, person_id) or Nothing.TRAINING


def training_left(project_id: int, person_id: int) -> Next | None:
    """Work on a training article that is not finished, or else one that they may begin."""
    query = _left(project_id, {person_id: languages_of(person_id)}, Article.id, Assignment.id)
    ordered = query.order_by(
        case((Assignment.state.in_(OPEN), 0), else_=1), *in_order_of_need(Article.due_on)
    )
    row = db.session.execute(ordered.limit(1)).one_or_none()
    return Next(row[0], row[1]) if row else None


def with_training_left(project_id: int, people: Collection[int]) -> frozenset[int]:
    """Those of these people for whom there is any, in as many statements however many they are."""
    if not people:
        return frozenset()
    return frozenset(db.session.scalars(_left(project_id, languages_of_all(people), User.id)))


def _left(project_id: int, reads: Mapping[int, tuple[str, ...]], *columns: Any) -> Select[Any]:
    """What is left of the training for these people, who read these languages."""
    own = Assignment.article_id == Article.id, Assignment.reviewer_id == User.id
    is_open = Assignment.state.in_(OPEN)
    # What they did before they were asked again is done anew. Whoever submitted the article
    # before it was for training knows it already, and does not get it.
    anew = Assignment.state == State.SUBMITTED, _tried(), ~_tried(or_(*_since_asked()))
    free = or_(Assignment.id.is_(None), Assignment.state == State.RELEASED, and_(*anew))
    return (
        select(*columns)
        .select_from(TrainingArticle)
        .join(Article, Article.id == TrainingArticle.article_id)
        .join(User, User.id.in_(reads))
        .outerjoin(Trainee, (Trainee.project_id == project_id) & (Trainee.user_id == User.id))
        .outerjoin(Assignment, own[0] & own[1])
        .where(
            TrainingArticle.project_id == project_id,
            TrainingArticle.state != Offer.ENDED,
            or_(is_open, and_(TrainingArticle.state == Offer.OFFERED, free, _read_by(reads))),
        )
    )


def _tried(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the person has a scored attempt on the article, of those that these choose."""
    own = Attempt.article_id == Article.id, Attempt.user_id == User.id
    return select(Attempt.id).where(*own, *conditions).correlate(Article, User, Trainee).exists()


def _since_asked() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Trainee.asked_at.is_(None), Attempt.submitted_at > Trainee.asked_at


def _read_by(reads: Mapping[int, tuple[str, ...]]) -> ColumnElement[bool]:
    """The article is in a language that the person reads; few people read by rules of their own."""
    by_languages: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for person, tags in reads.items():
        by_languages[tags].append(person)
    alike = by_languages.items()
    return or_(false(), *(and_(User.id.in_(some), readable(tags)) for tags, some in alike))


def _go_on(work: Assignment, actor: Actor) -> None:
    if work.state is State.SUBMITTED:
        article, person = work.article_id, work.reviewer_id
        try_again(work.project_id, article, user_id=person, actor=actor)
    elif work.state is State.RELEASED:
        take_again(work, actor=actor)
    else:
        start(work, actor=actor)
