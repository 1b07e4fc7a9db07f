"""From Markdown to what the pages show: clean mark-up in sections, and which label each is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from annotator.text.cleaning import clean_document

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
    """The guidelines in sections. HTML in the text is shown as it was typed, never run."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = markdown.parse(text)
    sections: list[Section] = []
    named: set[str] = set()
    for title, part in _parts(tokens):
        html = clean_document(markdown.renderer.render(part, markdown.options, {}))
        label = next((key for key, word in _LABELS.items() if word.search(title)), None)
        # The first section about a kind of mark is where its examples are looked for.
        sections.append(Section(title, None if label in named else label, html))
        named.update({label} if label else ())
    return tuple(section for section in sections if section.title or section.html.strip())


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
