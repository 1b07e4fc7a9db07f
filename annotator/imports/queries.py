"""Reading past imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from annotator.accounts.models import User
from annotator.articles.models import Article
from annotator.db import db
from annotator.imports.models import Import, ImportState
from annotator.imports.reports import Report

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class PastImport:
    """One row of the list; `by` is None where the command line did it."""

    name: str
    state: ImportState
    articles: int
    started_at: datetime
    by: str | None
    report: Report


def past_imports(project_id: int) -> list[PastImport]:
    """The newest imports of the project, newest first."""
    query = (
        select(Import, User.name)
        .outerjoin(User, User.id == Import.started_by)
        .where(Import.project_id == project_id)
        .order_by(Import.started_at.desc(), Import.id)
        .limit(PAGE_SIZE)
    )
    return [
        PastImport(
            row.name, row.state, row.articles, row.started_at, by, Report.from_json(row.report)
        )
        for row, by in db.session.execute(query)
    ]


def first_of(import_id: str) -> tuple[str, int] | None:
    """The id and the number of the first article that an import brought; None where none came."""
    query = (
        select(Article.id, Article.number)
        .where(Article.import_id == import_id)
        .order_by(Article.number)
        .limit(1)
    )
    row = db.session.execute(query).first()
    return None if row is None else (row.id, row.number)
