"""From a page's bytes to its text and layout: nothing lost, nothing run, nothing changed twice."""

from __future__ import annotations

import html
import os
from datetime import date
from pathlib import Path

import pytest

from annotator.errors import Invalid
from annotator.webpages.reading import LARGEST_PAGE, read_html
from tests.webpages.checks import check, texts

#: Scraped articles, which are no part of the project.
_BESIDE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("ANNOTATOR_REAL_ARTICLES") or _BESIDE)
ARTICLE = "<p>" + "Words of the article, as they were written. " * 8 + "</p>"


def test_the_structure_of_a_page_is_kept() -> None:
    page = read_html(
        b"""<h1>Title <em>here</em></h1> <p>Some <b>bold <i>and slanted</i></b> words,
        <a href="https://e.org/x?a=1&amp;copy=2">linked</a>.<br>A new line.<br><br>A new paragraph.
        <ul><li>one<ol><li>within</ol><li><p>two<p>further</ul>
        <blockquote>said<p>so</blockquote><h6>small</h6>
        <table><tr><td>a<td>b<tr><td>c</table>"""
    )
    assert [(one.kind, one.level, one.text) for one in page.blocks] == [
        ("heading", 1, "Title here"),
        ("paragraph", None, "Some bold and slanted words, linked.\nA new line."),
        ("paragraph", None, "A new paragraph."),
        ("list_item", 1, "one"),
        ("list_item", 2, "within"),
        ("list_item", 1, "two"),
        ("list_item", 1, "further"),
        ("block_quote", None, "said"),
        ("block_quote", None, "so"),
        ("heading", 6, "small"),
        ("paragraph", None, "a b"),
        ("paragraph", None, "c"),
    ]
    looks = [(one.kind, page.text[one.start : one.end], one.href) for one in page.layout.inline]
    assert looks == [
        ("emphasis", "here", None),
        ("strong", "bold and slanted", None),
        ("emphasis", "and slanted", None),
        ("link", "linked", "https://e.org/x?a=1&copy=2"),
    ]
    assert page.decided == "whole"
    check(page)


def test_items_of_ordered_lists_keep_the_numbers_that_a_browser_shows() -> None:
    page = read_html(
        b"""<p>Before <ol><li>one<ul><li>a dot</ul><ol><li>inner one<li>inner two</ol><li><p>two
        <p>two, further<li value=7>seven<li>eight</ol><ol start="-1"><li>below<li>none</ol>
        <ol reversed><li>two left<li>one left</ol><ol start=x><li value="3rd">third</ol>
        <ul><li value=9>a dot</ul><li>on its own"""
    )
    assert [(one.text, one.level, one.number) for one in page.blocks] == [
        ("Before", None, None),
        ("one", 1, 1),
        ("a dot", 2, None),
        ("inner one", 2, 1),
        ("inner two", 2, 2),
        ("two", 1, 2),
        ("two, further", 1, 2),
        ("seven", 1, 7),
        ("eight", 1, 8),
        ("below", 1, -1),
        ("none", 1, 0),
        ("two left", 1, 2),
        ("one left", 1, 1),
        ("third", 1, 3),
        ("a dot", 1, None),
        ("on its own", 1, None),
    ]
    assert [one.number for one in page.layout.blocks] == [one.number for one in page.blocks]
    check(page)


def test_white_space_is_that_of_html_and_every_other_sign_stays() -> None:
    page = read_html(
        "<p> a \n\t b<b> c</b> d </p><p>x\u00a0\u2007 \u3000\u200b\u00ad\u202ey\u200e</p>"
        "<p>\ufffex\U000b00d1</p><p>e\u0301 \u00e9 \ufb01</p><p> \u200b </p>"
        "<pre>one\n  two</pre>".encode()
    )
    assert texts(page) == [
        "a b c d",
        "x\u00a0\u2007 \u3000\u200b\u00ad\u202ey\u200e",
        "\ufffex\U000b00d1",
        "e\u0301 \u00e9 \ufb01",
        "one\ntwo",
    ]


