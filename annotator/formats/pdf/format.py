"""A PDF is one article: paragraphs joined over their lines, headings known by their size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson

from annotator.articles.drafts import ArticleDraft, one_line
from annotator.articles.places import Place
from annotator.formats.contained import read_contained
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.text.canonical import without_controls
from annotator.text.layout import TITLE_LENGTH, Block, Layout

_TASK = "annotator.formats.pdf.extraction:read_pdf"
_BETWEEN = "\n\n"


class PdfFormat(Format):
    """A PDF file with a text layer."""

    name = "pdf"
    suffixes = (".pdf",)
    about = "PDF with a text layer"
    one_article = "a file; its first heading becomes the title, and stays"
    carries = frozenset({Feature.TEXT, Feature.BLOCKS, Feature.TITLE})
    notes = (
        "Lines are joined to paragraphs; a hyphen at a line's end goes only where the document has "
        "the whole word elsewhere, or where it is a soft one; `origin.pdf` counts both.",
        "Headings are known by the size of their letters. Lists, emphasis and links are lost; page "
        "numbers and running heads stay, as paragraphs.",
        "A scan without a text layer is refused: there is no text recognition here.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """One article."""
        data, found = read_contained(source, _TASK)
        yield _draft(found, data, Place(source.name))


def _draft(found: dict[str, Any], data: bytes, place: Place) -> ArticleDraft:
    blocks, texts, at = [], [], 0
    for kind, level, raw in found["blocks"]:
        text = without_controls(raw)
        blocks.append(Block(kind, level, at, at + len(text)))
        texts.append(text)
        at += len(text) + len(_BETWEEN)
    hyphens = {"hyphens_undone": found["undone"], "hyphens_kept": found["kept"]}
    heading = next((text for (kind, _, _), text in zip(found["blocks"], texts, strict=True)
                    if kind == "heading" and len(text) <= TITLE_LENGTH), None)  # fmt: skip
    return ArticleDraft(
        text=_BETWEEN.join(texts),
        title=one_line(heading),
        layout=Layout(tuple(blocks)),
        origin=orjson.dumps({"pdf": hyphens}).decode(),
        source_sha256=hashlib.sha256(data).hexdigest(),
        place=place,
    )
