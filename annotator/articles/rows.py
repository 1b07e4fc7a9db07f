"""From a draft to the rows that are stored: the text made canonical once, and hashed once."""

from __future__ import annotations

import unicodedata

import orjson

from annotator.articles.drafts import (
    ArticleDraft,
    check_block_count,
    check_draft,
    check_length,
    one_line,
)
from annotator.articles.draws import draw_of
from annotator.audit.models import Actor
from annotator.audit.service import Row
from annotator.clock import now
from annotator.db import ordered_key
from annotator.errors import Invalid
from annotator.text.canonical import canonicalise, text_sha256
from annotator.text.counting import count_words
from annotator.text.layout import Layout, check_layout, plain_layout_json, propose_title

# The index behind it takes only so many bytes on PostgreSQL, and nobody searches for more.
_KEY_LENGTH = 400

#: An article and its first revision. The article's place in the queue is given when it is stored.
Pair = tuple[Row, Row]


def rows_of(project_id: int, draft: ArticleDraft, actor: Actor, import_id: str | None) -> Pair:
    """The rows of one draft; raises `Invalid`, with its place in the file where it has one."""
    text, layout = check_rows(draft)
    article = _article_row(project_id, draft, text, actor)
    article["import_id"] = import_id
    return article, _revision_row(article, draft, text, layout)


def check_rows(draft: ArticleDraft) -> tuple[str, str]:
    """The canonical text, and the layout as JSON; raises what `rows_of` does."""
    try:
        check_draft(draft)
        text = canonicalise(draft.text)
        check_length(text)
        layout, blocks = _layout_of(draft, text)
        check_block_count(blocks)
    except Invalid as error:
        if draft.place is None:
            raise
        raise draft.place.refusal(error) from None
    return text, layout


def title_key(title: str) -> str:
    """The title without differences of case and compatibility, for search."""
    return unicodedata.normalize("NFKC", title).casefold()[:_KEY_LENGTH]


def layout_json(layout: Layout) -> str:
    """A layout as it is stored and, unchanged, exported."""
    return orjson.dumps(layout.to_json()).decode()


def _article_row(project_id: int, draft: ArticleDraft, text: str, actor: Actor) -> Row:
    title = draft.title or one_line(propose_title(text)) or text[:1]
    key = ordered_key()
    return {
        "id": key,
        "project_id": project_id,
        "external_id": draft.external_id,
        "title": title,
        "title_key": title_key(title),
        "url": draft.url,
        "byline": draft.byline,
        "publisher": draft.publisher,
        "published_on": draft.published_on,
        "language": draft.language,
        "priority": None,
        "due_on": None,
        "trashed_at": None,
        "trash_reason": None,
        "seats": 0,
        "draw": draw_of(key),
        "origin": draft.origin,
        "created_at": now(),
        "created_by": actor.id,
    }


def _layout_of(draft: ArticleDraft, text: str) -> tuple[str, int]:
    """The layout as JSON, and how many blocks it has."""
    if draft.layout is None:
        return plain_layout_json(text)
    check_layout(text, draft.layout)
    return layout_json(draft.layout), len(draft.layout.blocks)


def _revision_row(article: Row, draft: ArticleDraft, text: str, layout: str) -> Row:
    return {
        "id": ordered_key(),
        "project_id": article["project_id"],
        "article_id": article["id"],
        "number": 1,
        "canonical": draft.canonical,
        "text": text,
        "text_sha256": text_sha256(text),
        "layout": layout,
        "length": len(text),
        "words": count_words(text),
        "source_sha256": draft.source_sha256,
        "created_at": article["created_at"],
    }