def test_entities_are_decoded_once() -> None:
    raw = b"<p>&amp;lt;script&amp;gt; &notit; &#x80; &#0; &copy2 &NotEqualTilde; &#1;</p>"
    assert (
        read_html(raw).text == "&lt;script&gt; \u00acit; \u20ac \ufffd \u00a92 \u2242\u0338 \ufffd"
    )


def test_what_is_no_text_goes_with_everything_inside_it() -> None:
    page = read_html(
        b"<p>before</p><script>var a = '<p>no</p>'</script><style>p{}</style>"
        b"<noscript>no</noscript><template>no</template><svg><text>no</text></svg><math><mi>no</mi></math>"
        b"<iframe>no</iframe><textarea>no</textarea><select><option>no</select><!-- no -->after"
    )
    assert texts(page) == ["before", "after"]


def test_links_are_whole_addresses_or_words_only() -> None:
    page = read_html(
        b"<base href='/deep/'><p><a href='x'>one</a> <a href='javascript:alert(1)'>two</a> "
        b"<a href='//f.org'>three</a> <a href='mailto:a@e.org'>four</a>",
        url="https://e.org/a/b",
    )
    assert page.text == "one two three four"
    assert [one.href for one in page.layout.inline] == ["https://e.org/deep/x", "https://f.org"]


@pytest.mark.parametrize(
    ("data", "declared", "charset", "by", "text"),
    [
        ("\ufeff<p>naïve".encode(), "latin-1", "utf-8", "mark", "naïve"),
        ("\ufeff<p>naïve".encode("utf-16-le"), None, "utf-16-le", "mark", "naïve"),
        ("<p>“so”".encode("cp1252"), "iso-8859-1", "iso-8859-1", "declared", "“so”"),
        ("<meta charset=koi8-r><p>Слово".encode("koi8-r"), None, "koi8-r", "page", "Слово"),
        ("<meta charset='utf-16'><p>naïve".encode(), None, "utf-8", "page", "naïve"),
        ("<p>naïve 💩".encode(), None, "utf-8", "tried", "naïve 💩"),
    ],
)
def test_the_encoding_is_what_somebody_says_and_who_said_it_is_known(
    data: bytes, declared: str | None, charset: str, by: str, text: str
) -> None:
    page = read_html(data, declared)
    assert (page.charset, page.charset_by, page.text) == (charset, by, text)


def test_an_encoding_that_nobody_names_is_guessed_from_the_words() -> None:
    words = "Это довольно длинное предложение на русском языке, чтобы его можно было узнать. " * 4
    page = read_html(f"<p>{words}".encode("cp1251"))
    assert (page.charset_by, page.text) == ("guessed", words.strip())


