"""Words that are still being typed while the same mark changes elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

WORDS = "shared more than 48,000 times"

WRITE_A_NOTE = """() => {
  const field = document.querySelector("[data-field=note]");
  field.value = "N";
  field.dispatchEvent(new Event("change", { bubbles: true }));
}"""


@pytest.fixture
def desk(arrive: Arrive, complaints: Complaints) -> Desk:
    """A saved claim with its card open."""
    complaints.expect("Failed to load resource")
    desk = arrive(ROSA).at("Skerry lighthouse")
    desk.mark(WORDS, "Claim")
    desk.is_saved()
    return desk


def elsewhere(desk: Desk) -> Desk:
    """The same article and person in another browser."""
    context = desk.page.context
    assert context.browser is not None
    away = context.browser.new_context(
        storage_state=context.storage_state(), reduced_motion="reduce"
    )
    page = away.new_page()
    page.goto(desk.address)
    return Desk(page)


def test_a_silent_merge_leaves_the_field_alone_and_its_words_are_asked_about(desk: Desk) -> None:
    other = elsewhere(desk)
    other.opens(WORDS).writes("wording", "Theirs.")
    other.is_saved()
    card = desk.opens(WORDS)
    card.field("wording").click()
    card.field("wording").press_sequentially("Typed ")

    with desk.page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        desk.page.evaluate(WRITE_A_NOTE)
    expect(card.field("wording")).to_have_value("Typed ")

    card.field("wording").press_sequentially("more.")
    card.field("wording").blur()
    desk.says("Changed elsewhere")
    expect(card.trouble).to_contain_text("Theirs.")
    expect(card.trouble).to_contain_text("Typed more.")
    card.acts("Keep mine")
    desk.is_saved()
    assert desk.layer()["annotations"][0]["claim"]["wording"] == "Typed more."


def test_a_mark_deleted_in_another_tab_comes_back_with_the_words_being_typed(desk: Desk) -> None:
    card = desk.opens(WORDS)
    card.acts("Note")
    card.field("note").press_sequentially("Typed")
    tab = desk.page.context.new_page()
    tab.goto(desk.address)
    other = Desk(tab)

    other.opens(WORDS).acts("Delete")
    other.is_saved()

    desk.page.bring_to_front()
    desk.is_saved()
    expect(desk.page.locator(".card")).to_have_count(len(desk.layer()["annotations"]))
    [mark] = desk.layer()["annotations"]
    assert (mark["note"], mark["removed"]) == ("Typed", False)
