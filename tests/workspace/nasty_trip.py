"""The round trip of one nasty text: in, marked, read back, painted, taken out, in again."""

from __future__ import annotations

import json
import random
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

import html5lib
import regex

from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.db import writing
from annotator.export.options import Options
from annotator.export.reading.snapshot import Snapshot
from annotator.export.records.lines import lines
from annotator.projects.models import Project
from annotator.projects.service import create_project
from annotator.text.canonical import decode
from tests.factories import SHELL
from tests.imports.arriving import bring, source
from tests.text.nasty import NastyText
from tests.workspace.marks import Hand

Extent = tuple[int, int]
LABELS = ("claim", "quote", "context")
#: No mark of the sample is longer, or the samples of the huge texts would be huge too.
LONGEST = 2_000
#: How far from a mark its sign or word may reach: there is one of ten thousand accents.
_FAR = 11_000
#: Letters that take their shape from their neighbours, by another road than the product's.
_JOINED = regex.compile(
    r"[\p{Arabic}\p{Syriac}\p{Nko}\p{Mongolian}\p{Devanagari}\p{Bengali}\p{Gurmukhi}\p{Gujarati}"
    r"\p{Oriya}\p{Tamil}\p{Telugu}\p{Kannada}\p{Malayalam}\p{Sinhala}\p{M}\u0640\u200c\u200d]+"
)
_CLUSTER = regex.compile(r"\X")


def import_nasty(project: Project, text: NastyText) -> str:
    """Bring the text in as it arrives, by the service; the id of the article."""
    raw = decode(text.data, text.declared) if text.data is not None else text.raw
    assert raw is not None
    with writing():
        return import_text(project, ArticleDraft(text=raw), actor=SHELL)


def sample(text: NastyText, canonical: str, *, graphemes: int | None, ranges: int) -> list[Extent]:
    """The extents to mark: the text's own, its graphemes or some of them, and random ones."""
    chance = random.Random(text.name)
    clusters = [match.span() for match in _CLUSTER.finditer(canonical)]
    if graphemes is not None and len(clusters) > graphemes:
        clusters = sorted(chance.sample(clusters, graphemes))
    wild = []
    for _ in range(ranges):
        start = chance.randrange(len(canonical))
        wild.append((start, chance.randint(start + 1, min(len(canonical), start + LONGEST))))
    return [*text.marks, *clusters, *wild]


def every_range(canonical: str) -> list[Extent]:
    """All extents there are, for short texts."""
    size = len(canonical)
    return [(start, end) for start in range(size) for end in range(start + 1, size + 1)]


def mark_all(hand: Hand, extents: list[Extent]) -> dict[str, Extent]:
    """Mark every extent as the page would; the extents by the id of the mark."""
    kept = {}
    for place, (start, end) in enumerate(extents):
        mark_id = str(uuid4())
        answer = hand.save(mark_id, _fields(hand.text, start, end, LABELS[place % 3]))
        assert answer.status_code == 201, (start, end, answer.text)
        kept[mark_id] = (start, end)
    return kept


def refuses(hand: Hand, start: int, end: int) -> bool:
    """Whether the server takes no such mark."""
    answer = hand.save(str(uuid4()), _fields(hand.text, start, end, "claim"))
    return answer.status_code == 422


def check_kept(hand: Hand, kept: dict[str, Extent]) -> None:
    """What the server answers is what was marked, to the code point."""
    found = {mark["id"]: mark["fragments"] for mark in hand.layer()["annotations"]}
    assert found.keys() == kept.keys()
    for mark_id, (start, end) in kept.items():
        [piece] = found[mark_id]
        assert (piece["start"], piece["end"]) == (start, end)
        assert piece["exact"] == hand.text[start:end]


def check_page(hand: Hand, kept: dict[str, Extent], *, strict: bool = True) -> None:
    """The page shows the text block by block, and paints each mark on its own characters."""
    html = hand.visitor.get(hand.base).text
    blocks = _blocks(_article_of(html), strict=strict)
    covered = _covered(blocks, hand.text)
    for number, mark_id in _numbers(html).items():
        start, end = kept[mark_id]
        exact = {place for place in range(start, end) if _is_shown(blocks, place)}
        # Sets of ten thousand places would fill the screen, so only the first few are named.
        bare = sorted(exact - covered[number])[:9]
        beyond = sorted(covered[number] - exact - _may_grow(hand.text, start, end))[:9]
        assert (bare, beyond) == ([], []), (start, end)


