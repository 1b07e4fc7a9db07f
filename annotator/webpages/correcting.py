"""What a person makes of a page before it is an article: blocks in or out, and other words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from annotator.errors import Invalid
from annotator.text.alignment import Alignment
from annotator.text.canonical import is_canonical
from annotator.text.layout import Block, Inline, Layout, gaps, plain_layout
from annotator.text.relayout import carried_piece, stanzas
from annotator.webpages.reading import BOM, Page, PageBlock

#: The most characters that one block may be given.
MOST_WORDS = 100_000


@dataclass(frozen=True, slots=True)
class Lost:
    """Emphasis or a link that a correction leaves without words."""

    kind: str
    words: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What the machine had extracted where a person wrote something else.

    It became `count` blocks of the article, from block `at` on.
    """

    at: int
    count: int
    extracted: PageBlock

    def to_json(self) -> dict[str, object]:
        """As an article's origin keeps it."""
        inline = [[one.kind, one.start, one.end, one.href] for one in self.extracted.inline]
        found = {"block": self.at, "blocks": self.count, "extracted": self.extracted.text}
        return {**found, "inline": inline}


@dataclass(frozen=True, slots=True)
class Chosen:
    """The page as a person wants it, what was extracted instead, and what cannot be carried."""

    page: Page
    corrections: tuple[Correction, ...] = ()
    lost: tuple[Lost, ...] = ()


def checked_words(words: str) -> str:
    """The words of a block as they are stored; raises `Invalid` for what no block may hold."""
    found = words.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n")
    if not found.strip("\ufeff").strip():
        raise Invalid(
            "No words are left: untick the paragraph to leave it out, or put back what was "
            "extracted.",
            "words",
        )
    if len(found) > MOST_WORDS:
        raise Invalid(
            "It is %(length)s characters long, and may have %(longest)s.",
            "words",
            length=len(found),
            longest=MOST_WORDS,
        )
    if not is_canonical(found):
        raise Invalid("It holds a control character, which cannot be seen: delete it.", "words")
    return found


def chosen(page: Page, kept: Set[int], words: Mapping[int, str]) -> Chosen:
    """The page with these blocks kept, and these words in those of them that were corrected.

    Emphasis and links go where their words went. A blank line, or in plain text any line break,
    makes two blocks of one. Raises `Invalid` for words that no block may hold.
    """
    blocks: list[PageBlock] = []
    corrections: list[Correction] = []
    lost: list[Lost] = []
    at = 0
    for place, block in enumerate(page.with_kept(kept).blocks):
        new = checked_words(words[place]) if block.kept and place in words else block.text
        made = [block]
        if new != block.text:
            alignment = Alignment(block.text, new)
            made = list(_made(block, alignment))
            lost += _lost(block, alignment)
        blocks += made
        count = _placed(made, at, page.head if blocks[0].kept else "")
        if new != block.text:
            corrections.append(Correction(at, count, block))
        at += count
    return Chosen(replace(page, blocks=tuple(blocks)), tuple(corrections), tuple(lost))


def _placed(blocks: Sequence[PageBlock], before: int, head: str) -> int:
    """How many of these the article has, as `assembled` places them after so many others.

    A byte order mark by itself at the very beginning is none.
    """
    found = 0
    for block in blocks:
        is_first = not head and before + found == 0
        found += block.kept and bool(block.text.lstrip(BOM) if is_first else block.text)
    return found


def _made(block: PageBlock, alignment: Alignment) -> Iterator[PageBlock]:
    """The block with its new words, or several where they are parted."""
    found = [carried_piece(alignment, piece) for piece in block.inline]
    inline = [piece for piece in found if piece is not None]
    is_plain = block.gap is not None
    for start, end, break_ in _paragraphs(alignment.new, is_plain=is_plain):
        gap = break_ if is_plain and break_ is not None else block.gap
        words = alignment.new[start:end]
        yield replace(block, text=words, inline=tuple(_within(inline, start, end)), gap=gap)


def _lost(block: PageBlock, alignment: Alignment) -> Iterator[Lost]:
    for piece in block.inline:
        if carried_piece(alignment, piece) is None:
            yield Lost(piece.kind, block.text[piece.start : piece.end], piece.href)


def _paragraphs(text: str, *, is_plain: bool) -> Iterator[tuple[int, int, str | None]]:
    """Start and end of each, with what parts it from the next one; in plain text each line."""
    blocks = plain_layout(text).blocks
    if not is_plain:
        blocks = tuple(_trimmed(text, one) for one in stanzas(text, blocks))
    between: list[str | None] = [*gaps(text, Layout(blocks))[1:-1]]
    for block, gap in zip(blocks, [*between, None], strict=True):
        yield block.start, block.end, gap


def _trimmed(text: str, block: Block) -> Block:
    words = text[block.start : block.end]
    start = block.start + len(words) - len(words.lstrip(" \t"))
    return replace(block, start=start, end=start + len(words.strip(" \t")))


def _within(inline: Sequence[Inline], start: int, end: int) -> Iterator[Inline]:
    for piece in inline:
        low, high = max(piece.start, start), min(piece.end, end)
        if low < high:
            yield replace(piece, start=low - start, end=high - start)
