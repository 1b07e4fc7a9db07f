"""An article as it comes in, from whichever door, and the rules that its fields keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.text.canonical import CANONICAL_VERSION
from annotator.text.cleaning import is_web_address
from annotator.text.languages import is_language_tag
from annotator.text.layout import Layout

#: The most characters that each field may hold.
LONGEST = {
    "title": 1000,
    "external_id": 255,
    "url": 2000,
    "byline": 300,
    "publisher": 300,
    "language": 35,
}

#: The longest text that an article may have, and the most blocks. A page holds an article
#: whole, and each block is an element of it.
MOST_CHARACTERS = 2_000_000
MOST_BLOCKS = 20_000

# Line breaks and control characters, whose home is the text, and halves of surrogate pairs,
# which no database takes.
_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article to bring in. Only the text must be there; it is made canonical on the way in.

    `origin` is JSON: what the source carried and Annotator has no word for. A `layout` holds
    offsets of the canonical text; without one, every line is a paragraph.
    """

    text: str
    title: str | None = None
    external_id: str | None = None
    url: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    language: str | None = None
    origin: str | None = None
    source_sha256: str | None = None
    place: Place | None = None
    layout: Layout | None = None
    #: By which rules the text was made from what came in.
    canonical: str = CANONICAL_VERSION


def check_draft(draft: ArticleDraft) -> None:
    """Raise `Invalid` for the first field, the text apart, that breaks a rule."""
    for field in LONGEST:
        value = getattr(draft, field)
        if value is not None:
            check_field(field, value)


def check_field(field: str, value: str) -> None:
    """Raise `Invalid` unless the value is one line, neither blank nor too long, and fits."""
    if not value.strip():
        raise Invalid("It is empty; leave it out where there is none.", field)
    if len(value) > LONGEST[field]:
        raise Invalid(
            "It is %(length)s characters long, and may have %(longest)s.",
            field,
            length=len(value),
            longest=LONGEST[field],
        )
    if _NOT_ON_A_LINE.search(value):
        raise Invalid("It holds a line break or a control character.", field)
    if field == "url" and not is_web_address(value):
        raise Invalid("It is no web address; one begins with https:// or http://.", field)
    if field == "language" and not is_language_tag(value):
        raise Invalid(
            "“%(tag)s” is no language that is known: give a tag such as en, ar or pt-BR.",
            field,
            tag=value,
        )


def check_length(text: str) -> None:
    """Raise `Invalid` for a text of more characters than an article may have."""
    if len(text) > MOST_CHARACTERS:
        raise _too_long()


def check_blocks(layout: Layout) -> None:
    """Raise `Invalid` for more blocks than an article may have."""
    check_block_count(len(layout.blocks))


def check_block_count(count: int) -> None:
    """The same for blocks that were only counted."""
    if count > MOST_BLOCKS:
        raise _too_long()


def _too_long() -> Invalid:
    return Invalid(
        "An article may have at most %(characters)s characters and %(blocks)s paragraphs.",
        "text",
        characters=f"{MOST_CHARACTERS:,}",
        blocks=f"{MOST_BLOCKS:,}",
    )


def one_line(value: str | None) -> str | None:
    """The words on one line, with single spaces; None where there are none."""
    return (" ".join(value.split()) or None) if value else None
