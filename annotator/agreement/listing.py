"""A page of differences: article by article, until there are enough."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.agreement.differences import Asked, Difference, differences
from annotator.agreement.queries import Reader, Wanted
from annotator.projects.queries import current_scheme, scheme_of

#: A page has at least so many, if there are, and is made of at most so many articles.
PAGE_SIZE, MOST_ARTICLES = 30, 250


@dataclass(frozen=True, slots=True)
class Page:
    """Differences, and the number of the article to go on behind; None at the end."""

    differences: list[Difference]
    further: int | None


def page_of(wanted: Wanted, asked: Asked, after: int = 0) -> Page:
    """The differences that are asked for, from behind the article of this number."""
    reader = Reader(wanted, scheme_of(current_scheme(wanted.project_id)))
    found: list[Difference] = []
    for place, article in enumerate(reader.articles(after), start=1):
        found += differences(article, asked)
        if len(found) >= PAGE_SIZE or place >= MOST_ARTICLES:
            return Page(found, article.number)
    return Page(found, None)
