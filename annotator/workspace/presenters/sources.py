"""A claim's source links, as the scripts see them."""

from __future__ import annotations

from annotator.clock import iso
from annotator.sources.models import Source
from annotator.sources.urls import host_of
from annotator.workspace.presenters.shape import Shape


def source_json(source: Source) -> Shape:
    """One link."""
    return {
        "id": source.id,
        "url": source.url,
        "host": host_of(source.url),
        "title": source.title,
        "stance": source.stance.value if source.stance else None,
        "is_article": source.is_article,
        "added_at": iso(source.added_at),
    }
