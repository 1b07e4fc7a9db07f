"""Which articles are in languages that a person reads."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, or_

from annotator.articles.models import Article


def readable(reads: tuple[str, ...]) -> ColumnElement[bool]:
    """In one of these languages, whatever the region, or in none that anybody said."""
    if not reads:
        return Article.id.is_not(None)
    tag = func.lower(Article.language)
    said = [or_(tag == one, tag.startswith(f"{one}-", autoescape=True)) for one in reads]
    return or_(Article.language.is_(None), Article.language == "", *said)
