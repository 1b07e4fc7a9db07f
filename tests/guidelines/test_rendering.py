"""From Markdown to sections: what runs nowhere, and what belongs to which mark."""

from __future__ import annotations

import pytest

from annotator.guidelines.rendering import rendered


def labels(text: str) -> list[tuple[str, str | None]]:
    return [(section.title, section.label) for section in rendered(text)]


def html(text: str) -> str:
    return "".join(section.html for section in rendered(text))


def test_headings_begin_sections_and_name_the_label_they_are_about() -> None:
    text = "Before.\n# Our desk\n## Claim\nA\n## Quotes and their cues\nB\n## Context\nC"
    assert labels(text) == [
        ("", None),
        ("Our desk", None),
        ("Claim", "claim"),
        ("Quotes and their cues", "quote"),
        ("Context", "context"),
    ]


def test_only_the_first_section_about_a_label_is_opened_for_it() -> None:
    assert labels("## Claim\n\nA\n\n## Hard claims\n\nB")[1] == ("Hard claims", None)


def test_words_that_only_look_like_a_label_name_none() -> None:
    assert labels("## Reclaimed land\n\nA\n\n## Disclaimer") == [
        ("Reclaimed land", None),
        ("Disclaimer", None),
    ]


def test_lower_headings_tables_lists_and_quotations_stay() -> None:
    text = "### Examples\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n- one\n\n```\nx\n```"
    found = html(text)
    for tag in ("<h3>", "<table>", "<td>1</td>", "<blockquote>", "<li>one</li>", "<pre><code>"):
        assert tag in found


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,1)",
        "<https://user:pass@bad.example>",
        "[x](//bad.example)",
        '<a href="https://a.example" onclick="x()">y</a>',
        "## <b onmouseover=x()>Claim</b>\n\n<style>p{}</style>",
    ],
)
def test_nothing_foreign_runs_or_is_fetched(text: str) -> None:
    found = html(text)
    for part in ("<script", "<img", "<style", "<a href", "<b "):
        assert part not in found, found


def test_a_picture_is_a_link_that_nobody_follows_unasked() -> None:
    assert "<img" not in html("![x](https://spy.example/pixel.png)")


def test_links_go_to_web_addresses_and_carry_no_referrer() -> None:
    assert 'href="https://a.example/x" rel="noopener noreferrer' in html("[x](https://a.example/x)")
