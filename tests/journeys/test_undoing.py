"""Every action can be taken back, on the page and after it was loaded anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
OTHERS = "There is no such offer"


@pytest.fixture
def rosa(arrive: Arrive, complaints: Complaints) -> Person:
    complaints.expect("Failed to load resource")
    return arrive(ROSA)


@pytest.fixture
def desk(rosa: Person) -> Desk:
    """An article with a claim that has a note."""
    desk = rosa.at("Skerry lighthouse")
    desk.mark(WORDS, "Claim").writes("note", "First thought.")
    desk.is_saved()
    return desk


def test_undo_and_redo_go_on_after_the_page_is_loaded_anew(desk: Desk) -> None:
    card = desk.open_card()
    card.writes("note", "Second thought.")
    desk.is_saved()
    desk.reload()
    card = desk.card_of(WORDS)
    desk.press("z")
    assert desk.kept(card)["note"] == "First thought."
    desk.press("z")
    assert desk.kept(card)["note"] is None
    desk.reload()
    desk.press("Shift+Z", "Shift+Z")
    assert desk.kept(desk.card_of(WORDS))["note"] == "Second thought."
    expect(desk.page.locator("#toast[role=status] span")).to_have_text(
        f"Done again. Claim changed: {WORDS}"
    )


def test_a_deleted_mark_comes_back_by_z_after_the_page_is_loaded_anew(desk: Desk) -> None:
    desk.open_card().element.focus()
    desk.press("Backspace")
    desk.is_saved()
    assert desk.marks() == []
    desk.reload()
    expect(desk.page.locator(".card")).to_have_count(0)
    desk.press("z")
    desk.is_saved()
    assert [mark["note"] for mark in desk.marks()] == ["First thought."]
    expect(desk.open_card().field("note")).to_have_value("First thought.")
    desk.shows_what_is_kept()


def test_a_deleted_mark_comes_back_from_the_list_in_another_browser(
    desk: Desk, arrive: Arrive
) -> None:
    desk.mark(OTHERS, "Quote").element.focus()
    desk.press("Backspace")
    desk.opens(WORDS).element.focus()
    desk.press("Backspace")
    desk.is_saved()
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.page.get_by_role("button", name="Deleted marks").click()
    expect(other.dialog.get_by_role("listitem")).to_have_count(2)
    expect(other.dialog).to_contain_text(WORDS)
    other.dialog.get_by_role("button", name=f"Restore: {OTHERS}").click()
    expect(other.open_card().words).to_have_text(OTHERS)
    other.is_saved()
    assert [mark["label"] for mark in other.marks()] == ["quote"]
    other.press("d")
    expect(other.dialog.get_by_role("listitem")).to_have_count(1)
    other.press("Enter")
    other.is_saved()
    assert len(other.marks()) == 2
    expect(other.page.get_by_role("button", name="Deleted marks")).to_be_hidden()


def test_a_step_that_somebody_else_has_overtaken_is_told_and_not_done(
    desk: Desk, arrive: Arrive
) -> None:
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.opens(WORDS).writes("note", "From elsewhere.")
    other.is_saved()
    desk.reload()
    desk.press("z")
    expect(desk.page.locator("#toast")).to_contain_text("changed elsewhere")
    assert desk.kept(desk.card_of(WORDS))["note"] == "From elsewhere."
    desk.press("z")
    desk.is_saved()
    assert desk.marks() == []


def test_whoever_signs_out_leaves_no_steps_behind(rosa: Person, desk: Desk) -> None:
    address = desk.address
    rosa.goes_to("/projects")
    rosa.sign_out()
    rosa.sign_in(ROSA)
    rosa.page.goto(address)
    again = Desk(rosa.page)
    again.press("z")
    expect(again.page.locator("#toast")).to_contain_text("Nothing to undo")
    assert len(again.marks()) == 1
