"""Addresses of archives, read as they are written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.captures.looking import leads_home
from annotator.sources.archive_links import kept_copy, nested

PAGE = "https://post.example.com/wall?a=1&b=2"


@pytest.mark.parametrize(
    ("url", "host", "page", "day"),
    [
        (f"https://web.archive.org/web/20240102030405/{PAGE}", "web.archive.org", PAGE,
         date(2024, 1, 2)),
        (f"http://web.archive.org/web/20240102030405id_/{PAGE}", "web.archive.org", PAGE,
         date(2024, 1, 2)),
        (f"https://web.archive.org/web/2024*/{PAGE}", "web.archive.org", PAGE, None),
        (f"https://archive.ph/2024.01.02-030405/{PAGE}", "archive.ph", PAGE, date(2024, 1, 2)),
        ("https://archive.is/AbCdE", "archive.is", None, None),
        ("https://perma.cc/ABCD-1234", "perma.cc", None, None),
        ("https://web.archive.org/web/20240102/https:/post.example.com/x", "web.archive.org",
         "https://post.example.com/x", date(2024, 1, 2)),
        ("https://web.archive.org/web/20240102/https%3A%2F%2Fpost.example.com/", "web.archive.org",
         "https://post.example.com/", date(2024, 1, 2)),
    ],
)  # fmt: skip
def test_an_archived_copy_says_what_it_is_of(
    url: str, host: str, page: str | None, day: date | None
) -> None:
    found = kept_copy(url)
    assert found is not None
    assert (found.host, found.page, found.day) == (host, page, day)


@pytest.mark.parametrize(
    "url", [PAGE, None, "", f"https://example.org/{PAGE}", "https://notarchive.is/x", "http://["]
)
def test_what_is_no_copy_is_none(url: str | None) -> None:
    assert kept_copy(url) is None
    assert nested(url) is None


@pytest.mark.parametrize(
    ("url", "inner"),
    [
        ("https://web.archive.org/web/20240102030405/https://archive.is/AbCdE", "archive.is"),
        (f"https://archive.ph/20240102030405/https://web.archive.org/web/2020/{PAGE}",
         "web.archive.org"),
        (f"https://web.archive.org/web/2024/http://web.archive.org/web/2020/{PAGE}",
         "web.archive.org"),
        (f"https://web.archive.org/web/20240102030405/{PAGE}", None),
    ],
)  # fmt: skip
def test_a_copy_of_a_copy_is_seen_in_both_directions(url: str, inner: str | None) -> None:
    assert nested(url) == inner


@given(st.text(max_size=80))
def test_no_text_is_too_odd_to_be_read_as_an_address(text: str) -> None:
    for url in (text, f"https://archive.is/{text}", f"https://web.archive.org/web/{text}"):
        nested(url)
        leads_home("https://example.org/a", "https://example.org/")


@pytest.mark.parametrize(
    ("url", "final", "home"),
    [
        ("https://a.example/x/y", "https://a.example/", True),
        ("https://a.example/x/y", "https://a.example/en/", True),
        ("https://a.example/x/y", "https://www.a.example/index.html", True),
        ("https://a.example/x/y", "https://b.example", True),
        ("https://a.example/x?id=1", "https://a.example/x", False),
        ("https://a.example/?id=1", "https://a.example/", True),
        ("https://a.example/", "https://a.example/en/", False),
        ("https://a.example/x", "https://a.example/y", False),
        ("https://a.example/x", None, False),
    ],
)
def test_a_page_that_only_leads_to_a_front_page_is_seen(
    url: str, final: str | None, home: bool
) -> None:
    assert leads_home(url, final) is home
