"""Evidence and verdicts with all that belongs to them, by keyboard alone."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from annotator.audit.service import record
from annotator.captures.looking import Look
from annotator.captures.models import Outcome
from annotator.captures.service import keep
from annotator.clock import now
from annotator.db import db, writing
from annotator.sources.models import Source
from tests.browser import accessibility_faults
from tests.factories import SHELL
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
QUESTION = "How often was it shared?"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    rosa = arrive(ROSA)
    Keyboard(rosa.page)  # any use of a pointer fails the test
    return rosa.at("Skerry lighthouse")


def marks(desk: Desk, words: str) -> Card:
    """Mark words as a claim by typing them; its card has the focus."""
    press(desk, "t")
    expect(desk.page.locator("#words-input")).to_be_focused()
    types(desk, words)
    press(desk, "Enter", "1")
    expect(desk.dialog).to_have_count(0)
    card = desk.open_card()
    expect(card.words).to_have_text(words)
    expect(card.element).to_be_focused()
    return card


def goes_to(desk: Desk, target: Locator, by: str = "Tab") -> None:
    Keyboard(desk.page).tabs_to(target, by)


def press(desk: Desk, *keys: str) -> None:
    for key in keys:
        desk.page.keyboard.press(key)


def types(desk: Desk, words: str) -> None:
    desk.page.keyboard.type(words)


def claim_with_source(desk: Desk) -> Card:
    """A claim whose only source was just typed in; the card has the focus."""
    card = marks(desk, WORDS)
    press(desk, "s")
    types(desk, "https://a.example/one?utm_source=feed")
    press(desk, "Enter", "Escape")
    expect(card.sources).to_have_count(1)
    return card


def judged(desk: Desk) -> Card:
    """A claim that was refuted."""
    card = claim_with_source(desk)
    press(desk, "v", "2", "Enter")
    expect(card.field("rationale")).to_be_focused()
    types(desk, "The counter says 400.")
    press(desk, "Control+Enter")
    expect(card.badge).to_have_text("Refuted")
    return card


def test_a_question_and_its_answer_are_typed_without_leaving_the_keyboard(desk: Desk) -> None:
    card = claim_with_source(desk)
    press(desk, "i")
    expect(card.field("question")).to_be_focused()
    types(desk, QUESTION)
    press(desk, "Tab")
    expect(card.field("answer")).to_be_focused()
    types(desk, "400 times.")
    press(desk, "Tab", "ArrowDown", "Escape")

    expect(card.sources.first).to_contain_text(f"{QUESTION} 400 times.")
    desk.is_saved()
    desk.reload()
    press(desk, "i")
    expect(card.field("question")).to_have_value(QUESTION)
    expect(card.field("answer_type")).to_have_value("extractive")


def test_a_question_that_finds_no_answer_needs_no_link_and_takes_one_later(desk: Desk) -> None:
    card = marks(desk, WORDS)
    press(desk, "s")
    types(desk, QUESTION)
    press(desk, "Enter")
    expect(card.sources.first).to_contain_text("no answer found: no evidence for a verdict")
    press(desk, "Escape", "v", "2")
    expect(card.lacks).to_contain_text("a source other than the article")

    press(desk, "Escape", "i", "Shift+Tab")
    expect(card.field("url")).to_be_focused()
    types(desk, "https://a.example/one")
    press(desk, "Tab")
    expect(card.lacks).to_have_text("Not a verdict yet: give a reason. Clear")
    desk.is_saved()


def test_keys_lead_from_source_to_source_and_where_there_is_none_to_the_field_for_one(
    desk: Desk,
) -> None:
    card = marks(desk, WORDS)
    press(desk, "Shift+Y")
    expect(card.field("new-source")).to_be_focused()
    types(desk, "https://a.example/one https://b.example/two")
    press(desk, "Enter", "Escape")
    first, second = card.sources.nth(0), card.sources.nth(1)
    for key, row, field in (
        ("Shift+Y", second, "stance"),
        ("Shift+I", first, "question"),
        ("Shift+Y", first, "stance"),
        ("Shift+F", first, "same_origin_as"),
        ("Shift+I", second, "question"),
    ):
        press(desk, key)
        expect(row.locator(f"[data-field={field}]")).to_be_focused()
        press(desk, "Escape")
        expect(card.element).to_be_focused()


def test_what_is_doubtful_stands_beside_what_it_is_about(desk: Desk) -> None:
    card = judged(desk)
    desk.is_saved()

    expect(card.sources.first.locator(".source__doubts")).to_have_text("No archived copy.")
    expect(card.element.locator(".doubts")).to_contain_text("Independent sources: 1 of 2.")

    press(desk, "i")
    goes_to(desk, card.field("archive_url"))
    types(desk, "https://web.archive.org/web/2025/https://a.example/one")
    press(desk, "Escape")
    expect(card.sources.first.locator(".source__doubts")).to_be_hidden()
    assert accessibility_faults(desk.page, within="#cards") == []


def test_the_dialog_that_submits_names_doubts_and_holds_nothing_up(desk: Desk) -> None:
    judged(desk)
    desk.is_saved()
    goes_to(desk, desk.page.locator("#submit-button"), by="Shift+Tab")
    press(desk, "Enter")
    dialog = desk.page.locator("#submit-dialog")

    expect(dialog.locator(".submit__doubted")).to_contain_text("Independent sources: 1 of 2.")
    expect(dialog.get_by_role("button", name="Submit", exact=True)).to_be_enabled()


def test_the_evidence_speaks_and_nobody_is_decided_for(desk: Desk) -> None:
    card = claim_with_source(desk)
    press(desk, "Shift+Y")
    expect(card.field("stance")).to_be_focused()
    press(desk, "ArrowDown", "ArrowDown", "Escape")
    advice = card.element.locator(".verdict__advice")

    expect(advice).to_have_text(
        "The evidence speaks for “Refuted”: every source that takes a side refutes it."
    )
    expect(card.element.get_by_role("radio", checked=True)).to_have_count(0)
    press(desk, "v", "2")
    expect(advice).to_be_hidden()


def test_confidence_date_and_public_state_are_folded_and_said_where_they_are_used(
    desk: Desk,
) -> None:
    card = judged(desk)
    beside = card.element.locator(".beside")
    expect(beside).not_to_have_attribute("open", "")

    press(desk, "Shift+V")
    expect(card.field("confidence")).to_be_focused()
    press(desk, "ArrowDown", "ArrowDown", "Tab", "Tab", "Tab")
    types(desk, "01022025")
    press(desk, "Tab", "Tab", "Tab")
    desk.is_saved()

    expect(card.field("public_state")).to_be_visible()
    expect(beside.locator(".beside__said")).to_have_text("medium confidence · from Jan 2, 2025")


def test_a_correction_waits_for_its_note_and_the_history_keeps_both(desk: Desk) -> None:
    card = judged(desk)
    press(desk, "Shift+V", "Tab")
    expect(card.field("public_state")).to_be_focused()
    press(desk, "ArrowDown", "ArrowDown", "ArrowDown")
    expect(card.lacks).to_contain_text("say in the correction note what was wrong")
    press(desk, "Tab")
    expect(card.field("correction_note")).to_be_focused()
    types(desk, "It was counted twice.")
    press(desk, "Control+Enter")

    expect(card.lacks).to_be_hidden()
    history = card.element.locator("details.history").first
    goes_to(desk, history.locator("summary"))
    press(desk, "Enter")
    expect(history).to_contain_text("corrected · It was counted twice.")
    desk.is_saved()


def test_one_key_reopens_a_verdict_one_confirms_it_and_both_are_undone(desk: Desk) -> None:
    card = judged(desk)
    desk.is_saved()
    press(desk, "u")
    expect(card.stale).to_contain_text("Somebody reopened this verdict.")
    desk.is_saved()

    press(desk, "y")
    expect(card.stale).to_be_hidden()
    desk.is_saved()
    press(desk, "u")
    expect(card.stale).to_be_visible()
    press(desk, "z")
    expect(card.stale).to_be_hidden()
    desk.is_saved()


def test_words_typed_in_a_folded_field_outlive_the_page(desk: Desk) -> None:
    card = claim_with_source(desk)
    desk.is_saved()
    press(desk, "i")
    goes_to(desk, card.field("publisher"))
    types(desk, "The Coun")
    desk.reload()

    expect(card.field("publisher")).to_have_value("The Coun")
    expect(card.field("publisher")).to_be_visible()


def test_sources_of_one_origin_and_of_one_set_are_chosen_among_the_claim_s_own(desk: Desk) -> None:
    card = claim_with_source(desk)
    press(desk, "s")
    types(desk, "https://b.example/two")
    press(desk, "Enter", "Escape", "Shift+F")
    second = card.sources.nth(1)
    origin, part = second.locator("[data-field=same_origin_as]"), second.locator("[data-field=set]")
    expect(origin).to_be_focused()
    press(desk, "ArrowDown", "Shift+Tab")
    expect(part).to_be_focused()
    press(desk, "ArrowDown", "Escape")
    first = desk.kept(card)["claim"]["sources"][0]
    assert first["host"] == "a.example"
    desk.reload()

    expect(origin).to_have_value(first["id"])
    expect(part).to_have_value("1")


def test_a_page_that_serves_another_claim_says_so_and_leads_there(desk: Desk) -> None:
    claim_with_source(desk)
    desk.is_saved()
    press(desk, "Escape")
    other = marks(desk, "There is no such offer")
    press(desk, "s")
    types(desk, "http://www.a.example/one#part")
    press(desk, "Enter", "Escape")

    told = other.sources.first.locator(".source__elsewhere")
    expect(told).to_have_text(f"Also evidence for 1 other claim: {WORDS}")
    expect(told.get_by_role("link")).to_have_attribute("href", re.compile("/articles/"))


def test_a_card_tells_what_the_last_look_at_a_page_found(desk: Desk, site: Site) -> None:
    card = claim_with_source(desk)
    [source] = desk.kept(card)["claim"]["sources"]
    with site.app.app_context(), writing():
        look = Look(source["url"], now(), status=404, failure=Outcome.STATUS)
        found, change = keep(str(uuid4()), db.session.get_one(Source, source["id"]), look)
        record(found.project_id, [change], actor=SHELL)
    desk.reload()

    told = desk.open_card().sources.first.locator(".source__found")
    expect(told).to_contain_text("The page was not there. Its server answers with status 404.")
    expect(told).to_contain_text("Looked at on")
    assert accessibility_faults(desk.page, within="#cards") == []
