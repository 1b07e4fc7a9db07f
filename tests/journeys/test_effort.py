"""What one checked claim costs: keys, clicks and pastes, counted by the page itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.keyboard import NO_POINTER
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Record = Callable[[str, Any], None]
WORDS = "is not being sold"
LINKS = ("https://lighthouses.example.org/skerry", "https://register.example.org/2026/17")

# A modifier by itself is no key, and a paste is a paste and not the two keys that made it. The
# letters of the rationale are left out: they are the work itself.
COUNT = """
window.effort = { keys: 0, clicks: 0, pastes: 0, letters: 0 };
addEventListener("keydown", ({ key, ctrlKey, target }) => {
  if (["Control", "Shift", "Alt", "Meta"].includes(key)) return;
  if (ctrlKey && key.toLowerCase() === "v") return;
  const isLetter = key.length === 1 && !ctrlKey && target.matches('[data-field="rationale"]');
  window.effort[isLetter ? "letters" : "keys"] += 1;
}, true);
addEventListener("paste", () => { window.effort.pastes += 1; }, true);
addEventListener("click", ({ detail }) => { if (detail > 0) window.effort.clicks += 1; }, true);
"""


def test_a_dragged_claim_with_verdict_and_two_sources_costs_at_most_twelve_keys(
    arrive: Arrive, record_property: Record
) -> None:
    desk = _at_the_article(arrive)
    desk.page.evaluate(COUNT)
    desk.drag(*desk.extent(WORDS))
    clicks_of_the_drag = _effort(desk.page)["clicks"]
    desk.press("1")
    _judges_and_sources(desk)
    effort = _effort(desk.page)
    _tell(record_property, "drag", effort)
    assert effort["keys"] <= 12
    assert effort["pastes"] == 2
    assert effort["clicks"] == clicks_of_the_drag


def test_the_same_by_keyboard_alone(arrive: Arrive, record_property: Record) -> None:
    desk = _at_the_article(arrive)
    desk.page.evaluate(NO_POINTER)
    desk.page.evaluate(COUNT)
    desk.page.locator("#article").focus()
    # The words are in the heading, after "No, the Skerry lighthouse".
    desk.press("m", "Control+Home", *["Control+ArrowRight"] * 5)
    desk.press(*["Control+Shift+ArrowRight"] * 4)
    expect(desk.label_bar).to_be_visible()
    desk.press("1")
    _judges_and_sources(desk)
    effort = _effort(desk.page)
    _tell(record_property, "keyboard", effort)
    assert effort["clicks"] == 0
    assert effort["pastes"] == 2
    assert effort["keys"] <= 20


def _at_the_article(arrive: Arrive) -> Desk:
    rosa = arrive(ROSA, permissions=["clipboard-read", "clipboard-write"])
    desk = rosa.at("Skerry lighthouse")
    desk.page.bring_to_front()
    return desk


def _judges_and_sources(desk: Desk) -> None:
    """From the open card on: two links pasted one after the other, then verdict and rationale."""
    card = desk.open_card()
    expect(card.words).to_have_text(WORDS)
    # The links first: a link that comes after the verdict asks for the verdict to be confirmed.
    desk.press("s")
    for number, link in enumerate(LINKS, start=1):
        desk.page.evaluate("(link) => navigator.clipboard.writeText(link)", link)
        desk.press("Control+v")
        expect(card.sources).to_have_count(number)
    desk.press("Escape", "v", "2", "Enter")
    expect(card.field("rationale")).to_be_focused()
    desk.page.keyboard.type("The coastal service says so.")
    desk.press("Escape")
    expect(card.badge).to_have_text("Refuted")
    kept = desk.kept(card)
    assert kept["claim"]["verdict"]["rating"] == "refuted"
    assert [source["url"] for source in kept["claim"]["sources"]] == list(LINKS)


def _effort(page: Page) -> dict[str, int]:
    found: dict[str, int] = page.evaluate("() => window.effort")
    return found


def _tell(record_property: Record, way: str, effort: dict[str, int]) -> None:
    for name in ("keys", "clicks", "pastes"):
        record_property(f"{way}_{name}", effort[name])
