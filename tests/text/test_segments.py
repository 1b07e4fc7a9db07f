from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.graphemes import JOINING_SCRIPTS, Cuts, cluster_edges
from annotator.text.layout import Inline, plain_layout
from annotator.text.segments import Piece, Span, cut
from tests.text.cutting import cut_article

FIXTURE = json.loads((Path(__file__).parents[1] / "fixtures" / "segments.json").read_text("utf-8"))
CASES = [pytest.param(case, id=case["name"]) for case in FIXTURE["cases"]]
LABELS = ("claim", "quote", "context")


@pytest.mark.parametrize("case", CASES)
def test_the_shared_cases(case: dict[str, Any]) -> None:
    block = case["block"]
    pieces = cut(
        block["start"],
        block["text"],
        [Span(**span) for span in case["spans"]],
        [Inline(**inline) for inline in block.get("inline", [])],
        graphemes=case.get("graphemes", True),
    )
    assert [piece.to_json() for piece in pieces] == [_whole(piece) for piece in case["pieces"]]


def _whole(piece: dict[str, Any]) -> dict[str, Any]:
    """What a case leaves out: the words of marks, without formatting."""
    part = "content" if piece["ids"] else None
    return {"part": part, "styles": [], "href": None, **piece}


def test_both_languages_know_the_same_joining_scripts() -> None:
    assert FIXTURE["joining_scripts"] == list(JOINING_SCRIPTS)


def _spans(draw: st.DrawFn, length: int) -> list[Span]:
    edges = st.tuples(st.integers(-3, length + 3), st.integers(-3, length + 3))
    pairs = draw(st.lists(edges, max_size=8))
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=len(pairs), max_size=len(pairs)))
    return [
        Span(n, label, min(pair), max(pair))
        for n, (pair, label) in enumerate(zip(pairs, labels, strict=True), 1)
    ]


@st.composite
def _blocks(draw: st.DrawFn, alphabet: str) -> tuple[int, str, list[Span]]:
    text = draw(st.text(st.sampled_from(alphabet), min_size=1, max_size=30))
    start = draw(st.integers(0, 2000))
    spans = _spans(draw, len(text))
    moved = [Span(s.n, s.label, s.start + start, s.end + start) for s in spans]
    return start, text, moved


PLAIN = "abc é.“”ж渡\u00a0"
TRICKY = PLAIN + "😀\u0301\u200d👩👧🇬🇧🏽وبل\u0640\u064bकष\u094dิ\u0e33\u200c\u1112\u1161"


@given(_blocks(PLAIN))
def test_each_piece_names_exactly_the_spans_that_cover_it(
    block: tuple[int, str, list[Span]],
) -> None:
    start, text, spans = block
    for piece in cut(start, text, spans):
        for place in range(piece.start, piece.end):
            covering = {s.n for s in spans if s.start <= place < s.end}
            assert set(piece.ids) == covering
        shortest = [s.label for s in spans if s.n in piece.ids]
        assert (piece.tint in shortest) if shortest else (piece.tint is None and not piece.lanes)


@given(_blocks(TRICKY))
def test_pieces_tile_the_block(block: tuple[int, str, list[Span]]) -> None:
    start, text, spans = block
    pieces = cut(start, text, spans)
    assert "".join(text[p.start - start : p.end - start] for p in pieces) == text
    assert [p.start for p in pieces] == [start, *(p.end for p in pieces[:-1])]
    assert all(p.start < p.end for p in pieces)
    assert {edge for p in pieces for edge in (p.start - start, p.end - start)} <= set(
        _places_to_cut(text)
    )


@given(_blocks(TRICKY))
def test_painting_grows_and_never_shrinks(block: tuple[int, str, list[Span]]) -> None:
    start, text, spans = block
    painted = {n: set[int]() for n in range(1, len(spans) + 1)}
    for piece in cut(start, text, spans):
        for n in piece.ids:
            painted[n].update(range(piece.start, piece.end))
    for span in spans:
        inside = set(range(max(span.start, start), min(span.end, start + len(text))))
        assert inside <= painted[span.n]


@given(_blocks(TRICKY))
def test_a_lane_is_never_shared_but_the_last(block: tuple[int, str, list[Span]]) -> None:
    start, text, spans = block
    for piece in cut(start, text, spans):
        lanes = [lane for lane, _ in piece.lanes]
        assert lanes == sorted(set(lanes))
        assert len(lanes) == min(len(piece.ids), len(lanes))
        assert all(0 <= lane <= 2 for lane in lanes)
        if len(piece.ids) <= 2:
            assert len(lanes) == len(piece.ids) or 2 in lanes


@given(st.text(st.sampled_from(TRICKY), max_size=30))
def test_the_quick_answer_is_the_careful_one(text: str) -> None:
    # `Cuts` answers most edges from two characters alone; it must never answer otherwise.
    places = _places_to_cut(text)
    for place in range(len(text) + 1):
        cuts = Cuts(text)
        assert cuts.at_or_before(place) == max(p for p in places if p <= place)
        assert cuts.at_or_after(place) == min(p for p in places if p >= place)


def _places_to_cut(text: str) -> list[int]:
    cuts = Cuts(text)
    return cuts._all()


@given(st.text())
def test_cluster_edges_are_the_whole_text(text: str) -> None:
    edges = cluster_edges(text)
    assert edges[0] == 0
    assert edges[-1] == len(text)
    assert edges == sorted(set(edges))


def test_an_empty_block_has_no_pieces() -> None:
    assert cut(5, "", [Span(1, "claim", 0, 9)]) == []
    assert cut(5, "ab", []) == [Piece(5, 7)]


def test_an_article_is_cut_block_by_block() -> None:
    text = "One two.\n\nThree four.\nFive."
    spans = [Span(1, "quote", 4, 15), Span(2, "claim", 10, 15), Span(3, "context", 22, 27)]
    layout = plain_layout(text)
    assert cut_article(text, layout, spans) == [
        cut(block.start, text[block.start : block.end], spans) for block in layout.blocks
    ]


class Watched(Span):
    """A span that counts how often anybody looks at it."""

    looks: ClassVar[int] = 0

    def __getattribute__(self, name: str) -> Any:
        Watched.looks += 1
        return super().__getattribute__(name)


def _looks(blocks: int) -> int:
    chance = random.Random(3)
    text = "\n\n".join(
        " ".join(chance.choice(("ferry", "Łódź", "said", "“no”")) for _ in range(90))
        for _ in range(blocks)
    )
    places = [chance.randrange(len(text) - 200) for _ in range(blocks * 5)]
    spans = [
        Watched(n, LABELS[n % 3], place, place + 15 + n % 140) for n, place in enumerate(places)
    ]
    Watched.looks = 0
    cut_article(text, plain_layout(text), spans)
    return Watched.looks


def test_in_an_article_twice_as_long_no_span_is_looked_at_more_often() -> None:
    assert _looks(blocks=400) < 2.2 * _looks(blocks=200)