def check_export(project: Project, text: str, extents: list[Extent]) -> bytes:
    """The export holds the text and every mark, and both slices of the text are the words."""
    with Snapshot(project.id) as snapshot:
        data = b"".join(lines(snapshot, project.slug, Options()))
    [row] = [json.loads(line) for line in data.split(b"\n") if line]
    assert row["text"] == text
    units = text.encode("utf-16-le")
    found = list(_fragments(row))
    for piece in found:
        start, end = piece["start"], piece["end"]
        assert text[start:end] == piece["exact"]
        first, last = 2 * piece["start_utf16"], 2 * piece["end_utf16"]
        assert units[first:last] == piece["exact"].encode("utf-16-le")
    assert sorted((piece["start"], piece["end"]) for piece in found) == sorted(extents)
    return data


def check_second_trip(data: bytes, slug: str) -> None:
    """Read the export into an empty project of another database: it comes out the same."""
    with writing():
        copy = create_project(slug, "A copy", actor=SHELL)
    bring(slug, source(data, "export.jsonl"))
    with Snapshot(copy.id) as snapshot:
        again = b"".join(lines(snapshot, slug, Options()))
    assert again == data


def _fields(text: str, start: int, end: int, label: str) -> dict[str, Any]:
    return {
        "version": 0,
        "label": label,
        "fragments-0-part": "content",
        "fragments-0-start": start,
        "fragments-0-end": end,
        "fragments-0-exact": text[max(start, 0) : end],
    }


class _Block:
    """One block of the page: its offsets, and its pieces with the numbers of their marks."""

    def __init__(self, start: int, length: int) -> None:
        self.start = start
        self.length = length
        self.pieces: list[tuple[str, tuple[int, ...]]] = []


class _HugeReader(HTMLParser):
    """For pages of many megabytes, at which the parser of the standard takes minutes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self._ids: tuple[int, ...] = ()
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "data-s" in given:
            self.blocks.append(_Block(int(given["data-s"] or 0), int(given["data-n"] or 0)))
            self._inside = True
        elif tag == "mark":
            self._ids = _ids(given["data-ids"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._ids = ()
        elif tag == "p":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[-1].pieces.append((data, self._ids))


def _blocks(html: str, *, strict: bool) -> list[_Block]:
    if not strict:
        reader = _HugeReader()
        reader.feed(html)
        reader.close()
        return reader.blocks
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [_block(element) for element in tree.iter() if element.get("data-s")]


def _block(element: Any) -> _Block:
    block = _Block(int(element.get("data-s")), int(element.get("data-n")))
    block.pieces.append((element.text or "", ()))
    for child in element:
        block.pieces.append(("".join(child.itertext()), _ids(child.get("data-ids"))))
        block.pieces.append((child.tail or "", ()))
    return block


def _ids(written: str) -> tuple[int, ...]:
    return tuple(int(number) for number in written.split())


def _article_of(html: str) -> str:
    start = html.index('<div id="article"')
    return html[start : html.index('<aside class="margin"', start)]


def _data_of(html: str) -> dict[str, Any]:
    start = html.index(">", html.index('id="workspace-data"')) + 1
    found: dict[str, Any] = json.loads(html[start : html.index("</script>", start)])
    return found


def _numbers(html: str) -> dict[int, str]:
    return {mark["n"]: mark["id"] for mark in _data_of(html)["annotations"]}


def _covered(blocks: list[_Block], text: str) -> dict[int, set[int]]:
    """Which places of the text each number is painted on; fails where a block reads wrong."""
    covered: dict[int, set[int]] = defaultdict(set)
    for block in blocks:
        words = "".join(piece for piece, _ids in block.pieces)
        assert words == text[block.start : block.start + block.length]
        at = block.start
        for piece, numbers in block.pieces:
            for number in numbers:
                covered[number].update(range(at, at + len(piece)))
            at += len(piece)
    return covered


def _is_shown(blocks: list[_Block], place: int) -> bool:
    """Whether a place stands in a block, and not in a gap between two."""
    nearest = bisect_right(blocks, place, key=lambda block: block.start) - 1
    block = blocks[nearest]
    return nearest >= 0 and place < block.start + block.length


def _may_grow(text: str, start: int, end: int) -> frozenset[int]:
    """Where paint may go beyond a mark: whole signs, and whole words of joined letters."""
    first, last = max(0, start - _FAR), min(len(text), end + _FAR)
    around = text[first:last]
    found: set[int] = set()
    for pattern in (_CLUSTER, _JOINED):
        for match in pattern.finditer(around):
            begin, finish = match.start() + first, match.end() + first
            if begin < end and finish > start:
                found |= set(range(begin, finish))
    return frozenset(found)


def _fragments(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for mark in row["annotations"]:
        yield from mark["fragments"]
