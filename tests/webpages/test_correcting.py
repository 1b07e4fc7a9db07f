"""Other words for a paragraph of a page, before it is an article."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from io import BytesIO
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from annotator.articles.drafts import ArticleDraft
from annotator.articles.models import Article
from annotator.articles.service import import_text
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.text.layout import Inline, check_layout
from annotator.webpages import views
from annotator.webpages.correcting import MOST_WORDS, Lost, checked_words, chosen
from annotator.webpages.plain import read_text
from annotator.webpages.reading import Page, PageBlock, assembled
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

TEXT = "The minster said on Monday that the ferry is late."
BLOCK = PageBlock(
    "paragraph",
    None,
    True,
    TEXT,
    (
        Inline("emphasis", 4, 11),
        Inline("link", 36, 41, "https://example.org/ferry"),
        Inline("strong", 20, 26),
    ),
)
HTML = (
    "<article><h1>A headline</h1><p>The <em>minster</em> said on <b>Monday</b> that the "
    "<a href=https://example.org/ferry>ferry</a> is late.<p>It is the third time this year."
    "</article>"
)
CORRECTED = {"corrected-0-place": "1", "kept": ["0", "1", "2"]}


def corrected(words: str) -> Any:
    return chosen(Page((BLOCK,)), {0}, {0: words})


def inline_of(page: Page) -> list[tuple[str, str]]:
    text, layout = assembled(page.blocks)
    return [(one.kind, text[one.start : one.end]) for one in layout.inline]


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


@pytest.fixture
def where(lead: Visitor) -> str:
    """The address of a proposal."""
    sent = {"page_file": (BytesIO(HTML.encode()), "page.html")}
    return str(lead.post("/projects/demo-desk/web-pages", data=sent).location)


def article(answer: Any) -> Article:
    assert answer.status_code == 302, answer.text
    return db.session.get_one(Article, answer.location.rpartition("/")[2])


def test_emphasis_and_links_stay_with_their_words() -> None:
    found = corrected(TEXT.replace("minster", "minister").replace(" is late", " was late again"))
    assert inline_of(found.page) == [
        ("emphasis", "minister"),
        ("link", "ferry"),
        ("strong", "Monday"),
    ]
    assert found.lost == ()
    assert found.corrections[0].extracted == BLOCK


def test_what_no_words_are_left_for_is_told() -> None:
    found = corrected(TEXT.replace("ferry", "bus").replace(" on Monday", ""))
    assert inline_of(found.page) == [("emphasis", "minster")]
    assert found.lost == (
        Lost("link", "ferry", "https://example.org/ferry"),
        Lost("strong", "Monday", None),
    )


def test_a_blank_line_makes_two_paragraphs_and_a_break_makes_none() -> None:
    found = corrected(TEXT.replace(" that", "\r\n \r\nthat").replace("on Mon", "on\nMon"))
    assert [one.text for one in found.page.blocks] == [
        "The minster said on\nMonday",
        "that the ferry is late.",
    ]
    assert inline_of(found.page) == [
        ("emphasis", "minster"),
        ("strong", "Monday"),
        ("link", "ferry"),
    ]
    assert found.corrections[0].count == 2


def test_plain_text_keeps_its_line_breaks_and_each_line_is_a_paragraph() -> None:
    page = read_text(
        "\nOne\n\n\nTwo\nThree \n\n", url="https://e.org", charset="utf-8", charset_by="tried"
    )
    assert Page.from_json(orjson.loads(orjson.dumps(page.to_json()))) == page
    assert page.text == "\nOne\n\n\nTwo\nThree \n\n"
    assert page.with_kept({0, 2}).text == "\nOne\n\n\nThree \n\n"
    assert page.with_kept({1}).text == "Two"
    found = chosen(page, {0, 1, 2}, {1: "Two\nand a half"}).page
    assert found.text == "\nOne\n\n\nTwo\nand a half\nThree \n\n"
    assert len(found.layout.blocks) == 4


WIDE = "\u00a0"


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "words", [f"{WIDE}{{}}The end", f"The end{{}}{WIDE}", f"The end{{}}{WIDE}{{}}"]
)
def test_a_blank_that_stands_apart_is_no_paragraph(words: str, break_: str) -> None:
    plain = replace(BLOCK, text="The", inline=(), gap="\n")
    for block in (BLOCK, plain):
        page = chosen(Page((block, plain)), {0, 1}, {0: words.format(*[break_] * 2)}).page
        assert [one.text.strip() for one in page.blocks] == ["The end", "The"]
        check_layout(page.text, page.layout)


def test_a_byte_order_mark_alone_at_the_beginning_is_no_paragraph() -> None:
    page = corrected("\ufeff\n\nThe \ufeffend").page
    assert page.text == "The \ufeffend"
    check_layout(page.text, page.layout)


def test_a_hundred_thousand_blanks_in_a_row_are_split_in_time() -> None:
    # Looking for line breaks with a pattern took minutes.
    plain = replace(BLOCK, inline=(), gap="\n")
    wide = "The" + " " * (MOST_WORDS - 6) + "end"
    assert len(chosen(Page((plain,)), {0}, {0: wide}).page.blocks) == 1


def test_words_that_come_back_as_they_were_are_no_correction() -> None:
    wide = PageBlock("paragraph", None, True, "\u00a0one\ntwo\u00a0")
    found = chosen(Page((wide, BLOCK)), {0, 1}, {0: " \u00a0one\r\ntwo\u00a0\r\n", 1: TEXT})
    assert found == chosen(Page((wide, BLOCK)), {0, 1}, {})


def test_what_is_cut_is_not_corrected() -> None:
    assert chosen(Page((BLOCK,)), set(), {0: "Other words"}).corrections == ()


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=80))
def test_whatever_is_written_the_layout_holds(words: str) -> None:
    try:
        found = corrected(words + "\n\nthe ferry")
    except Invalid:
        return
    text, layout = assembled(found.page.blocks)
    check_layout(text, layout)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (" \n\u00a0 ", "No words are left"),
        ("x" * (MOST_WORDS + 1), "may have 100000"),
        ("a\x07bell", "control character"),
        ("half of a pair \ud800", "control character"),
    ],
)
def test_what_no_paragraph_may_hold_is_refused(words: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        checked_words(words)


def test_a_paragraph_is_opened_and_put_back_without_a_script(lead: Visitor, where: str) -> None:
    ticks = {"kept": ["0", "1"], "title": "My title"}
    opened = lead.post(where, {**ticks, "open": "1"})
    assert opened.status_code == 200
    assert '<textarea aria-describedby="corrected-0-words-hint" autofocus' in opened.text
    assert 'value="My title"' in opened.text
    assert len(re.findall(r"<input checked[^>]*name=\"kept\"", opened.text)) == 2
    typed = {**CORRECTED, "corrected-0-words": "The minister said on Monday that it is late."}
    second = lead.post(where, {**typed, "open": "2"}).text
    assert "<del>minster" in second
    assert "<ins>minister" in second
    assert 'name="corrected-1-words"' in second
    back = lead.post(where, {**typed, "restore": "1"}).text
    assert "minister" not in back
    assert "minster" in back
    assert db.session.scalars(select(Article)).all() == []


@ON_BOTH
def test_corrected_words_are_the_article_and_what_was_extracted_is_kept(
    lead: Visitor, where: str
) -> None:
    words = "The council said on Monday\r\n\r\nthat the ferry is late."
    refused = lead.post(where, {**CORRECTED, "corrected-0-words": words})
    assert refused.status_code == 422
    assert "Some formatting stands on words that were corrected away" in refused.text
    assert "Italics on <q" in unescape(refused.text)
    made = article(lead.post(where, {**CORRECTED, "corrected-0-words": words, "without": "y"}))
    revision = made.revisions[0]
    assert revision.text == (
        "A headline\n\nThe council said on Monday\n\nthat the ferry is late."
        "\n\nIt is the third time this year."
    )
    layout = orjson.loads(revision.layout)
    assert [revision.text[one["start"] : one["end"]] for one in layout["inline"]] == [
        "Monday",
        "ferry",
    ]
    [told] = orjson.loads(made.origin or "")["page"]["corrected"]
    assert (told["block"], told["blocks"], told["extracted"]) == (1, 2, TEXT)
    assert compare(made.project_id) == []
    events = db.session.scalars(select(Event).where(Event.article_id == made.id)).all()
    assert any("minster" in (one.after or "") for one in events if one.target == "article")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("  ", "No words are left: untick the paragraph"),
        ("x" * (MOST_WORDS + 1), "may have 100000"),
        ("a\x1bb", "It holds a control character"),
    ],
)
def test_what_no_paragraph_may_hold_is_shown_again_as_it_was_typed(
    lead: Visitor, where: str, words: str, sentence: str
) -> None:
    answer = lead.post(where, {**CORRECTED, "corrected-0-words": words})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f">\r\n{words}</textarea>" in answer.text
    assert db.session.scalars(select(Article)).all() == []


@pytest.mark.parametrize(
    "fields",
    [{"corrected-0-place": "99"}, {"corrected-1-words": "y", "corrected-1-place": "1"}],
    ids=["no such place", "one place twice"],
)
def test_a_paragraph_that_the_page_has_not_is_refused(
    lead: Visitor, where: str, fields: dict[str, str]
) -> None:
    answer = lead.post(where, {**CORRECTED, "corrected-0-words": "x", **fields})
    assert answer.status_code == 422
    assert "This page has no such paragraph." in answer.text


@pytest.mark.parametrize("who", ["reviewer", "observer", "stranger"])
def test_only_a_lead_corrects(world: World, visit: Visit, where: str, who: str) -> None:
    fields = {**CORRECTED, "corrected-0-words": "Mine", "without": "y"}
    assert visit(getattr(world, who)).post(where, fields).status_code == 404
    assert db.session.scalars(select(Article)).all() == []


def test_a_page_of_thousands_of_paragraphs_comes_in(lead: Visitor) -> None:
    many = "".join(f"<p>Paragraph {number} of a long page." for number in range(1200))
    where = lead.post("/projects/demo-desk/web-pages", {"html": many + " " * 600_000}).location
    made = article(lead.post(where, {"kept": [str(place) for place in range(1200)]}))
    assert made.revisions[0].text.count("Paragraph") == 1200


def test_texts_are_compared_before_the_gate_and_what_came_meanwhile_is_noticed(
    lead: Visitor, where: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    fields = {"kept": ["0", "1", "2"]}

    def watched(*arguments: Any) -> Any:
        seen.append(db.session.info.get("writing"))
        prepared = real(*arguments)
        with writing():
            text = prepared.draft.text
            import_text(world.project, ArticleDraft(text=text), actor=world.lead.actor)
        return prepared

    real = views.prepare
    monkeypatch.setattr(views, "prepare", watched)
    asked = lead.post(where, fields)
    assert seen == [None]
    assert "The project has this article already: say what is to become of it." in asked.text
    assert len(db.session.scalars(select(Article)).all()) == 1
