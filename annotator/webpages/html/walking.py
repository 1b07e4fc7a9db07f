"""Through the tree of a page, gathering its text block by block."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from annotator.text.canonical import REPLACEMENT
from annotator.text.cleaning import is_web_address
from annotator.webpages.html.furniture import is_furniture
from annotator.webpages.html.lists import LISTS, Numbers
from annotator.webpages.html.tree import DROPPED, Element, joined

#: Before and after each of these the text begins anew.
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog"),
        *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header"),
        *(
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "head",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
        ),
        *("menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "caption"),
        *("tbody", "thead", "tfoot", "tr", "ul"),
    }
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_OF_KIND = frozenset({*_HEADINGS, "li", "blockquote"})
_CELLS = frozenset({"td", "th"})
_INSIDE = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "pre": "pre"}

_DEEPEST = 6
_WHITE = re.compile("[ \t\n\r\f]+")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|\n")
# What a spacer is made of; a block of nothing else has nothing to read.
_BLANK = re.compile("[\\s\u00ad\u200b\u2060\ufeff]*")


class Kind(NamedTuple):
    """What a block is, how deep it lies, and which number it has in an ordered list."""

    name: str
    level: int | None
    number: int | None = None


class Run(NamedTuple):
    """Words of one look."""

    text: str
    strong: bool
    emphasis: bool
    href: str | None


@dataclass(slots=True)
class RawBlock:
    """A piece of the page that begins and ends on a line of its own."""

    kind: str
    level: int | None
    furniture: bool
    runs: list[Run] = field(default_factory=list)
    number: int | None = None

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Walker:
    """Reads the tree once, in the order of the text."""

    def __init__(self, base: str | None) -> None:
        self.blocks: list[RawBlock] = []
        self._base = base
        self._runs: list[Run] = []
        self._at_space = True
        self._kinds: list[Kind] = []
        self._lists: list[Numbers] = []
        self._depth = {"pre": 0, "furniture": 0, "strong": 0, "emphasis": 0}
        self._hrefs: list[str | None] = []
        self._dropped = 0

    def walk(self, root: Element) -> list[RawBlock]:
        """The blocks of the page."""
        for event, element in etree.iterwalk(root, events=("start", "end")):
            dropped = element.tag in DROPPED
            if event == "start":
                self._dropped += dropped
                self._step(self._enter, element, element.text)
            else:
                self._step(self._leave, element, None)
                self._dropped -= dropped
                self._step(None, element, element.tail)
        self._end_block()
        return self.blocks

    def _step(
        self, cross: Callable[[Element], None] | None, element: Element, text: str | None
    ) -> None:
        if self._dropped:
            return
        if cross is not None:
            cross(element)
        self._say(text)

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._end_block()
        if tag == "br":
            self._break_line()
        if is_furniture(element):
            self._depth["furniture"] += 1
        if tag in LISTS:
            self._lists.append(Numbers(element))
        if tag in _OF_KIND:
            self._kinds.append(self._kind_of(element))
        if tag in _INSIDE:
            self._depth[_INSIDE[tag]] += 1
        if tag == "a":
            self._hrefs.append(self._address(element))

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._end_block()
        if tag in _CELLS:
            self._say(" ")
        if is_furniture(element):
            self._depth["furniture"] -= 1
        if tag in LISTS:
            self._lists.pop()
        if tag in _OF_KIND:
            self._kinds.pop()
        if tag in _INSIDE:
            self._depth[_INSIDE[tag]] -= 1
        if tag == "a":
            self._hrefs.pop()

    def _kind_of(self, element: Element) -> Kind:
        if element.tag in _HEADINGS:
            return Kind("heading", _HEADINGS[element.tag])
        if element.tag == "blockquote":
            return Kind("block_quote", None)
        level = min(max(len(self._lists), 1), _DEEPEST)
        number = self._lists[-1].of(element) if self._lists else None
        return Kind("list_item", level, number)

    def _address(self, element: Element) -> str | None:
        href = joined(self._base, element.get("href") or "")
        return href if is_web_address(href) else None

    def _say(self, text: str | None) -> None:
        if not text:
            return
        if not self._depth["pre"]:
            self._add(_WHITE.sub(" ", text))
            return
        for place, line in enumerate(_BREAKS.split(text)):
            if place:
                self._break_line()
            self._add(_WHITE.sub(" ", line))

    def _add(self, text: str) -> None:
        if self._at_space:
            text = text.lstrip(" ")
        if not text:
            return
        text = _CONTROLS.sub(REPLACEMENT, text)
        self._at_space = text.endswith(" ")
        href = next((one for one in reversed(self._hrefs) if one), None)
        strong, emphasis = self._depth["strong"] > 0, self._depth["emphasis"] > 0
        self._runs.append(Run(text, strong, emphasis, href))

    def _break_line(self) -> None:
        self._trim()
        if self._runs and self._runs[-1].text == "\n":
            # An empty line is where one paragraph ends and the next begins.
            self._end_block()
        elif self._runs:
            self._runs.append(Run("\n", strong=False, emphasis=False, href=None))
        self._at_space = True

    def _trim(self) -> None:
        while self._runs:
            last = self._runs[-1]
            text = last.text if last.text == "\n" else last.text.rstrip(" ")
            if text:
                self._runs[-1] = last._replace(text=text)
                return
            self._runs.pop()

    def _end_block(self) -> None:
        self._trim()
        while self._runs and self._runs[-1].text == "\n":
            self._runs.pop()
            self._trim()
        kind, level, number = self._kinds[-1] if self._kinds else Kind("paragraph", None)
        block = RawBlock(kind, level, self._depth["furniture"] > 0, self._runs, number)
        if not _BLANK.fullmatch(block.text):
            self.blocks.append(block)
        self._runs, self._at_space = [], True
