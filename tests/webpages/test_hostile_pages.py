"""Pages made to break what reads them."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.sandbox.limits import Limits, TooHeavy
from annotator.sandbox.running import run
from annotator.text.cleaning import ARTICLE_TAGS, clean_article
from annotator.webpages.reading import read_html
from tests.webpages.checks import check, check_that_they_come_to_themselves, read_many
from tests.webpages.corpus import vectors
from tests.webpages.slow import GENERATORS


def test_hostile_mark_up_comes_to_text_that_comes_to_itself() -> None:
    pages = read_many(vectors())
    read = [page for page in pages if page is not None]
    assert len(read) == len(pages) >= 300
    for page in read:
        check(page)
        assert {one.kind for one in page.layout.inline} <= {"strong", "emphasis", "link"}
        assert all(one.href.startswith("http") for one in page.layout.inline if one.href)
    check_that_they_come_to_themselves(read)


def test_the_cleaner_lets_nothing_through_and_has_nothing_to_do_twice() -> None:
    for vector in vectors():
        once = clean_article(vector)
        assert clean_article(once) == once
        tree = html5lib.parseFragment(once, namespaceHTMLElements=False)
        for element in list(tree.iter())[1:]:
            assert element.tag in ARTICLE_TAGS
            assert set(element.attrib) <= {"href", "rel"}
            assert element.get("href", "https:").startswith(("http:", "https:"))


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<em>", "</i>", "<br>", "<li>", "<ul>"),
        *("</ul>", "<h2>", "</h2>", "<blockquote>", "<a href='//e.org/?a&b'>", "</a>", "<table>"),
        *("<td>", "<tr>", "<pre>", "</pre>", "<script>", "</script>", "<!--", "-->", "<nav>"),
        *("<svg>", "</svg>", "<p ", "'", '"', "&amp;lt;", "&nbsp;", "&#x80;", "&#13;", "\u202e"),
        *("\u200b", "\ufeff", "e\u0301", "\ud83d", "\x00", "\x0b", "\u2028", " ", "\n", "\t", "<"),
        *("&", ">", "word", "слово", "كلمة", "👨‍👩‍👧", "-", "\ufffe", "\x85"),
    ]
)


# Each example is twenty pages; what fails is told as it is, for each try takes a process.
@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.lists(PIECES, max_size=30).map("".join), min_size=20, max_size=20))
def test_no_page_made_of_odd_pieces_breaks_the_reader(pages: list[str]) -> None:
    read = [page for page in read_many(pages) if page is not None]
    for page in read:
        if any(block.kept for block in page.blocks):
            check(page)
    check_that_they_come_to_themselves(read)


@pytest.mark.parametrize("name", GENERATORS)
def test_what_stalls_parsers_is_read_or_refused_within_the_limits(name: str) -> None:
    page = GENERATORS[name](20_000).encode()
    said = "read"
    try:
        read_html(page)
    except Invalid as error:
        said = str(error)
    assert said.endswith(("read", "paste the text instead.", "There is no text in this page."))


def test_a_page_that_stalls_its_parser_is_ended() -> None:
    """The standard library's own parser, which takes minutes for this."""
    with pytest.raises(TooHeavy, match="paste the text instead"):
        run(
            "tests.sandbox.bombs:parse",
            ("<a " * 20_000).encode(),
            limits=Limits(cpu_seconds=1, wall_seconds=2),
        )
