"""The door for web pages, as a lead goes through it."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from annotator.articles.models import Article, Revision
from annotator.audit.replay import compare
from annotator.db import db
from annotator.sandbox.limits import Limits
from annotator.webpages import reading, views
from annotator.webpages.models import Proposal
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

WORDS = "Words of the article, as they were written. " * 8
PAGE = f"""<html lang=en><title>A headline | Site</title><nav><a href=/>Home</a></nav><article>
<h1>A headline</h1><p>{WORDS}<p>{WORDS.upper()}<p class="promo">Read more: another story.
</article><footer>Imprint &amp; so on</footer>"""


@pytest.fixture
def lead(world: World, visit: Visit) -> Visitor:
    return visit(world.lead)


def send(lead: Visitor, **fields: Any) -> Any:
    return lead.post("/projects/demo-desk/web-pages", data=fields)


def proposed(lead: Visitor, page: str = PAGE) -> str:
    """The address of the proposal that the page becomes."""
    answer = send(lead, page_file=(BytesIO(page.encode()), "page.html"))
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def ticks(html: str) -> dict[str, bool]:
    """Each block's words, and whether it is ticked."""
    found = re.findall(r"<input( checked)?[^>]*name=\"kept\".*?<span[^>]*>(.*?)</span>", html)
    return {words: bool(checked) for checked, words in found}


def stored(title: str) -> tuple[Article, Revision]:
    with db.session.no_autoflush:
        article = db.session.scalar(select(Article).where(Article.title == title))
        assert article is not None
        return article, article.revisions[0]


def test_what_was_kept_and_what_was_cut_are_shown_before_anything_is_an_article(
    lead: Visitor,
) -> None:
    page = lead.get(proposed(lead)).text
    shown = ticks(page)
    assert [words[:20] for words, kept in shown.items() if kept][:2] == ["A headline", WORDS[:20]]
    assert not shown["Home"]
    assert not shown["Imprint &amp; so on"]
    assert 'value="A headline"' in page
    assert 'value="en"' in page
    assert "trafilatura" in page
    assert db.session.scalars(select(Article)).all() == []


@ON_BOTH
def test_what_a_lead_ticks_becomes_the_article_word_for_word(lead: Visitor) -> None:
    where = proposed(lead)
    form = {"kept": ["1", "2", "5"], "title": " My  title ", "byline": "Jane Doe"}
    answer = lead.post(where, data={**form, "language": "en-GB", "published_on": "2023-05-06"})
    assert answer.status_code == 302
    article, revision = stored("My title")
    assert answer.location.endswith(article.id)
    assert revision.text == f"A headline\n\n{WORDS.strip()}\n\nImprint & so on"
    assert (article.byline, article.language) == ("Jane Doe", "en-GB")
    assert revision.canonical == "html/1"
    assert orjson.loads(article.origin or "")["page"]["decided"] == "extracted"
    for block in orjson.loads(revision.layout)["blocks"]:
        assert revision.text[block["start"] : block["end"]].strip()
    assert compare(article.project_id) == []


def test_accepting_twice_makes_one_article_and_its_text_stands_in_one_place(lead: Visitor) -> None:
    where = proposed(lead)
    first = lead.post(where, data={"kept": ["1"]})
    again = lead.post(where, data={"kept": ["2"]})
    assert first.location == again.location == lead.get(where).location
    assert lead.post(f"{where}/discarding").location == first.location
    assert len(db.session.scalars(select(Article)).all()) == 1
    assert db.session.scalars(select(Proposal.page)).all() == [None]


def test_a_page_that_is_an_article_already_asks_what_is_to_become_of_it(lead: Visitor) -> None:
    fields = {"title": "A headline", "kept": ["1", "2", "3"]}
    first = lead.post(proposed(lead), fields)
    again = proposed(lead)
    asked = lead.post(again, fields)
    assert asked.status_code == 422
    assert "The project has this article already: say what is to become of it." in asked.text
    assert first.location in asked.text
    left_out = lead.post(again, {**fields, "known": "skip"})
    assert left_out.location == first.location
    assert len(db.session.scalars(select(Article)).all()) == 1


def test_a_page_that_waits_is_listed_and_can_be_discarded(lead: Visitor) -> None:
    where = proposed(lead)
    assert where in lead.get("/projects/demo-desk/web-pages/new").text
    assert lead.post(f"{where}/discarding").status_code == 302
    assert lead.get(where).status_code == 404
    assert where not in lead.get("/projects/demo-desk/web-pages/new").text


def test_foreign_mark_up_is_never_mark_up_here(lead: Visitor) -> None:
    page = "<title>&lt;b&gt;x</title><p>&lt;script&gt;alert(1)&lt;/script&gt; &quot;<p>{{7*7}}"
    shown = lead.get(proposed(lead, page)).text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &#34;" in shown
    assert "{{7*7}}" in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Please choose a file, or paste the HTML of the page."),
        ({"html": "<script>x</script>"}, "There is no text in this page."),
        ({"html": "<p>x", "url": "ftp://e.org"}, "It is no web address"),
        ({"html": "<div>" * 3000 + "x"}, "paste the text instead."),
        (
            {"page_file": (BytesIO(b"<meta charset=utf-8><p>caf\xe9"), "a.html")},
            "not valid utf-8 at byte 26",
        ),
    ],
)
def test_a_page_that_cannot_be_read_gets_one_sentence(
    lead: Visitor, fields: dict[str, Any], words: str
) -> None:
    answer = send(lead, **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_in_an_encoding_that_it_does_not_say_is_read_when_a_person_does(
    lead: Visitor,
) -> None:
    sent = (BytesIO("<meta charset=utf-8><p>café".encode("cp1252")), "a.html")
    answer = send(lead, page_file=sent, encoding="windows-1252")
    assert ticks(lead.get(answer.location).text) == {"café": True}


def test_a_page_that_is_too_heavy_shows_the_way_on(
    lead: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LIMITS", Limits(wall_seconds=0.0))
    answer = send(lead, html="<p>a page")
    assert answer.status_code == 422
    assert "so it was stopped: paste the text instead." in answer.text
    assert "&lt;p&gt;a page" in answer.text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "tick what is the article"),
        ({"kept": ["99"]}, "is not among the choices"),
        ({"kept": ["1"], "url": "javascript:alert(1)"}, "It is no web address"),
        (
            {"kept": ["1"], "language": "plain english"},
            "“plain english” is no language that is known",
        ),
        ({"kept": ["1"], "published_on": "yesterday"}, "This is no day"),
    ],
)
def test_what_cannot_be_an_article_comes_back_with_what_was_typed(
    lead: Visitor, form: dict[str, Any], words: str
) -> None:
    where = proposed(lead)
    answer = lead.post(where, data={"title": "Typed by hand", **form})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Typed by hand" in answer.text
    assert db.session.scalars(select(Article)).all() == []


def test_nobody_waits_for_the_write_gate_while_a_page_is_read(
    lead: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watched(*arguments: Any) -> Any:
        seen.append(db.session.info.get("writing"))
        return reading.read_html(*arguments)

    monkeypatch.setattr(views, "read_html", watched)
    assert send(lead, html="<p>a page").status_code == 302
    assert seen == [None]
