from __future__ import annotations

import ast
import sys
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from annotator.errors import Invalid
from annotator.text import cleaning
from annotator.text.cleaning import clean_fragment, is_web_address, render_note

PACKAGE = Path(cleaning.__file__).parents[1]

# fmt: off
NEVER = {
    "svg", "math", "style", "title", "noscript", "textarea", "noframes", "iframe", "xmp",
    "template", "plaintext", "script", "img", "form", "button", "input",
}
# fmt: on


def test_the_settings_are_frozen() -> None:
    cleaner = cleaning._cleaner()
    allowed = {"a", "p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "code"}
    assert cleaner.tags == allowed
    assert cleaner.attributes == {"a": ["href"]}
    assert cleaner.protocols == {"http", "https"}
    assert cleaner.strip is True
    assert cleaner.strip_comments is True
    assert cleaner.css_sanitizer is None
    assert cleaning.LINK_REL == "noopener noreferrer nofollow ugc"


def test_tags_that_open_holes_are_never_added() -> None:
    assert not NEVER & (cleaning.TAGS | cleaning.DOCUMENT_TAGS | cleaning.ARTICLE_TAGS)


def test_an_imported_article_has_no_more_structure_than_its_layout() -> None:
    blocks = {"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
    assert blocks | {"a", "br", "em", "strong"} == cleaning.ARTICLE_TAGS


def test_bleach_has_one_home() -> None:
    homes = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(name.split(".")[0] == "bleach" for name in names):
                homes.add(path.relative_to(PACKAGE).as_posix())
    assert homes == {"text/cleaning.py"}


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Hello <em>there</em></p>", "<p>Hello <em>there</em></p>"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<img src=x onerror=alert(1)>", ""),
        ("<p onclick='x()' style='color:red' id=a class=b name=c>t</p>", "<p>t</p>"),
        ("<!-- gone -->kept", "kept"),
        ("<svg><p><style><a title='</style><img src=x>'>", "<p><a></a></p>"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='//evil.example'>x</a>", "<a>x</a>"),
        ("<a href='/\\evil.example'>x</a>", "<a>x</a>"),
        ("<a href='https://user@evil.example'>x</a>", "<a>x</a>"),
        ("<a href='java&#x200b;script:alert(1)'>x</a>", "<a>x</a>"),
        (
            "<a href='https://example.org/?a=1&amp;b=2' target=_blank rel=opener>x</a>",
            f'<a href="https://example.org/?a=1&amp;b=2" rel="{cleaning.LINK_REL}">x</a>',
        ),
    ],
)
def test_fragments(html: str, clean: str) -> None:
    assert clean_fragment(html) == clean


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a href=",
                "https://example.org",
                "'",
                '"',
                ">",
                "<",
                "&lt;",
                "&#0;",
                "<svg>",
                "<math>",
                "<style>",
                "</style>",
                "<!--",
                "-->",
                "<template>",
                "x",
                " ",
                "onclick=1",
                "]]>",
            ]
        ),
        max_size=20,
    )
)
def test_cleaning_twice_changes_nothing(parts: list[str]) -> None:
    clean = clean_fragment("".join(parts))
    assert clean_fragment(clean) == clean


def test_a_fragment_has_a_limit() -> None:
    with pytest.raises(Invalid, match="longer than 100000"):
        clean_fragment("x" * 100_001)


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://example.org/a?b#c", True),
        ("http://пример.example:8080/", True),
        ("https://example.org:0/", False),
        ("https://example.org:99999/", False),
        ("ftp://example.org/", False),
        ("https:///path", False),
        ("example.org", False),
        ("https://a b.example/", False),
        ("https://exam\u200bple.org/", False),
        ("https://example.org\\@evil.example/", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_web_addresses(url: str, fine: bool) -> None:
    assert is_web_address(url) is fine


def test_a_note_is_shown_as_it_was_written() -> None:
    note = "See <b>page 3</b> & “this”\r\nnext line\n\n  \nJ. O'Neil: {{7*7}} &lt;"
    assert render_note(note) == (
        "<p>See &lt;b&gt;page 3&lt;/b&gt; &amp; “this”<br>next line</p>"
        "<p>J. O'Neil: {{7*7}} &amp;lt;</p>"
    )
    assert isinstance(render_note(note), Markup)
    assert render_note(" \n ") == ""


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=200))
def test_no_note_makes_a_tag(note: str) -> None:
    html = render_note(note)
    bare = html.replace("<p>", "").replace("</p>", "").replace("<br>", "")
    assert "<" not in bare
    assert unescape(bare).split() == note.split()


def test_a_note_has_a_limit() -> None:
    with pytest.raises(Invalid, match="this one has 10001") as refusal:
        render_note("x" * 10_001)
    assert refusal.value.field == "note"


def _calls(note: str) -> int:
    """How many functions the making of this note's HTML calls."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        render_note(note)
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("filling", ["<", "&", "a\n", "a\n\n", "x ", "é", "<p>", "&lt;", "'"])
def test_the_work_grows_no_faster_than_the_worst_note(filling: str) -> None:
    render_note("warm up")
    half, whole = (_calls((filling * 10_000)[:length]) for length in (5_000, 10_000))
    assert whole < 2.1 * half


@pytest.mark.parametrize("filling", ["<", "&", "a\n", "a\n\n"])
def test_the_longest_note_fits_in_the_longest_fragment(filling: str) -> None:
    assert render_note((filling * 10_000)[:10_000])
