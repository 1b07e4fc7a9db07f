"""The one form of a link, and of an archived copy."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.sources.urls import archive_address, normalise_url, page_hash
from annotator.text.cleaning import is_web_address


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("  https://Example.org/a?utm_source=x&id=7 ", "https://example.org/a?id=7"),
        ("https://example.org/?fbclid=1&gclid=2&ttclid=3&_hsenc=4", "https://example.org/"),
        ("https://example.org/a?guccounter=1&b=", "https://example.org/a?b="),
        ("https://example.org/a#:~:text=the%20dam", "https://example.org/a"),
        ("https://example.org/a#part:~:text=the%20dam", "https://example.org/a#part"),
        ("HTTP://example.org:80", "http://example.org/"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/ä"),
        # What is not about the reader stays as it is spelt: some servers read other bytes.
        ("https://example.org/?q=caf%E9&utm_source=x", "https://example.org/?q=caf%E9"),
        ("https://example.org/?flag&a=b%20c;d&fbclid=1", "https://example.org/?flag&a=b%20c;d"),
    ],
)
def test_a_pasted_link_is_kept_without_what_follows_its_reader(pasted: str, kept: str) -> None:
    assert normalise_url(pasted) == kept
    assert page_hash(pasted) == page_hash(kept)


def test_an_archived_copy_keeps_the_whole_address_of_its_page() -> None:
    copy = "https://web.archive.org/web/2024/https://example.org/a?utm_source=x"

    assert archive_address(f" {copy} ") == copy


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "example.org",
        "",
        "https://example.org:0/",
        "https://example..org/",
        "https://example.org\\a",
    ],
)
def test_nothing_but_a_link_of_the_web_is_one(text: str) -> None:
    for made in (normalise_url, archive_address):
        with pytest.raises(Invalid):
            made(text)
    assert page_hash(text) is None


@pytest.mark.parametrize(
    "hidden", ["\xa0", "\xad", "\u061c", "\u180e", "\u2028", "\u2060", "\u202e", "\u2067", "\ufeff"]
)
def test_a_link_has_nothing_in_it_that_nobody_sees(hidden: str) -> None:
    for made in (normalise_url, archive_address):
        with pytest.raises(Invalid, match="hidden"):
            made(f"https://example.org/a{hidden}b")


@given(st.text(max_size=12), st.text(max_size=12))
def test_what_a_page_takes_for_a_link_an_import_takes_for_one(host: str, path: str) -> None:
    for made in (normalise_url, archive_address):
        try:
            found = made(f"https://{host}.example/{path}")
        except Invalid:
            continue
        assert is_web_address(found)
