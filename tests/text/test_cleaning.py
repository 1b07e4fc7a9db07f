from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.text import cleaning
from annotator.text.cleaning import clean_document, is_web_address

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
    assert clean_document(html) == clean


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
    clean = clean_document("".join(parts))
    assert clean_document(clean) == clean


def test_a_fragment_has_a_limit() -> None:
    with pytest.raises(Invalid, match="longer than 500000"):
        clean_document("x" * 500_001)


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
