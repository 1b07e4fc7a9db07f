"""Which sources are the article under review itself: told anew by the rule of this version."""

from __future__ import annotations

from sqlalchemy import select

from annotator.annotations.models import Annotation, StaleReason
from annotator.annotations.queries import annotation as find_annotation
from annotator.annotations.service import mark_stale
from annotator.articles.models import Article
from annotator.audit.models import COMMAND_LINE, Action, Actor
from annotator.audit.service import lock_chain
from annotator.captures.service import change, is_judged
from annotator.db import db, writing
from annotator.db.migrate import after_upgrade
from annotator.projects.models import Project
from annotator.projects.queries import put_away
from annotator.sources.archive_links import shows_page
from annotator.sources.models import Source
from annotator.sources.rules import is_evidence

_SHELL = Actor(None, COMMAND_LINE, COMMAND_LINE)


@after_upgrade
def recount_all() -> None:
    """Do it for every project; what an earlier version recorded may have followed another rule."""
    # What is put away stays as it is; a later version looks at it once it is back.
    there = select(Project.id).where(Project.id.not_in(put_away())).order_by(Project.id)
    for project_id in db.session.scalars(there).all():
        recount(project_id, actor=_SHELL)


def recount(project_id: int, *, actor: Actor) -> int:
    """Say of each source whether it is the article itself; gives how many said otherwise.

    A verdict that rested on one of them needs another look. Each change is a transaction of its
    own, so that nobody waits for all of them.
    """
    query = (
        select(Source.id, Source.url, Article.url, Source.is_article)
        .join(Annotation, Annotation.id == Source.annotation_id)
        .join(Article, Article.id == Annotation.article_id)
        .where(Source.project_id == project_id, Source.url.is_not(None))
        .order_by(Source.id)
    )
    wrong = [
        (source_id, page)
        for source_id, url, page, said in db.session.execute(query)
        if shows_page(url or "", page) != said
    ]
    for source_id, page in wrong:
        with writing():
            lock_chain(project_id)
            _recount(source_id, page, actor)
    return len(wrong)


def _recount(source_id: str, page: str | None, actor: Actor) -> None:
    source = db.session.get_one(Source, source_id, populate_existing=True)
    mark = find_annotation(source.annotation_id)
    is_article = source.url is not None and shows_page(source.url, page)
    if mark is None or is_article == source.is_article:
        return
    counted = is_evidence(source)

    def write() -> None:
        source.is_article = is_article
        if is_evidence(source) != counted and is_judged(mark):
            mark_stale(mark, StaleReason.EVIDENCE)

    change(mark, source, Action.SOURCE_REVISED, write, [], actor=actor)
