"""Two changes of one mark from two browsers: what does not clash is joined, what does is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"

WATCH_THE_PILL = """() => {
  const pill = document.querySelector("#sync-pill");
  window.seen = [];
  new MutationObserver(() => window.seen.push(pill.dataset.state))
    .observe(pill, { attributes: true });
}"""


@pytest.fixture
def desk(arrive: Arrive, complaints: Complaints) -> Desk:
    """A claim that was reworded in another browser after this one saved it."""
    complaints.expect("Failed to load resource")
    rosa = arrive(ROSA)
    desk = rosa.at("Skerry lighthouse")
    desk.mark(WORDS, "Claim")
    desk.is_saved()
    _reword_elsewhere(desk)
    return desk


def _reword_elsewhere(desk: Desk) -> None:
    context = desk.page.context
    browser = context.browser
    assert browser is not None
    away = browser.new_context(storage_state=context.storage_state(), reduced_motion="reduce")
    page = away.new_page()
    page.goto(desk.address)
    other = Desk(page)
    other.opens(WORDS).writes("wording", "Worded elsewhere.")
    other.is_saved()
    away.close()


def test_a_note_joins_the_others_wording_without_a_question(desk: Desk) -> None:
    card: Card = desk.opens(WORDS)
    desk.page.evaluate(WATCH_THE_PILL)

    desk.press("n")
    card.writes("note", "Mine.")

    expect(card.field("wording")).to_have_value("Worded elsewhere.")
    desk.is_saved()
    [mark] = desk.layer()["annotations"]
    assert (mark["note"], mark["claim"]["wording"]) == ("Mine.", "Worded elsewhere.")
    assert "conflict" not in desk.page.evaluate("window.seen")


def test_a_verdict_on_words_that_changed_is_asked_about(desk: Desk) -> None:
    card: Card = desk.opens(WORDS)

    card.element.get_by_role("radio", name="Uncheckable").check()

    desk.says("Changed elsewhere")
    expect(card.trouble).to_contain_text("Worded elsewhere.")
    card.acts("Keep mine")
    desk.is_saved()
    [mark] = desk.layer()["annotations"]
    assert mark["claim"]["verdict"]["rating"] == "uncheckable"
    assert mark["claim"]["wording"] == "Worded elsewhere."
