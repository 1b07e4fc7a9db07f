"""Reading training: its articles, their answers, attempts, and how far a person is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, select

from annotator.adjudication.queries import whole
from annotator.agreement.material import Mark, in_order
from annotator.annotations.models import Annotation, Label, Layer, Part
from annotator.annotations.queries import in_newest_text
from annotator.articles.models import Article, Revision
from annotator.db import db
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Membership, Role, SchemeVersion
from annotator.projects.queries import membership, scheme_of
from annotator.projects.scheme import Scheme
from annotator.training.models import Answers, Attempt, Explanation, Trainee, TrainingArticle
from annotator.training.scoring import Score

#: A mark as it is kept: id, label, pieces, rating and the version of its scale.
Frozen = dict[str, Any]
_COUNTS = tuple(field.name for field in fields(Score))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person's training is.

    `counting` are the first attempts on each article since the lead last asked for training.
    """

    needed: int
    pass_mark: int
    trainee: Trainee | None
    attempts: Sequence[Attempt]
    counting: Sequence[Attempt]

    @property
    def reached(self) -> int:
        """How many articles reached the pass mark, as it is now."""
        return sum(score_of(one).reaches(self.pass_mark) for one in self.counting)

    @property
    def is_let_pass(self) -> bool:
        """Whether a lead let them pass."""
        return self.trainee is not None and self.trainee.passed_by is not None

    @property
    def has_passed(self) -> bool:
        """Whether they passed, once and for good, or do by what holds now."""
        passed = self.trainee is not None and self.trainee.passed_at is not None
        return passed or bool(self.needed and self.reached >= self.needed)

    @property
    def is_due(self) -> bool:
        """Whether the queue gives them training articles and no others."""
        return bool(self.needed) and not self.has_passed


def score_of(attempt: Attempt) -> Score:
    """The counts of an attempt."""
    return Score(*(getattr(attempt, name) for name in _COUNTS))


def progress_of(project_id: int, user_id: int, rules: WorkflowDraft) -> Progress:
    """How far this person is."""
    attempts = db.session.scalars(_attempts(Attempt.project_id == project_id, user_id)).all()
    return _progress(rules, db.session.get(Trainee, (project_id, user_id)), attempts)


def everybodys_progress(project_id: int, rules: WorkflowDraft) -> dict[int, Progress]:
    """The same of everybody of whom there is anything to tell, by account id."""
    trainees = select(Trainee).where(Trainee.project_id == project_id)
    known = {one.user_id: one for one in db.session.scalars(trainees)}
    attempts: dict[int, list[Attempt]] = defaultdict(list)
    for attempt in db.session.scalars(_attempts(Attempt.project_id == project_id)):
        attempts[attempt.user_id].append(attempt)
    return {
        key: _progress(rules, known.get(key), attempts.get(key, ()))
        for key in known.keys() | attempts.keys()
    }


def nothing_done(rules: WorkflowDraft) -> Progress:
    """That of somebody of whom there is nothing to tell."""
    return _progress(rules, None, ())


def is_trainee(project_id: int, user_id: int) -> bool:
    """Whether the project's rule is for this person: leads know the answers."""
    found = membership(project_id, user_id)
    return found is not None and found.removed_at is None and found.role is Role.REVIEWER


def training_article(project_id: int, article_id: str) -> TrainingArticle | None:
    """The row of an article that is, or was, one for training."""
    found = db.session.get(TrainingArticle, article_id)
    return found if found is not None and found.project_id == project_id else None


def answers_of(article_id: str) -> Sequence[Answers]:
    """Every version of an article's known answers, the newest first."""
    query = select(Answers).where(Answers.article_id == article_id)
    return db.session.scalars(query.order_by(Answers.number.desc())).all()


def explanations_on(article_id: str) -> dict[str, Explanation]:
    """What leads said of the known answers, by the mark."""
    query = select(Explanation).where(Explanation.article_id == article_id)
    return {one.mark_id: one for one in db.session.scalars(query)}


def attempt(project_id: int, attempt_id: str) -> Attempt | None:
    """One attempt of the project."""
    found = db.session.get(Attempt, attempt_id)
    return found if found is not None and found.project_id == project_id else None


