"""How many training articles an export leaves out, and why."""

from __future__ import annotations

from sqlalchemy import func, select

from annotator.articles.arrival import arrived
from annotator.articles.models import Article
from annotator.articles.training import in_training
from annotator.db import db


def training_left_out(project_id: int) -> int:
    """How many articles of the project are for training now: they are in no file."""
    query = select(func.count(Article.id)).where(
        Article.project_id == project_id, arrived(), in_training(Article.id)
    )
    return db.session.scalar(query) or 0


def training_remark(project_id: int) -> str | None:
    """The sentence that a command says of them; None where there is none."""
    count = training_left_out(project_id)
    if not count:
        return None
    if count == 1:
        return "1 training article is left out: it is marked to learn, and its answers are known."
    return (
        f"{count} training articles are left out: they are marked to learn, and their answers are "
        "known."
    )
