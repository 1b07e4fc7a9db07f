"""Where else an article's paragraphs stand, as its page tells it."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.articles.queries import RevisionText
from annotator.similarity.queries import alike_passages, linked_articles

#: So many articles are listed, those with most paragraphs in common first.
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class SharedParagraph:
    """`number` counts paragraphs from 1; `[start, end)` is its piece of the text."""

    number: int
    start: int
    end: int
    percent: int


@dataclass(slots=True)
class RelatedArticle:
    """Another article, the paragraphs that both have, and whether they were linked."""

    id: str
    title: str
    is_linked: bool = False
    paragraphs: list[SharedParagraph] = field(default_factory=list)


def related_articles(article_id: str, revision: RevisionText) -> list[RelatedArticle]:
    """The articles that are linked to this one, then those that share paragraphs with it."""
    found = {id_: RelatedArticle(id_, title, True) for id_, title in linked_articles(article_id)}
    blocks = revision.layout.blocks
    for one in alike_passages(revision.id):
        other = found.setdefault(one.article_id, RelatedArticle(one.article_id, one.title))
        # Several of its paragraphs may be like one of ours; the likest comes first.
        if other.paragraphs and other.paragraphs[-1].number == one.block + 1:
            continue
        block = blocks[one.block]
        shared = SharedParagraph(one.block + 1, block.start, block.end, one.percent)
        other.paragraphs.append(shared)
    ranked = sorted(found.values(), key=lambda one: (not one.is_linked, -len(one.paragraphs)))
    return ranked[:MOST_LISTED]
