"""An article as it comes in, from whichever door, and the rules that its fields keep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from annotator.articles.places import Place
from annotator.errors import Invalid
from annotator.text.cleaning import is_web_address

#: The most characters that each field may hold.
LONGEST = {
    "title": 1000,
    "external_id": 255,
    "url": 2000,
    "byline": 300,
    "publisher": 300,
    "language": 35,
}

# Line breaks and control characters, whose home is the text, and halves of surrogate pairs,
# which no database takes.
_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article to bring in. Only the text must be there; it is made canonical on the way in.

    `origin` is JSON: what the source carried and Annotator has no word for.
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
    if field == "language" and not _LANGUAGE.fullmatch(value):
        raise Invalid("It is no language tag; one looks like en or pt-BR.", field)


def one_line(value: str | None) -> str | None:
    """The words on one line, with single spaces; None where there are none."""
    return " ".join((value or "").split()) or None
