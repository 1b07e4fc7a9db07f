"""Comments are in the same care as marks: kept, sent later, nobody else's, gone when discarded."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIGURE = "It was taken in 2017 at another lighthouse"
ARTICLE = "Skerry lighthouse"
WORDS = "Look at the harbour register."
SENDS = re.compile(r"/comments/[0-9a-f-]{36}$")

KEPT = """() => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox");
  open.onsuccess = () => {
    const all = open.result.transaction("drafts").objectStore("drafts").getAll();
    all.onsuccess = () => { open.result.close(); resolve(JSON.stringify(all.result)); };
  };
})"""


@pytest.fixture
def rosa(arrive: Arrive, complaints: Complaints) -> Person:
    complaints.expect("ERR_FAILED|Failed to load resource")
    return arrive(ROSA)


@pytest.fixture
def desk(rosa: Person) -> Desk:
    """An article with one mark of Rosa's, and a server that takes no comments."""
    desk = rosa.at(ARTICLE)
    desk.mark(FIGURE, "claim")
    desk.is_saved()
    rosa.page.context.route(SENDS, lambda route: route.abort())
    return desk


def talk(page: Page) -> Locator:
    """The comments of the card that is open."""
    return page.locator(".card--open details.talk")


def unfold(page: Page) -> Locator:
    """The only mark's comments; gives their field."""
    # At its edge, where no button is; a card that was open stays so.
    page.locator(".card").first.click(position={"x": 16, "y": 8})
    talk(page).locator("summary").click()
    field = talk(page).get_by_role("textbox", name="Comment")
    expect(field).to_be_visible()
    return field


def cannot_send(page: Page) -> None:
    """Write a comment and send it, in vain."""
    field = unfold(page)
    field.fill(WORDS)
    field.press("Control+Enter")
    expect(talk(page).locator(".talk__said")).to_contain_text("kept in this browser")
    expect(page.locator("#sync-pill")).to_have_text(re.compile("1 waiting"))


def leaves(page: Page, how: str) -> None:
    """Sign out, with a word on what has not reached the server."""
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = page.get_by_role("dialog", name="Not everything is saved yet")
    expect(dialog).to_contain_text("have not reached the server: 1.")
    dialog.get_by_role("button", name=how).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_comment_outlives_its_tab_and_goes_by_itself_from_the_next(
    rosa: Person, desk: Desk
) -> None:
    cannot_send(rosa.page)
    context = rosa.page.context
    rosa.page.close()
    page = context.new_page()
    page.goto(desk.address)
    Desk(page)
    page.locator(".card").first.click(position={"x": 16, "y": 8})
    expect(talk(page).locator("summary")).to_contain_text("Words not sent")
    field = unfold(page)
    expect(field).to_have_value(WORDS)
    context.unroute(SENDS)
    context.set_offline(True)
    context.set_offline(False)
    expect(talk(page).locator(".talk__text")).to_have_text(WORDS)
    expect(field).to_have_value("")
    expect(page.locator("#sync-pill")).to_have_text("Saved")
    assert page.evaluate(KEPT) == "[]"


def test_it_is_kept_over_a_sign_out_for_whoever_wrote_it_and_shown_to_nobody_else(
    rosa: Person, desk: Desk
) -> None:
    cannot_send(rosa.page)
    leaves(rosa.page, "Keep and sign out")
    rosa.page.context.unroute(SENDS)

    rosa.sign_in(LEAD)
    rosa.page.goto(f"{desk.address}?reviewer=2")
    expect(rosa.page.locator("main[data-ready]")).to_be_visible()
    field = unfold(rosa.page)
    expect(field).to_have_value("")
    expect(talk(rosa.page).locator(".talk__said")).to_be_hidden()
    assert WORDS in rosa.page.evaluate(KEPT)
    rosa.sign_out()

    rosa.sign_in(ROSA)
    rosa.page.goto(desk.address)
    Desk(rosa.page)
    unfold(rosa.page)
    expect(talk(rosa.page).locator(".talk__text")).to_have_text(WORDS)


def test_who_discards_when_signing_out_leaves_no_words_behind(rosa: Person, desk: Desk) -> None:
    cannot_send(rosa.page)
    leaves(rosa.page, "Discard and sign out")
    assert rosa.page.evaluate(KEPT) == "[]"


def test_a_lead_who_reads_anothers_marks_keeps_what_was_typed_too(
    rosa: Person, desk: Desk, arrive: Arrive
) -> None:
    lead = arrive(LEAD).page
    lead.goto(f"{desk.address}?reviewer=2")
    expect(lead.locator("main[data-ready]")).to_be_visible()
    unfold(lead).fill("Half a thou")
    lead.reload()
    expect(lead.locator("main[data-ready]")).to_be_visible()
    expect(unfold(lead)).to_have_value("Half a thou")


def test_a_name_that_nobody_has_who_may_see_the_mark_is_said_and_told_to_nobody(
    rosa: Person, desk: Desk, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    rosa.page.context.unroute(SENDS)
    field = unfold(rosa.page)
    field.press_sequentially("@Ravi")
    said = talk(rosa.page).locator(".talk__said")
    expect(said).to_have_text("Nobody of that name can see this mark, so nobody is told.")
    field.fill("")
    field.press_sequentially("@")
    expect(field).to_have_attribute("aria-haspopup", "listbox")
    options = talk(rosa.page).get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    marked = options.first.get_attribute("id")
    assert marked is not None
    expect(field).to_have_attribute("aria-activedescendant", marked)
    assert accessibility_faults(rosa.page, within=".card--open") == []
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("@")
