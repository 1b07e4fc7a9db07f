"""The one way from gathered words to blocks: through mark-up of our own, and the cleaner."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from annotator.text.cleaning import clean_article
from annotator.text.layout import Inline
from annotator.webpages.html.walking import RawBlock, Run

_TAGS = {"paragraph": "p", "list_item": "li", "block_quote": "blockquote"}
_LOOKS = {"strong": "strong", "em": "emphasis", "a": "link"}


@dataclass(slots=True)
class CleanBlock:
    """A block's text, and its formatting as offsets into that text."""

    text: str = ""
    inline: list[Inline] = field(default_factory=list)


def cleaned(blocks: list[RawBlock]) -> list[CleanBlock]:
    """Each block as it comes out of the cleaner; as many as went in."""
    reader = _Reader()
    # A string of its own kind would escape whatever is put beside it.
    reader.feed(str(clean_article("".join(_written(block) for block in blocks))))
    reader.close()
    if len(reader.blocks) != len(blocks):
        raise ValueError("the cleaner changed the number of blocks")
    for block in reader.blocks:
        block.inline.sort(key=lambda piece: (piece.start, -piece.end, piece.kind))
    return reader.blocks


def _written(block: RawBlock) -> str:
    tag = f"h{block.level}" if block.kind == "heading" else _TAGS[block.kind]
    return f"<{tag}>{''.join(_run(run) for run in block.runs)}</{tag}>"


def _run(run: Run) -> str:
    words = escape(run.text, quote=False).replace("\n", "<br>")
    if run.emphasis:
        words = f"<em>{words}</em>"
    if run.strong:
        words = f"<strong>{words}</strong>"
    return f'<a href="{escape(run.href)}">{words}</a>' if run.href else words


class _Reader(HTMLParser):
    """Reads what the cleaner gives out: balanced, and of few tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[CleanBlock] = []
        self._open: list[tuple[str, int, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.handle_data("\n")
        elif tag in _LOOKS:
            href = dict(attrs).get("href")
            self._open.append((tag, len(self.blocks[-1].text), href))
        else:
            self.blocks.append(CleanBlock())

    def handle_endtag(self, tag: str) -> None:
        if tag not in _LOOKS:
            return
        opened, start, href = self._open.pop()
        end = len(self.blocks[-1].text)
        if opened == tag and start < end and (tag != "a" or href):
            _extend(self.blocks[-1].inline, Inline(_LOOKS[tag], start, end, href))

    def handle_data(self, data: str) -> None:
        self.blocks[-1].text += data


def _extend(pieces: list[Inline], piece: Inline) -> None:
    """Add a piece; what begins where one of the same look ends is one piece with it."""
    for place in range(len(pieces) - 1, -1, -1):
        known = pieces[place]
        if known.end < piece.start:
            break
        if (known.kind, known.href, known.end) == (piece.kind, piece.href, piece.start):
            pieces[place] = Inline(piece.kind, known.start, piece.end, piece.href)
            return
    pieces.append(piece)
