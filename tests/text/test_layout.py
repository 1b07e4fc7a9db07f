from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.text.layout import (
    Block,
    Inline,
    Layout,
    check_layout,
    gaps,
    plain_layout,
    plain_layout_json,
    propose_title,
)
from tests.text.nasty import NastyText, nasty_texts

TEXT = "A heading\n\nFirst words here.\n- one\n"


def _layout(*blocks: Block, inline: tuple[Inline, ...] = ()) -> Layout:
    return Layout(blocks, inline)


def test_each_line_that_is_not_blank_is_a_paragraph() -> None:
    assert plain_layout("\n one \n\t\ntwo\u2028three\n").blocks == (
        Block("paragraph", None, 1, 6),
        Block("paragraph", None, 9, 18),
    )


@given(st.text(st.sampled_from("ab \n\t\u2028\u0085😀")))
def test_blocks_and_gaps_are_the_text(text: str) -> None:
    layout = plain_layout(text)
    check_layout(text, layout)
    around = gaps(text, layout)
    assert len(around) == len(layout.blocks) + 1
    blocks = [text[block.start : block.end] for block in layout.blocks]
    assert around[0] + "".join(b + g for b, g in zip(blocks, around[1:], strict=True)) == text
    assert all(block.strip() and "\n" not in block for block in blocks)


@given(st.text())
def test_a_layout_survives_json(text: str) -> None:
    layout = plain_layout(text)
    assert Layout.from_json(json.loads(json.dumps(layout.to_json()))) == layout


def test_every_kind_survives_json() -> None:
    layout = _layout(
        Block("heading", 2, 0, 9),
        Block("paragraph", None, 11, 28),
        Block("list_item", 1, 29, 34, 12),
        inline=(Inline("strong", 0, 4), Inline("link", 11, 16, "https://example.org/")),
    )
    check_layout(TEXT, layout)
    assert Layout.from_json(layout.to_json()) == layout
    assert layout.to_json()["inline"][0] == {"kind": "strong", "start": 0, "end": 4, "href": None}


@pytest.mark.parametrize(
    ("layout", "reason"),
    [
        (_layout(Block("paragraph", None, 0, 20), Block("paragraph", None, 11, 34)), "lies over"),
        (_layout(Block("paragraph", None, 11, 34), Block("paragraph", None, 0, 9)), "lies over"),
        (_layout(Block("paragraph", None, 0, 36)), "outside the text"),
        (_layout(Block("paragraph", None, -1, 35)), "outside the text"),
        (_layout(Block("paragraph", None, 4, 4)), "empty"),
        (_layout(Block("table", None, 0, 35)), "no kind of block"),
        (_layout(Block("heading", 7, 0, 35)), "1 to 6"),
        (_layout(Block("paragraph", None, 0, 35, 1)), "only a list item has a number"),
        (_layout(Block("paragraph", None, 0, 9)), "leaves words of the text outside"),
        (_layout(Block("paragraph", None, 0, 35), inline=(Inline("blink", 0, 4),)), "formatting"),
        (_layout(Block("paragraph", None, 0, 35), inline=(Inline("link", 0, 4),)), "href"),
        (_layout(Block("paragraph", None, 0, 35), inline=(Inline("strong", 0, 4, "x"),)), "href"),
        (_layout(Block("paragraph", None, 0, 35), inline=(Inline("strong", 4, 99),)), "outside"),
    ],
)
def test_a_layout_that_does_not_fit_is_refused(layout: Layout, reason: str) -> None:
    with pytest.raises(Invalid, match=reason) as refusal:
        check_layout(TEXT, layout)
    assert refusal.value.field == "layout"


BLOCK = {"kind": "paragraph", "level": None, "start": 0, "end": 3}


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {"blocks": []},
        {"blocks": [], "inline": [], "more": []},
        {"blocks": {}, "inline": []},
        {"blocks": [7], "inline": []},
        {"blocks": [BLOCK | {"start": True}], "inline": []},
        {"blocks": [BLOCK | {"start": 0.0}], "inline": []},
        {"blocks": [BLOCK | {"kind": None}], "inline": []},
        {"blocks": [BLOCK | {"level": "2"}], "inline": []},
        {"blocks": [BLOCK | {"extra": 1}], "inline": []},
        {"blocks": [], "inline": [{"kind": "link", "start": 0, "end": 1, "href": 5}]},
    ],
)
def test_json_of_another_shape_is_refused(data: Any) -> None:
    with pytest.raises(Invalid, match="A layout is written as"):
        Layout.from_json(data)


def test_the_title_is_the_first_line_with_words() -> None:
    assert propose_title("\n  \n  Ferry to stop in May \nText") == "Ferry to stop in May"
    assert propose_title("x" * 140) == "x" * 140
    assert propose_title("") == ""


def test_a_long_title_ends_after_a_word() -> None:
    title = propose_title("word " * 100)
    assert len(title) <= 140
    assert title.endswith("word…")


def test_a_long_title_without_spaces_breaks_no_sign() -> None:
    family = "👨‍👩‍👧‍👦"
    title = propose_title(family * 100)
    assert len(title) <= 140
    assert title.removesuffix("…") == family * (len(title) // len(family))
    assert len(propose_title("Z" + "\u0301" * 10_000)) == 140


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " https://example.org",
        "data:text/html,x",
        "//example.org/",
        "/read-more",
        "mailto:desk@example.org",
        "https://",
        "https://user@example.org/",
        "https://[::1",
    ],
)
def test_only_links_to_the_web_may_be_followed(href: str) -> None:
    strong = Inline("strong", 0, 3)
    layout = Layout((), (Inline("link", 0, 3, href), strong))
    assert layout.followable().inline == (strong,)


def test_a_web_address_may_be_followed() -> None:
    link = Inline("link", 0, 3, "https://example.org/a?b=c#d")
    assert Layout((), (link,)).followable().inline == (link,)


@pytest.mark.parametrize("nasty", nasty_texts(refused=False), ids=lambda nasty: nasty.name)
def test_the_short_way_to_a_plain_layout_leads_to_the_same(nasty: NastyText) -> None:
    text = nasty.canonical or ""
    layout = plain_layout(text)
    written = orjson.dumps(layout.to_json()).decode()
    assert plain_layout_json(text) == (written, len(layout.blocks))
