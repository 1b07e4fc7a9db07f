"""Bringing articles in: the text made canonical once, and from then on unchangeable."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from uuid import uuid4

import orjson
from sqlalchemy import func, insert, select

from annotator.articles.drafts import (
    ArticleDraft,
    check_blocks,
    check_draft,
    check_length,
    one_line,
)
from annotator.articles.models import Article, Revision
from annotator.articles.places import Place
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, Row, lock_chain, record, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid
from annotator.projects.models import Project
from annotator.text.canonical import CANONICAL_VERSION, canonicalise, text_sha256
from annotator.text.layout import Layout, check_layout, plain_layout, propose_title

BATCH_ROWS = 500
#: A batch is also full at this many characters of text, so that memory stays small.
BATCH_CHARACTERS = 4_000_000

# The index behind it takes only so many bytes on PostgreSQL, and nobody searches for more.
_KEY_LENGTH = 400

Pair = tuple[Row, Row]


def import_articles(
    project: Project,
    drafts: Iterable[ArticleDraft],
    *,
    actor: Actor,
    progress: Callable[[int], None] | None = None,
) -> int:
    """Bring the drafts in, in their order; returns how many there were.

    `progress` is called after each batch with the number that is in. Raises `Invalid` for the
    first draft at fault; the caller's transaction then holds part of them and must end.
    """
    count = 0
    for count in import_batches(project, drafts, actor=actor):
        if progress is not None:
            progress(count)
    return count


def import_text(project: Project, draft: ArticleDraft, *, actor: Actor) -> str:
    """Bring one article in; returns its id."""
    pair = _rows(project.id, draft, actor)
    _store(project.id, [(draft, pair)], actor)
    article_id: str = pair[0]["id"]
    return article_id


def import_batches(
    project: Project, drafts: Iterable[ArticleDraft], *, actor: Actor
) -> Iterator[int]:
    """`import_articles` as an iterator over its progress, for a caller that reports on the way."""
    batch: list[tuple[ArticleDraft, Pair]] = []
    count = characters = 0
    for draft in drafts:
        pair = _rows(project.id, draft, actor)
        batch.append((draft, pair))
        characters += pair[1]["length"]
        if len(batch) >= BATCH_ROWS or characters >= BATCH_CHARACTERS:
            count += _store(project.id, batch, actor)
            yield count
            batch, characters = [], 0
    if batch:
        yield count + _store(project.id, batch, actor)


def title_key(title: str) -> str:
    """The title without differences of case and compatibility, for search."""
    return unicodedata.normalize("NFKC", title).casefold()[:_KEY_LENGTH]


def layout_json(layout: Layout) -> str:
    """A layout as it is stored and, unchanged, exported."""
    return orjson.dumps(layout.to_json()).decode()


def first_number(project_id: int) -> int:
    """The place in the queue for the next article; holds the project's line until commit."""
    lock_chain(project_id)
    query = select(func.coalesce(func.max(Article.number), 0) + 1)
    return db.session.scalar(query.where(Article.project_id == project_id)) or 1


def _rows(project_id: int, draft: ArticleDraft, actor: Actor) -> Pair:
    try:
        check_draft(draft)
        text = canonicalise(draft.text)
        check_length(text)
        layout = _layout_of(draft, text)
        check_blocks(layout)
    except Invalid as error:
        if draft.place is None:
            raise
        raise draft.place.refusal(error) from None
    article = _article_row(project_id, draft, text, actor)
    return article, _revision_row(article, draft, text, layout)


def _article_row(project_id: int, draft: ArticleDraft, text: str, actor: Actor) -> Row:
    title = draft.title or one_line(propose_title(text)) or text[:1]
    return {
        "id": str(uuid4()),
        "project_id": project_id,
        "external_id": draft.external_id,
        "title": title,
        "title_key": title_key(title),
        "url": draft.url,
        "byline": draft.byline,
        "publisher": draft.publisher,
        "published_on": draft.published_on,
        "language": draft.language,
        "origin": draft.origin,
        "created_at": now(),
        "created_by": actor.id,
    }


def _layout_of(draft: ArticleDraft, text: str) -> Layout:
    if draft.layout is None:
        return plain_layout(text)
    check_layout(text, draft.layout)
    return draft.layout


def _revision_row(article: Row, draft: ArticleDraft, text: str, layout: Layout) -> Row:
    return {
        "id": str(uuid4()),
        "project_id": article["project_id"],
        "article_id": article["id"],
        "number": 1,
        "canonical": CANONICAL_VERSION,
        "text": text,
        "text_sha256": text_sha256(text),
        "layout": layout_json(layout),
        "length": len(text),
        "words": len(text.split()),
        "source_sha256": draft.source_sha256,
        "created_at": article["created_at"],
    }


def _store(project_id: int, batch: list[tuple[ArticleDraft, Pair]], actor: Actor) -> int:
    number = first_number(project_id)
    _refuse_known(project_id, [draft for draft, _ in batch])
    for place, (_, (article, _revision)) in enumerate(batch):
        article["number"] = number + place
    db.session.execute(insert(Article.__table__), [pair[0] for _, pair in batch])  # type: ignore[arg-type]
    db.session.execute(insert(Revision.__table__), [pair[1] for _, pair in batch])  # type: ignore[arg-type]
    changes = [change for _, pair in batch for change in _changes(pair)]
    record(project_id, changes, actor=actor)
    return len(batch)


def _changes(pair: Pair) -> Iterator[Change]:
    article, revision = pair
    kinds = (
        (Action.ARTICLE_IMPORTED, Article(**article)),
        (Action.REVISION_IMPORTED, Revision(**revision)),
    )
    for action, row in kinds:
        yield Change(
            action, row.__tablename__, row.id, None, snapshot(row), article_id=article["id"]
        )


def _refuse_known(project_id: int, drafts: list[ArticleDraft]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.external_id in seen:
            raise _taken(draft.external_id, draft.place)
        if draft.external_id is not None:
            seen.add(draft.external_id)
    if not seen:
        return
    query = select(Article.external_id).where(
        Article.project_id == project_id, Article.external_id.in_(seen)
    )
    known = set(db.session.scalars(query))
    for draft in drafts:
        if draft.external_id in known:
            raise _taken(draft.external_id, draft.place)


def _taken(external_id: str | None, place: Place | None) -> Invalid:
    taken = Invalid("An article “%(id)s” is there already.", "external_id", id=external_id)
    return taken if place is None else place.refusal(taken)
