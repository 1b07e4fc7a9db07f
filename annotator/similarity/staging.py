"""Corrections that an import brings: kept aside until its articles are there, then made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from sqlalchemy import delete, select

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.places import Place
from annotator.articles.queries import find, revision_text
from annotator.audit.models import Actor
from annotator.audit.service import lock_chain
from annotator.db import Values, db, insert_values, ordered_key, writing
from annotator.errors import Conflict, Invalid
from annotator.revisions.queries import newest_id
from annotator.revisions.service import make_revision, prepare
from annotator.similarity.models import StagedCorrection
from annotator.text.canonical import canonicalise
from annotator.text.layout import Layout

REASON = "It was brought in again, with another text."


def stage(project_id: int, import_id: str, corrections: Sequence[tuple[str, ArticleDraft]]) -> None:
    """Keep what is to become the newest text of each article, in the caller's transaction."""
    rows: list[Values] = [
        {
            "id": ordered_key(),
            "project_id": project_id,
            "import_id": import_id,
            "article_id": article_id,
            "draft": _json_of(draft),
        }
        for article_id, draft in corrections
    ]
    insert_values(StagedCorrection, rows)


def unstage(import_id: str) -> None:
    """Forget what the import kept, in the caller's transaction."""
    db.session.execute(delete(StagedCorrection).where(StagedCorrection.import_id == import_id))


def has_staged(import_id: str) -> bool:
    """Whether the import kept something that is not made yet."""
    return _first(import_id) is not None


def make_staged(import_id: str, *, actor: Actor) -> Iterator[Invalid | None]:
    """Make each, in a short transaction of its own; gives what was wrong with it, or None.

    Whatever cuts it off, the rest can be made later, and others may make it at the same time.
    """
    while True:
        staged = _first(import_id)
        db.session.rollback()
        if staged is None:
            return
        try:
            _make(staged, actor)
        except Conflict:
            continue  # Somebody corrected the article meanwhile: compare it anew.
        except Invalid as error:
            with writing():
                _take(staged)
            place = _draft_of(staged.draft).place
            yield error if place is None else place.refusal(error)
        else:
            yield None


def is_newest(article: Article, draft: ArticleDraft) -> bool:
    """Whether the article has this text already: another row of the import may have brought it."""
    return revision_text(newest_id(article.id)).text == canonicalise(draft.text)


def _first(import_id: str) -> StagedCorrection | None:
    query = select(StagedCorrection).where(StagedCorrection.import_id == import_id)
    found = db.session.scalar(query.order_by(StagedCorrection.id).limit(1))
    if found is not None:
        # Its values are wanted even when somebody else has made it, and its row is gone.
        db.session.expunge(found)
    return found


def _make(staged: StagedCorrection, actor: Actor) -> None:
    draft = _draft_of(staged.draft)
    article = find(staged.project_id, staged.article_id)
    comparison = None
    if article is not None and not is_newest(article, draft):
        comparison = prepare(article, draft)  # Which may take long: before the transaction.
    with writing():
        lock_chain(staged.project_id)
        if _take(staged) and comparison is not None:
            article = db.session.get_one(Article, staged.article_id)
            make_revision(article, comparison, reason=REASON, actor=actor)


def _take(staged: StagedCorrection) -> bool:
    """Take it out of those that wait; False where somebody else was quicker."""
    own = delete(StagedCorrection).where(StagedCorrection.id == staged.id)
    return db.session.scalar(own.returning(StagedCorrection.id)) is not None


def _json_of(draft: ArticleDraft) -> str:
    kept: dict[str, Any] = {
        "text": draft.text,
        "title": draft.title,
        "layout": None if draft.layout is None else draft.layout.to_json(),
        "source_sha256": draft.source_sha256,
        "place": None if draft.place is None else asdict(draft.place),
    }
    return orjson.dumps(kept).decode()


def _draft_of(kept: str) -> ArticleDraft:
    value = orjson.loads(kept)
    layout, place = value["layout"], value["place"]
    return ArticleDraft(
        text=value["text"],
        title=value["title"],
        layout=None if layout is None else Layout.from_json(layout),
        source_sha256=value["source_sha256"],
        place=None if place is None else Place(**place),
    )
