"""Marks for people who have the article read to them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = """() => [...document.querySelectorAll("#article mark")].map((mark) =>
  (mark.dataset.said ?? "") + mark.textContent + (mark.dataset.saidAfter ?? "")).join("")"""


def test_whoever_asks_for_it_hears_where_a_mark_begins_and_ends(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    desk = rosa.at("Skerry lighthouse")
    assert "[" not in _said(rosa.page)
    text = desk.text

    rosa.goes_to("/account")
    rosa.page.get_by_label("Announce marks while I read").check()
    rosa.page.locator("form", has=rosa.page.get_by_label("Announce marks")).get_by_role(
        "button"
    ).click()
    expect(rosa.page.locator(".notice--success")).to_be_visible()
    desk = rosa.at("Skerry lighthouse")
    desk.select(*desk.extent("is not being sold"))
    desk.press("1")
    expect(rosa.page.locator("mark", has_text="is not being sold")).to_have_attribute(
        "data-said", "[Claim: "
    )
    desk.comes_to(lambda: _said(rosa.page), "[Claim: is not being sold]")
    # It is drawn, not written: no word of the article is another, and no offset.
    assert desk.text == text
    desk.is_saved()
    desk.shows_what_is_kept()
    tree = rosa.page.locator("#article").aria_snapshot()
    assert "[Claim:" in tree


def _said(page: Page) -> str:
    return str(page.evaluate(SAID))
