"""How many articles an export leaves out because they are in the trash."""

from __future__ import annotations

from sqlalchemy import func, select

from annotator.articles.arrival import trashed
from annotator.articles.models import Article
from annotator.db import db
from annotator.export.training import training_remark


def trash_left_out(project_id: int) -> int:
    """How many articles of the project are in the trash now: they are in no file."""
    query = select(func.count(Article.id)).where(Article.project_id == project_id, trashed())
    return db.session.scalar(query) or 0


def left_out_remarks(project_id: int) -> list[str]:
    """What a command says of articles that are in no file: those of the training, the trash."""
    remarks = training_remark(project_id), _trash_remark(project_id)
    return [remark for remark in remarks if remark is not None]


def _trash_remark(project_id: int) -> str | None:
    count = trash_left_out(project_id)
    if not count:
        return None
    if count == 1:
        return "1 article is left out: it is in the trash."
    return f"{count} articles are left out: they are in the trash."
