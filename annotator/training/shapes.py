"""What each page of training is made of, put together from several queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from annotator.adjudication.queries import is_finished
from annotator.articles.queries import find, revision_text
from annotator.assignments.queries import assignments_on
from annotator.assignments.reach import Reach
from annotator.db import db
from annotator.errors import NotFound
from annotator.projects.drafts import WorkflowDraft
from annotator.projects.models import Project
from annotator.projects.queries import current_scheme, names, scheme_of
from annotator.training.handing import training_left, with_training_left
from annotator.training.models import Answers, Attempt, Offer
from annotator.training.presenters import Learner, scored, share, shown, side
from annotator.training.queries import (
    answers_of,
    attempts_on,
    everybodys_progress,
    explanations_on,
    nothing_done,
    numbers_of_answers,
    progress_of,
    read_marks,
    reviewers,
    scheme_then,
    score_of,
    titles_of,
    training_article,
)
from annotator.training.scoring import lines

Shape = dict[str, Any]


class Offering(Protocol):
    """A form that is told what answers there are to choose from."""

    def offer(self, submitted: Mapping[int, str], *, gold: bool) -> None:
        """These people submitted."""


def own_shape(project_id: int, user_id: int, rules: WorkflowDraft) -> Shape:
    """A reviewer's own page."""
    progress = progress_of(project_id, user_id, rules)
    return {
        "progress": progress,
        "attempts": scored(progress, titles_of(project_id), numbers_of_answers(project_id)),
        "left": training_left(project_id, user_id) is not None,
    }


def learners(project_id: int, rules: WorkflowDraft, reach: Reach) -> list[Learner]:
    """Everybody who reviews or was trained, by name; of attempts, those within reach."""
    progress, people = everybodys_progress(project_id, rules), reviewers(project_id)
    every = {key: progress.get(key) or nothing_done(rules) for key in people}
    shown = {key: own for key, own in every.items() if people[key] or own.attempts}
    named, titles = names(project_id), titles_of(project_id)
    numbers = numbers_of_answers(project_id)
    due = [key for key, own in shown.items() if own.is_due]
    waiting = set(due) - with_training_left(project_id, due)
    found = []
    for key, own in shown.items():
        attempts = scored(own, titles, numbers)
        told = [one for one in attempts if reach.covers(one.attempt.article_id)]
        reached = sum(1 for one in told if one.counts and one.reached)
        called = named.get(key, "")
        found.append(Learner(key, called, own, told, reached, key not in waiting, people[key]))
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


def article_shape(project: Project, article_id: str, form: Offering) -> Shape:
    """The lead's page of one article; `form` is told whose marks there are."""
    article = find(project.id, article_id)
    if article is None:
        raise NotFound("There is no such article.")
    attempts, named = attempts_on(article_id), names(project.id)
    learnt = {one.user_id for one in attempts}
    work = assignments_on(article_id, submitted_only=True)
    own = [one for one in work if one.reviewer_id not in learnt]
    submitted = {one.reviewer_id: one.reviewer.name for one in own}
    form.offer(submitted, gold=is_finished(article_id))
    row = training_article(project.id, article_id)
    versions = answers_of(article_id)
    return {
        "article": article,
        "training": row if row and row.state is not Offer.ENDED else None,
        "versions": versions,
        "scheme": scheme_of(current_scheme(project.id)),
        "named": named,
        "known": _known(project.id, versions[0]) if versions else [],
        "may_freeze": bool(submitted) or is_finished(article_id),
        "attempts": _by_person(attempts, named),
        "numbers": {one.id: one.number for one in versions},
    }


def attempt_shape(attempt: Attempt, rules: WorkflowDraft, *, mine: bool) -> Shape:
    """The page of one attempt."""
    answers = db.session.get_one(Answers, attempt.answers_id)
    scheme, score = scheme_then(attempt), score_of(attempt)
    known, own = read_marks(answers.marks, scheme), read_marks(attempt.marks, scheme)
    text = revision_text(answers.revision_id).text
    row = training_article(attempt.project_id, attempt.article_id)
    progress = progress_of(attempt.project_id, attempt.user_id, rules)
    article = find(attempt.project_id, attempt.article_id)
    return {
        "article": article,
        "attempt": attempt,
        "answers": answers,
        "score": score,
        "whole": share(score.whole),
        "reached": score.reaches(rules.reached_from),
        "rules": rules,
        "progress": progress,
        "counts": attempt.id in {one.id for one in progress.counting},
        "lines": shown(lines(known, own), text, explanations_on(attempt.article_id)),
        "scheme": scheme,
        "name": names(attempt.project_id).get(attempt.user_id, ""),
        "mine": mine,
        "may_try": mine and row is not None and row.state is Offer.OFFERED,
    }


def _known(project_id: int, answers: Answers) -> list[Shape]:
    """The known answers in the order of the text, each with its explanation if it has one."""
    scheme = scheme_of(current_scheme(project_id))
    text, said = revision_text(answers.revision_id).text, explanations_on(answers.article_id)
    return [
        {"id": mark.id, "side": side(mark, text), "explanation": said.get(mark.id)}
        for mark in read_marks(answers.marks, scheme)
    ]


def _by_person(
    attempts: Sequence[Attempt], named: Mapping[int, str]
) -> list[tuple[str, list[tuple[Attempt, float]]]]:
    found: dict[int, list[tuple[Attempt, float]]] = defaultdict(list)
    for one in attempts:
        found[one.user_id].append((one, share(score_of(one).whole)))
    rows = [(named.get(key, ""), some) for key, some in found.items()]
    return sorted(rows, key=lambda row: row[0].casefold())
