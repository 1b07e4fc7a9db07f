"""The first moments of an open article, and the last ones of a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Route, expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_FOCUS_IS_BACK = """async (what) => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return !document.activeElement.closest(`${what}, dialog, input`);
}"""
ARTICLE = "Ferry fares to Port Merrow"


def test_keys_are_heeded_before_everything_has_come_and_what_they_ask_for_follows(
    arrive: Arrive, site: Site
) -> None:
    person = arrive(ROSA)
    page, keys = person.page, Keyboard(person.page)
    held: list[Route] = []
    page.route("**/workspace/further.js", lambda route: held.append(route))
    person.goes_to("/projects/demo/articles")
    page.get_by_role("link", name=ARTICLE).first.focus()
    keys.press("Enter")

    page.locator("main[data-usable]").wait_for()
    keys.press("j")
    card = page.locator(".card--open")
    expect(card).to_be_focused()
    expect(card.locator(".editor")).to_have_count(0)
    keys.press("Control+k")
    expect(page.locator("#palette")).to_be_hidden()

    held[0].continue_()
    expect(page.locator("#palette")).to_be_visible()
    expect(card.locator(".editor")).to_be_visible()


def test_the_bars_answer_while_what_opens_at_a_press_has_not_come(
    arrive: Arrive, site: Site
) -> None:
    person = arrive(ROSA)
    page = person.page
    held: list[Route] = []
    for stalled in ("**/workspace/further.js", "**/css/opened.css"):
        page.route(stalled, lambda route: held.append(route))
    person.goes_to("/projects/demo/articles")
    page.get_by_role("link", name=ARTICLE).first.click()
    page.locator("main[data-usable]").wait_for()
    page.get_by_role("button", name="Switch between light and dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.set_viewport_size({"width": 390, "height": 844})
    Keyboard(page).press("j")
    first = page.locator(".card--open").get_attribute("id") or ""
    page.get_by_role("button", name="Next mark").click()
    expect(page.locator(".card--open")).not_to_have_id(first)
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert len(held) == 2


def test_what_opens_at_a_press_is_there_without_a_network(
    arrive: Arrive, site: Site, complaints: Complaints
) -> None:
    # A font for letters that were not shown yet; and what asks whether the network is back.
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    person = arrive(ROSA)
    page, keys = person.page, Keyboard(person.page)
    person.goes_to("/projects/demo/articles")
    page.get_by_role("link", name=ARTICLE).first.focus()
    keys.press("Enter")
    page.locator("main[data-ready]").wait_for()
    page.context.set_offline(True)

    for key, what in (
        ("/", "#find-bar"),
        ("Control+k", "#palette"),
        ("g", "#guidelines-dialog"),
        ("t", "#words-dialog"),
    ):
        keys.press(key)
        expect(page.locator(what)).to_be_visible()
        keys.press("Escape")
        expect(page.locator(what)).to_be_hidden()
        # What was closed gives the focus back a moment later; nobody's next key is faster.
        page.wait_for_function(_FOCUS_IS_BACK, arg=what)
