"""Plain text: the whole file is one article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from annotator.articles.drafts import ArticleDraft
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.text.canonical import decode


class TextFormat(Format):
    """A text file; its first line is proposed as the title and stays in the text."""

    name = "text"
    suffixes = (".txt",)
    about = "Plain text"
    one_article = "a file; its first line that is not blank becomes the title, and stays"
    carries = frozenset({Feature.TEXT, Feature.TITLE})
    notes = ("Each line that is not blank is a paragraph.",)

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """One article."""
        yield read_text_file(source.read(), source.name, encoding=options.encoding)


def read_text_file(data: bytes, file: str, *, encoding: str | None = None) -> ArticleDraft:
    """The whole file as one article; its first line is proposed as the title."""
    place = Place(file)
    try:
        text = decode(data, encoding)
    except Invalid as error:
        raise place.refusal(error) from None
    return ArticleDraft(text=text, source_sha256=hashlib.sha256(data).hexdigest(), place=place)
