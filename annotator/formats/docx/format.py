"""A Word document is one article; mammoth makes HTML of it, which is read as every page is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import orjson

from annotator.articles.drafts import one_line
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.sandbox.limits import Limits
from annotator.sandbox.running import run
from annotator.text.layout import TITLE_LENGTH
from annotator.webpages.reading import Page, draft_of

MOST_BYTES = 32 * 1024 * 1024
#: A document is an archive, so more may come out.
LIMITS = Limits(output_times=20)
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
        place = Place(source.name)
        data = source.read()
        if len(data) > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            raise place.refusal(Invalid("a document may have %(most)s MB", "file", most=most))
        try:
            page = Page.from_json(run(_TASK, data, limits=LIMITS))
        except Invalid as error:
            raise place.refusal(error) from None
        whole = page.with_kept(set(range(len(page.blocks))))
        draft = draft_of(whole, data)
        origin = orjson.dumps({"docx": {"reader": "mammoth"}}).decode()
        yield replace(draft, title=_title(whole), origin=origin, place=place)


def _title(page: Page) -> str | None:
    headings = (block.text for block in page.blocks if block.kind == "heading")
    return one_line(next((text for text in headings if len(text) <= TITLE_LENGTH), None))
