"""What the page of an article says of training."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.articles.training import is_training
from annotator.training.queries import attempts_on


@dataclass(frozen=True, slots=True)
class Note:
    """It is a training article; `attempt_id` is the last attempt that was scored, if any was."""

    attempt_id: str | None


def training_note(article_id: str, user_id: int) -> Note | None:
    """None for an ordinary article."""
    if not is_training(article_id):
        return None
    done = attempts_on(article_id, user_id)
    return Note(done[-1].id if done else None)
