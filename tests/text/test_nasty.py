"""The nasty texts through everything that is pure: import, blocks, offsets, spans, painting."""

from __future__ import annotations

import json
import re

import pytest

from annotator.errors import Invalid
from annotator.text.canonical import canonicalise, decode, is_canonical, text_sha256
from annotator.text.graphemes import cluster_edges
from annotator.text.layout import Layout, check_layout, gaps, plain_layout, propose_title
from annotator.text.offsets import Utf16Index
from annotator.text.segments import Span
from annotator.text.sentences import SentenceIndex
from annotator.text.spans import check_fragment
from tests.text.cutting import cut_article
from tests.text.nasty import FIXTURE, NastyText, nasty_texts

ALL = [pytest.param(text, id=text.name) for text in nasty_texts()]
TAKEN = [pytest.param(text, id=text.name) for text in nasty_texts(refused=False)]
SMALL = [pytest.param(text, id=text.name) for text in nasty_texts(huge=False, refused=False)]

HIDDEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\u3164\U000e0000-\U000e007f]"
)


def _imported(text: NastyText) -> str:
    raw = decode(text.data, text.declared) if text.data is not None else text.raw
    assert raw is not None
    return canonicalise(raw)


def test_all_forty_are_there() -> None:
    ids = {text.id for text in nasty_texts()}
    assert ids == {f"U{number:02d}" for number in range(1, 41)}


def test_the_fixture_is_plain_ascii_that_any_json_reader_takes() -> None:
    source = FIXTURE.read_bytes()
    assert source.isascii()
    assert not re.search(rb"\\ud[89ab]..(?!\\ud[c-f])", source, re.IGNORECASE)
    json.loads(source)


@pytest.mark.parametrize("text", ALL)
def test_import_gives_the_canonical_text_or_refuses(text: NastyText) -> None:
    if text.canonical is None:
        with pytest.raises(Invalid):
            _imported(text)
    else:
        assert _imported(text) == text.canonical
        assert is_canonical(text.canonical)
        assert len(text_sha256(text.canonical)) == 64


@pytest.mark.parametrize("text", TAKEN)
def test_counts(text: NastyText) -> None:
    canonical = text.canonical
    assert canonical is not None
    counted = {
        "code_points": len(canonical),
        "utf16": Utf16Index(canonical).to_utf16(len(canonical)),
        "utf8": len(canonical.encode()),
        "graphemes": len(cluster_edges(canonical)) - 1 if text.counts else 0,
    }
    assert {key: counted[key] for key in text.counts} == text.counts
    assert text.hidden in (0, len(HIDDEN.findall(canonical)))


@pytest.mark.parametrize("text", TAKEN)
def test_blocks_and_gaps_are_the_text(text: NastyText) -> None:
    canonical = text.canonical
    assert canonical is not None
    layout = plain_layout(canonical)
    check_layout(canonical, layout)
    if text.blocks is not None:
        assert len(layout.blocks) == text.blocks
    pieces = gaps(canonical, layout)
    blocks = [canonical[block.start : block.end] for block in layout.blocks]
    joined = pieces[0] + "".join(b + g for b, g in zip(blocks, pieces[1:], strict=True))
    assert joined == canonical
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout
    assert len(propose_title(canonical)) <= 300


@pytest.mark.parametrize("text", TAKEN)
def test_marks_are_taken_and_wrong_ones_refused(text: NastyText) -> None:
    canonical = text.canonical
    assert canonical is not None
    index = Utf16Index(canonical)
    for start, end in text.marks:
        check_fragment(canonical, start, end, canonical[start:end])
        assert index.from_utf16(index.to_utf16(start)) == start
        assert index.from_utf16(index.to_utf16(end), "end") == end
    for start, end in text.refused_marks:
        with pytest.raises(Invalid):
            check_fragment(canonical, start, end, canonical[max(start, 0) : end])


@pytest.mark.parametrize("text", SMALL)
def test_every_grapheme_can_be_painted_and_has_a_sentence(text: NastyText) -> None:
    canonical = text.canonical
    assert canonical is not None
    layout = plain_layout(canonical)
    edges = cluster_edges(canonical)
    spans = [
        Span(n, "claim", start, end)
        for n, (start, end) in enumerate(zip(edges, edges[1:], strict=False))
    ]
    painted = cut_article(canonical, layout, spans)
    for block, pieces in zip(layout.blocks, painted, strict=True):
        assert [piece.start for piece in pieces] == [
            block.start,
            *(piece.end for piece in pieces[:-1]),
        ]
        assert pieces[-1].end == block.end
        assert all(piece.ids for piece in pieces)
    index = SentenceIndex(canonical, layout, "en")
    for span in spans[:500]:
        first, sentence = index.touching(span.start, span.end)
        assert canonical[first : first + len(sentence)] == sentence
        assert canonical[span.start : span.end] in sentence
