"""Plain text: the whole file is one article."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from annotator.articles.drafts import ArticleDraft
from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.formats.encodings import decoded
from annotator.formats.interface import Feature, Format, Item, Options, Source


class TextFormat(Format):
    """A text file; its first line is proposed as the title and stays in the text."""

    name = "text"
    suffixes = (".txt", ".text")
    about = "Plain text"
    one_article = "a file; its first line that is not blank becomes the title, and stays"
    carries = frozenset({Feature.TEXT, Feature.TITLE})
    notes = (
        "Each line that is not blank is a paragraph.",
        "Read by its byte order mark, by the encoding somebody names, or as UTF-8; else the "
        "encoding is guessed where the signs are clear, and the report says which it was.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """One article."""
        return self.drafts(source, options)

    def drafts(self, source: Source, options: Options) -> Iterator[ArticleDraft]:
        """The same, known to be articles without annotations."""
        data = source.read()
        try:
            text, source.encoding = decoded(data, options.encoding)
        except Invalid as error:
            raise Place(source.name).refusal(error) from None
        yield ArticleDraft(
            text=text, source_sha256=hashlib.sha256(data).hexdigest(), place=Place(source.name)
        )
