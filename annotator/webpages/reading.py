"""A page as the rest of Annotator sees it: blocks, kept or cut, and the article they make."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

import orjson

from annotator.articles.drafts import ArticleDraft
from annotator.errors import Invalid
from annotator.sandbox.limits import Limits
from annotator.sandbox.running import run
from annotator.text.layout import Block, Inline, Layout

#: The version of the way from a page to its text; a column of the revision.
CANONICAL_VERSION = "html/1"
#: The largest page that is read, in bytes.
LARGEST_PAGE = 2 * 1024 * 1024
LIMITS = Limits()
_TASK = "annotator.webpages.html.extraction:read_page"
_BETWEEN = "\n\n"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A paragraph, heading, list item or block quote of a page; offsets are into its text.

    `gap` is what stands after it where the page is plain text, whose line breaks are kept, and
    `number` what an item of an ordered list has before it.
    """

    kind: str
    level: int | None
    kept: bool
    text: str
    inline: tuple[Inline, ...] = ()
    gap: str | None = None
    number: int | None = None

    @classmethod
    def from_json(cls, row: Sequence[Any]) -> PageBlock:
        """The inverse of `to_json`."""
        kind, level, kept, text, inline, *rest = row
        pieces = tuple(Inline(*piece) for piece in inline)
        return cls(kind, level, bool(kept), text, pieces, *rest)

    def to_json(self) -> list[Any]:
        """As a list, which is a third of the same with its names."""
        inline = [[one.kind, one.start, one.end, one.href] for one in self.inline]
        rest = [] if (self.gap, self.number) == (None, None) else [self.gap, self.number]
        return [self.kind, self.level, int(self.kept), self.text, inline, *rest]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds.

    `charset_by` is `mark`, `declared`, `page`, `tried` or `guessed`; `decided` is `whole` (nothing
    was cut), `extracted`, `most` (the extractor kept suspiciously little and was not followed) or
    `text` (it is plain text). `extractor` names it with its version. `head` is what stands before
    the first block of a plain text.
    """

    blocks: tuple[PageBlock, ...]
    title: str | None = None
    byline: str | None = None
    publisher: str | None = None
    published_on: date | None = None
    language: str | None = None
    url: str | None = None
    charset: str = "utf-8"
    charset_by: str = "tried"
    decided: str = "whole"
    extractor: str = ""
    canonical: str = CANONICAL_VERSION
    head: str = ""

    @property
    def text(self) -> str:
        """The canonical text of the blocks that are kept."""
        return assembled(self.blocks, self.head)[0]

    @property
    def layout(self) -> Layout:
        """Its layout."""
        return assembled(self.blocks, self.head)[1]

    @property
    def cut(self) -> list[str]:
        """The texts of the blocks that are not kept."""
        return [block.text for block in self.blocks if not block.kept]

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Page:
        """The inverse of `to_json`."""
        day = found["published_on"]
        blocks = tuple(PageBlock.from_json(row) for row in found["blocks"])
        return cls(**{**found, "blocks": blocks, "published_on": day and date.fromisoformat(day)})

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold; days as ISO 8601."""
        found: dict[str, Any] = {one.name: getattr(self, one.name) for one in fields(self)}
        found["published_on"] = self.published_on and self.published_on.isoformat()
        return {**found, "blocks": [block.to_json() for block in self.blocks]}

    def with_kept(self, places: Set[int]) -> Page:
        """The same page with exactly these blocks kept."""
        blocks = (replace(one, kept=place in places) for place, one in enumerate(self.blocks))
        return replace(self, blocks=tuple(blocks))


def read_html(data: bytes, charset: str | None = None, url: str | None = None) -> Page:
    """Read a page in the sandbox; raises `Invalid` with a way on when it cannot be read.

    `charset` is what a person or the server that sent it says about its encoding, and `url` where
    it came from, if that is known.
    """
    if len(data) > LARGEST_PAGE:
        raise Invalid(
            "This page has %(size)s MB, and %(most)s can be read as HTML: paste the text instead.",
            field="file",
            size=round(len(data) / 1024 / 1024, 1),
            most=LARGEST_PAGE // 1024 // 1024,
        )
    return Page.from_json(run(_TASK, data, limits=LIMITS, charset=charset, url=url))


def draft_of(page: Page, data: bytes | None = None) -> ArticleDraft:
    """The article that the kept blocks make; `data` is what came in, for its hash."""
    text, layout = assembled(page.blocks, page.head)
    return ArticleDraft(
        text=text,
        layout=layout,
        canonical=page.canonical,
        title=page.title,
        byline=page.byline,
        publisher=page.publisher,
        published_on=page.published_on,
        language=page.language,
        url=page.url,
        origin=origin_of(page),
        source_sha256=None if data is None else hashlib.sha256(data).hexdigest(),
    )


def origin_of(page: Page, corrections: Sequence[dict[str, Any]] = ()) -> str:
    """How the text was come by, as the JSON that an article keeps and exports.

    `corrections` tell what the machine had extracted where a person wrote something else.
    """
    how: dict[str, Any] = {
        "extractor": page.extractor,
        "decided": page.decided,
        "charset": page.charset,
        "charset_by": page.charset_by,
        "cut": len(page.cut),
    }
    if corrections:
        how["corrected"] = corrections
    return orjson.dumps({"page": how}).decode()


def assembled(blocks: Sequence[PageBlock], head: str = "") -> tuple[str, Layout]:
    """Text and layout of the kept blocks.

    Between any two stands a blank line, or in plain text what stood there; `head` comes before
    the first one.
    """
    texts: list[str] = [head if blocks and blocks[0].kept else ""]
    placed: list[Block] = []
    inline: list[Inline] = []
    at = len(texts[0])
    for block in blocks:
        if not block.kept:
            continue
        # One mark at the very beginning would be taken for a byte order mark, and go.
        shift = len(block.text) - len(block.text.lstrip(BOM)) if at == 0 else 0
        text = block.text[shift:]
        if not text:
            continue
        placed.append(Block(block.kind, block.level, at, at + len(text), block.number))
        for one in block.inline:
            start, end = at + max(one.start - shift, 0), at + one.end - shift
            if start < end:
                inline.append(replace(one, start=start, end=end))
        texts += (text, _BETWEEN if block.gap is None else block.gap)
        at += len(text) + len(texts[-1])
    # Only where a plain text is kept to its end, its last line break is.
    if placed and not (blocks[-1].kept and blocks[-1].gap is not None):
        texts.pop()
    return "".join(texts), Layout(tuple(placed), tuple(inline))
