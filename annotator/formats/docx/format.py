"""A Word document is one article; mammoth makes HTML of it, which is read as every page is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson

from annotator.articles.drafts import one_line
from annotator.articles.places import Place
from annotator.formats.contained import read_contained
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.text.layout import TITLE_LENGTH
from annotator.webpages.reading import Page, draft_of

_TASK = "annotator.formats.docx.extraction:read_docx"


class DocxFormat(Format):
    """A Word document."""

    name = "docx"
    suffixes = (".docx",)
    about = "Word (DOCX)"
    one_article = "a file; its first heading becomes the title, and stays"
    carries = frozenset({Feature.TEXT, Feature.BLOCKS, Feature.INLINE, Feature.TITLE})
    notes = (
        "Footnotes and endnotes come at the end; pictures, comments, page heads and what tracked "
        "changes deleted are left out.",
        "A cell of a table is a paragraph.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """One article."""
        data, found = read_contained(source, _TASK)
        page = Page.from_json(found)
        whole = page.with_kept(set(range(len(page.blocks))))
        draft = draft_of(whole, data)
        origin = orjson.dumps({"docx": {"reader": "mammoth"}}).decode()
        yield replace(draft, title=_title(whole), origin=origin, place=Place(source.name))


def _title(page: Page) -> str | None:
    headings = (block.text for block in page.blocks if block.kind == "heading")
    return one_line(next((text for text in headings if len(text) <= TITLE_LENGTH), None))