def attempts_on(article_id: str, user_id: int | None = None) -> Sequence[Attempt]:
    """The attempts on an article, of one person or all, in the order they were made."""
    return db.session.scalars(_attempts(Attempt.article_id == article_id, user_id)).all()


def titles_of(project_id: int) -> dict[str, str]:
    """The titles of the project's training articles, those that were ones too."""
    query = (
        select(Article.id, Article.title)
        .join(TrainingArticle, TrainingArticle.article_id == Article.id)
        .where(Article.project_id == project_id)
    )
    return {key: title for key, title in db.session.execute(query)}


def numbers_of_answers(project_id: int) -> dict[str, int]:
    """The number of each version of answers, by its id."""
    query = select(Answers.id, Answers.number).where(Answers.project_id == project_id)
    return {key: number for key, number in db.session.execute(query)}


def has_training(project_id: int) -> bool:
    """Whether the project has, or had, an article for training."""
    query = select(TrainingArticle.article_id).where(TrainingArticle.project_id == project_id)
    return db.session.scalar(query.limit(1)) is not None


def newest_revision(article_id: str) -> str:
    """The id of an article's newest text."""
    query = select(Revision.id).where(Revision.article_id == article_id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(1)).one()


def marks_now(article_id: str, reviewer_id: int | None) -> list[Frozen]:
    """A reviewer's marks in the newest text, or (None) the gold layer's, as they are frozen."""
    query = select(Annotation.id).where(
        Annotation.article_id == article_id,
        in_newest_text(article_id),
        Annotation.layer == (Layer.GOLD if reviewer_id is None else Layer.REVIEWER),
        Annotation.removed_at.is_(None),
    )
    if reviewer_id is not None:
        query = query.where(Annotation.author_id == reviewer_id)
    found: list[Frozen] = []
    for held in whole(db.session.scalars(query).all()).values():
        mark = held.annotation
        judged = held.verdict if mark.label is Label.CLAIM else None
        pieces = [(one.start, one.end) for one in mark.fragments if one.part is Part.CONTENT]
        found.append(
            {
                "id": mark.id,
                "label": mark.label.value,
                "pieces": sorted(pieces),
                "rating": judged.rating if judged else None,
                "scheme": judged.scheme_version_id if judged else None,
            }
        )
    return sorted(found, key=lambda one: (one["pieces"], one["id"]))


def read_marks(frozen: str, scheme: Scheme) -> tuple[Mark, ...]:
    """Frozen marks as they are compared: a rating that means another thing now is none."""
    return in_order([_mark(one, scheme) for one in orjson.loads(frozen)])


def scheme_then(attempt: Attempt) -> Scheme:
    """The version of the scale in whose words an attempt was compared."""
    return scheme_of(db.session.get_one(SchemeVersion, attempt.scheme_version_id))


def reviewers(project_id: int) -> dict[int, bool]:
    """Who reviews in the project or was ever trained in it, and whether they review now."""
    query = select(Membership.user_id, Membership.role, Membership.removed_at).where(
        Membership.project_id == project_id
    )
    return {
        key: role is Role.REVIEWER and removed is None
        for key, role, removed in db.session.execute(query)
    }


def _mark(stored: Frozen, scheme: Scheme) -> Mark:
    rating, same = stored["rating"], None
    if rating is not None and scheme.number_then(stored["scheme"], rating) is None:
        same = rating if rating in scheme.ratings else None
    pieces = tuple((start, end) for start, end in stored["pieces"])
    return Mark(stored["id"], stored["label"], pieces, same, rating is not None)


def _attempts(which: ColumnElement[bool], user_id: int | None = None) -> Select[Attempt]:
    query = select(Attempt).where(which)
    if user_id is not None:
        query = query.where(Attempt.user_id == user_id)
    return query.order_by(Attempt.submitted_at, Attempt.number, Attempt.id)


def _progress(
    rules: WorkflowDraft, trainee: Trainee | None, attempts: Sequence[Attempt]
) -> Progress:
    since = trainee.asked_at if trainee else None
    first: dict[str, Attempt] = {}
    for one in attempts:
        if since is None or one.submitted_at > since:
            first.setdefault(one.article_id, one)
    needed = rules.training_articles or 0
    return Progress(needed, rules.reached_from, trainee, attempts, list(first.values()))
