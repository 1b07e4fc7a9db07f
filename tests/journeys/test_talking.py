"""Two people talk about a mark: a question, an answer, and both are told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIGURE = "It was taken in 2017 at another lighthouse"
ARTICLE = "Skerry lighthouse"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article that nobody marked, open to Rosa."""
    return arrive(ROSA).at(ARTICLE)


def _talk(card: Card) -> Locator:
    return card.element.locator("details.talk")


def _open(card: Card) -> Locator:
    """The thread, unfolded by its key, with its field."""
    card.element.focus()
    card.element.press("Shift+M")
    field = _talk(card).get_by_role("textbox", name="Comment")
    expect(field).to_be_visible()
    return field


def test_a_question_by_keys_alone_reaches_whom_it_names_and_is_settled(
    desk: Desk, arrive: Arrive
) -> None:
    card = desk.mark(FIGURE, "claim")
    desk.is_saved()
    lead = arrive(LEAD).page
    lead.clock.install()
    lead.goto(desk.address.split("/projects/")[0] + "/notifications")
    lead.wait_for_selector("html[data-started]")
    bell = lead.get_by_role("link", name=re.compile("^Notifications"))
    expect(bell.locator(".bell__count")).to_be_hidden()

    field = _open(card)
    keys = desk.page.keyboard
    field.focus()
    keys.type("Is that so, @")
    people = _talk(card).get_by_role("option")
    expect(people.first).to_be_visible()
    name = people.first.inner_text()
    keys.press("Enter")
    expect(field).to_have_value(f"Is that so, @{name} ")
    keys.type("?")
    assert accessibility_faults(desk.page, within=".card--open") == []
    keys.press("Control+Enter")
    expect(_talk(card).locator(".talk__mention")).to_have_text(f"@{name}")
    expect(_talk(card).locator("summary")).to_contain_text("(1)")
    expect(field).to_have_value("")

    lead.clock.fast_forward("01:01")
    expect(bell).to_have_text(re.compile(r"1\s*unread"))
    lead.reload()
    lead.get_by_role("button", name=re.compile("mentioned you in a comment")).click()
    lead.wait_for_selector("main[data-ready]")
    theirs = lead.locator(".card--open")
    expect(theirs.locator(".talk__text")).to_contain_text("Is that so")
    # It leads to the very comment, and a reload then fetches nobody back to it.
    comment = theirs.locator(".talk__list > li")
    expect(comment).to_be_focused()
    expect(comment).to_be_in_viewport(ratio=1)
    assert "comment=" not in lead.url
    theirs.get_by_role("textbox", name="Comment").fill("Yes, by the harbour office.")
    theirs.get_by_role("button", name="Send").click()
    expect(theirs.locator(".talk__text")).to_have_count(2)
    theirs.get_by_role("button", name="Resolve").click()
    expect(theirs.locator(".talk__state")).to_contain_text("Resolved by")
    expect(bell.locator(".bell__count")).to_be_hidden()

    _talk(card).locator("summary").click()
    _talk(card).locator("summary").click()
    expect(_talk(card).locator(".talk__text")).to_have_count(2)
    expect(_talk(card).locator(".talk__state")).to_contain_text("Resolved by")

    _removes_and_restores(lead, theirs, _talk(card))


def _removes_and_restores(lead: Page, theirs: Locator, hers: Locator) -> None:
    """By keys alone a lead removes the question with a reason, which its writer reads, and back."""
    theirs.get_by_role("button", name="Remove…").press("Enter")
    reason = theirs.get_by_role("textbox", name="Why it is removed; its writer is told")
    expect(reason).to_be_focused()
    assert accessibility_faults(lead, within=".card--open") == []
    reason.press("Escape")
    expect(reason).to_have_count(0)
    theirs.get_by_role("button", name="Remove…").press("Enter")
    lead.keyboard.type("It names a neighbour.")
    lead.keyboard.press("Enter")
    removed = re.compile(r"^Removed by .+ on .+: It names a neighbour\.$")
    expect(theirs.locator(".talk__text").first).to_have_text(removed)
    expect(theirs.locator(".talk summary")).to_contain_text("(1)")
    for _ in range(2):
        hers.locator("summary").click()
    expect(hers.locator(".talk__text").first).to_have_text(removed)
    expect(hers.get_by_role("button", name="Restore")).to_have_count(0)
    theirs.get_by_role("button", name="Restore").press("Enter")
    expect(theirs.locator(".talk__text").first).to_contain_text("Is that so")


def test_what_is_typed_without_a_network_is_kept_through_a_reload_and_sent_once(
    desk: Desk, complaints: Complaints
) -> None:
    complaints.expect("Failed to load resource")
    card = desk.mark(FIGURE, "claim")
    desk.is_saved()
    field = _open(card)
    desk.page.context.set_offline(True)
    field.fill("Look at the register.")
    field.press("Control+Enter")
    expect(_talk(card).locator(".talk__said")).to_contain_text("Not sent yet")
    expect(field).to_have_value("Look at the register.")
    desk.page.context.set_offline(False)
    expect(_talk(card).locator(".talk__text")).to_have_text("Look at the register.")
    expect(field).to_have_value("")

    field.fill("And at the map")
    desk.page.reload()
    desk.is_ready()
    expect(card.element).to_be_visible()
    card.element.click()
    assert _open(card).input_value() == "And at the map"


def test_a_comment_is_changed_taken_back_and_brought_back(desk: Desk) -> None:
    card = desk.mark(FIGURE, "claim")
    desk.is_saved()
    field = _open(card)
    field.fill("Hole")
    field.press("Control+Enter")
    text = _talk(card).locator(".talk__text")
    expect(text).to_have_text("Hole")
    _talk(card).get_by_role("button", name="Change").click()
    field.fill("Whole")
    field.press("Control+Enter")
    expect(text).to_have_text("Whole")
    _talk(card).get_by_role("button", name="Remove", exact=True).click()
    expect(text).to_have_text("Removed by its writer")
    _talk(card).get_by_role("button", name="Restore", exact=True).click()
    expect(text).to_have_text("Whole")
