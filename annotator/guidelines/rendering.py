"""From Markdown to what the pages show: clean mark-up in sections, and which label each is for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from annotator.errors import Invalid
from annotator.text.cleaning import clean_document

#: Characters of mark-up: all of it travels with every article.
LONGEST_WRITTEN_OUT = 300_000

#: Words of a heading that say which marks a section is about.
_LABELS = {
    "claim": re.compile(r"\bclaims?\b", re.IGNORECASE),
    "quote": re.compile(r"\bquot(?:es?|ations?)\b", re.IGNORECASE),
    "context": re.compile(r"\bcontexts?\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the guidelines below one heading; `label` where it is about one kind of mark.

    What stands before the first heading has no title.
    """

    title: str
    label: str | None
    html: Markup


@lru_cache(maxsize=64)
def rendered(text: str) -> tuple[Section, ...]:
    """The guidelines in sections. HTML in the text is shown as it was typed, never run.

    Raises `Invalid` for a short text that comes to more mark-up than a page can carry.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    written = [
        (title, markdown.renderer.render(part, markdown.options, {}))
        for title, part in _parts(markdown.parse(text))
    ]
    # Markdown fills each row of a table up to the width of its head.
    if sum(len(html) for _, html in written) > LONGEST_WRITTEN_OUT:
        raise Invalid(
            "With its tables written out this text is too long to be shown; "
            "give them fewer columns.",
            "text",
        )
    return tuple(section for section in _sections(written) if section.title or section.html.strip())


def _sections(written: list[tuple[str, str]]) -> Iterator[Section]:
    named: set[str] = set()
    for title, html in written:
        label = next((key for key, word in _LABELS.items() if word.search(title)), None)
        # The first section about a kind of mark is where its examples are looked for.
        yield Section(title, None if label in named else label, clean_document(html))
        named.update({label} if label else ())


def _parts(tokens: list[Token]) -> list[tuple[str, list[Token]]]:
    """The tokens cut before each heading of the first and second level, and its words."""
    parts: list[tuple[str, list[Token]]] = [("", [])]
    skip = 0
    for index, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "heading_open" and token.tag in {"h1", "h2"} and token.level == 0:
            parts.append((_words(tokens[index + 1]), []))
            skip = 2
        else:
            parts[-1][1].append(token)
    return parts


def _words(token: Token) -> str:
    return "".join(child.content for child in token.children or [] if child.content).strip()
