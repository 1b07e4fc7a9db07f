"""Which blocks of a page are the article.

trafilatura decides; the words themselves come from the page. Its own text is tidied (white space,
joined pieces), so what it kept is looked up again among the blocks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import trafilatura
from lxml import etree

from annotator.webpages.html.tree import Element
from annotator.webpages.html.walking import RawBlock

#: A block this long is not the same as another one by chance.
_LONG = 40
#: Less than this share of what is no furniture is suspiciously little to keep.
_LITTLE = 1 / 3
#: Text of which more than this share is links is a list of links.
_MOSTLY_LINKS = 0.5

_UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd]+")
_PIECES = frozenset({"p", "head", "item", "quote", "row", "ab", "code", "list", "table", "div"})


def choose(root: Element, blocks: Sequence[RawBlock]) -> tuple[list[bool], str]:
    """Whether each block is of the article, and how that was decided.

    `whole`: there is nothing on the page but an article, and nothing is cut. `extracted`: by
    trafilatura. `most`: it kept suspiciously little, so all is kept but furniture.
    """
    if not any(block.furniture for block in blocks) and link_share(blocks) < _MOSTLY_LINKS:
        return [True] * len(blocks), "whole"
    body = _body(root)
    kept = _found_again(blocks, _texts(body)) if body is not None else [False] * len(blocks)
    content = [not block.furniture and link_share([block]) < _MOSTLY_LINKS for block in blocks]
    if _length(blocks, kept) >= _LITTLE * _length(blocks, content):
        return kept, "extracted"
    return content, "most"


def link_share(blocks: Sequence[RawBlock]) -> float:
    """How much of the text is links, from 0 to 1."""
    linked = sum(len(run.text) for block in blocks for run in block.runs if run.href)
    return linked / max(sum(len(block.text) for block in blocks), 1)


def _body(root: Element) -> Element | None:
    try:
        found = trafilatura.bare_extraction(
            root, fast=True, include_comments=False, include_tables=True, deduplicate=False
        )
    except Exception:
        # Not every page is one that it can take apart, and a person can still choose.
        return None
    return getattr(found, "body", None)


def _texts(body: Element) -> list[str]:
    """What was kept, in its pieces, squashed."""
    texts, gathered = [], ""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _PIECES:
            texts.append(squash(gathered))
            gathered = ""
        gathered += (element.text if event == "start" else element.tail) or ""
    return [text for text in (*texts, squash(gathered)) if text]


def _found_again(blocks: Sequence[RawBlock], texts: Sequence[str]) -> list[bool]:
    squashed = [squash(block.text) for block in blocks]
    kept = [False] * len(blocks)
    wanted, places = Counter(texts), defaultdict(list)
    for place, text in enumerate(squashed):
        places[text].append(place)
    for text, found in places.items():
        # The same words in the menu and in the article: the article's are meant.
        found.sort(key=lambda place: blocks[place].furniture)
        for place in found[: wanted[text]]:
            kept[place] = True
        if wanted[text] and len(text) >= _LONG:
            # The extractor drops a paragraph that stands twice; that it does is for people to see.
            for place in found:
                kept[place] = kept[place] or not blocks[place].furniture
    _keep_joined(squashed, kept, "\n".join(texts))
    _keep_parts(squashed, kept, [text for text in texts if text not in places])
    return kept


def _keep_joined(squashed: list[str], kept: list[bool], whole: str) -> None:
    # Long ones that were joined with their neighbours into one piece.
    for place, text in enumerate(squashed):
        if not kept[place] and len(text) >= _LONG and text in whole:
            kept[place] = True


def _keep_parts(squashed: list[str], kept: list[bool], texts: list[str]) -> None:
    # Long ones of which a part was left out: kept whole.
    parts = [text for text in texts if len(text) >= _LONG]
    for place, text in enumerate(squashed):
        if not kept[place] and any(part in text for part in parts):
            kept[place] = True


def squash(text: str) -> str:
    """The text without white space and what cannot be seen, for comparison only."""
    return _UNSEEN.sub("", text)


def _length(blocks: Sequence[RawBlock], kept: Sequence[bool]) -> int:
    pairs = zip(blocks, kept, strict=True)
    return sum(len(squash(block.text)) for block, is_kept in pairs if is_kept)