@pytest.mark.parametrize(
    ("data", "charset", "words"),
    [
        (b"<meta charset=utf-8><p>caf\xe9", None, "not valid utf-8 at byte 26"),
        (b"<p>x", "klingon", "The encoding “klingon” is not one"),
        (b"", None, "no text in this page"),
        (b"<script>var a</script>", None, "no text in this page"),
        (b"<div>" * 3000 + b"deep", None, "too deep in one another.*paste the text"),
        (b"<p>" + b"x" * LARGEST_PAGE, None, "paste the text"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence(
    data: bytes, charset: str | None, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        read_html(data, charset)


def test_an_article_without_a_page_around_it_loses_nothing() -> None:
    short = "".join(f"<p>Short {n}.</p>" for n in range(5))
    page = read_html(f"<h2>Head</h2>{short}<ul><li>Share</ul>{ARTICLE}<p>Read more".encode())
    assert page.cut == []
    assert page.decided == "whole"


def test_furniture_is_cut_and_can_be_seen() -> None:
    page = read_html(
        f"<title>Head | Site</title><nav><a href=/>Home</a></nav><article><h1>Head</h1>{ARTICLE}"
        f"<div class='ad-slot'>Advertisement</div>{ARTICLE}</article><footer>Imprint".encode()
    )
    words = html.unescape(ARTICLE[3:-4]).strip()
    assert texts(page) == ["Head", words, words]  # A paragraph that stands twice is kept twice.
    assert page.cut == ["Home", "Advertisement", "Imprint"]
    assert page.decided == "extracted"
    check(page)


def test_an_extractor_that_keeps_too_little_is_not_followed() -> None:
    items = "".join(
        f"<div>{n}. A short line of a long list, in its own box.</div>" for n in range(60)
    )
    page = read_html(
        f"<nav><a href=/>Home</a></nav><div class=comments>{items}</div>{items}".encode()
    )
    assert len(texts(page)) >= 60
    assert "Home" in page.cut


def test_what_a_page_says_about_itself_is_read() -> None:
    page = read_html(
        f"""<html lang="pt-br"><title>A headline | Jornal</title>
        <link rel=canonical href="https://jornal.example/a">
        <meta property="og:site_name" content="Jornal"><meta name="author" content="Maria Silva">
        <meta property="og:title" content="A headline">
        <meta property="article:published_time" content="2023-05-06T10:00:00Z">
        <article>{ARTICLE}</article>""".encode()
    )
    assert (page.title, page.byline, page.publisher) == ("A headline", "Maria Silva", "Jornal")
    assert (page.published_on, page.language) == (date(2023, 5, 6), "pt-br")
    assert page.url == "https://jornal.example/a"


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("This sentence was written in plain English for every reader. ", "en"),
        ("هذه جملة كتبت باللغة العربية لكي يقرأها الجميع. ", "ar"),
        ("Dieser Satz wurde auf Deutsch geschrieben, damit ihn alle lesen. ", "de"),
    ],
)
def test_a_page_that_does_not_name_its_language_is_listened_to(words: str, language: str) -> None:
    assert read_html(f"<p>{words * 3}".encode()).language == language


def test_so_is_one_that_names_a_language_that_there_is_not() -> None:
    words = "This sentence was written in plain English for every reader. " * 3
    assert read_html(f'<html lang="xx-nonsense"><p>{words}'.encode()).language == "en"


def test_byte_order_marks_at_the_beginning_do_not_move_what_follows() -> None:
    page = read_html("\ufeff<p><b>\ufeff\ufeffab</b>c\ufeffd".encode())
    assert page.text == "abc\ufeffd"
    assert [(one.start, one.end) for one in page.layout.inline] == [(0, 2)]
    check(page)


@pytest.mark.parametrize("name", ["000_4fe9600597a10b78.txt", "003_40c48278e30c0690.txt"])
def test_a_real_article_comes_out_of_its_page_word_for_word(name: str) -> None:
    path = DATA / name
    if not path.exists():
        pytest.skip("the real articles are not here")
    paragraphs = [line.strip() for line in path.read_text("utf-8").split("\n") if line.strip()]
    page = read_html(in_a_page(paragraphs).encode())
    assert texts(page) == [" ".join(one.split(" ")) for one in paragraphs]
    assert len(page.cut) == 12


def in_a_page(paragraphs: list[str]) -> str:
    """An article as a site shows it, with all that stands around it."""
    head, *rest = (html.escape(one) for one in paragraphs)
    between = {
        3: "<div class='ad'>Advertisement</div>",
        5: "<aside class='newsletter'><p>Sign up for our newsletter.</p></aside>",
    }
    body = "".join(f"<p>{one}</p>{between.get(n, '')}" for n, one in enumerate(rest))
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{head}</title>
      <script type="application/ld+json">{{"@type": "NewsArticle"}}</script></head><body><header>
      <nav><ul><li><a href="/">Home</a><li><a href="/w">World</a><li><a href="/p">Politics</a></ul>
      </nav></header><div class="ad-slot">Advertisement</div><main><article><h1>{head}</h1>
      <p class="byline">By Jane Doe</p>{body}</article><section class="related"><h2>Related</h2>
      <a href="/b"><h3>Another story of the day that is told here</h3></a>
      <a href="/c"><h3>A third story that you may like to read</h3></a></section></main>
      <footer><p>Copyright 2021 The Wire. All rights reserved.</p><a href="/y">Privacy</a></footer>
      <script>var no = "<p>no</p>"</script></body></html>"""
