"""What the server refuses stays in the page, with its words, and can still be worked on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVES = "**/annotations/*"
WORDS = "Fishermen who spoke at the meeting"
SENTENCE = "This mark cannot be kept as it is."
PICTURE = "It was taken in 2017 at another lighthouse"
LONG = "Picture of another lighthouse " * 11
SHORT = "Picture of another lighthouse"


def test_a_refused_mark_is_relabelled_moved_and_kept_in_the_end(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("422")
    desk = arrive(ROSA).at("Ferry fares")
    before = len(desk.marks())

    def refuse(route: Route) -> None:
        error = {"sentence": SENTENCE, "field": "fragments"}
        route.fulfill(status=422, json={"error": error})

    desk.page.route(SAVES, refuse)
    card = desk.mark(WORDS, "Claim")
    expect(card.trouble).to_contain_text(SENTENCE)
    expect(card.words).to_have_text(WORDS)
    expect(desk.page.locator("mark.on")).to_have_text(WORDS)

    card.element.focus()
    desk.press("2")
    expect(card.element).to_contain_text("Quote")
    desk.press("Shift+[", "Shift+[")
    expect(card.words).to_have_text("Fishermen who spoke at")
    desk.drag(*desk.extent("take neighbours across"))
    desk.press("f")
    pieces = "Fishermen who spoke at … take neighbours across"
    expect(card.words).to_have_text(pieces)
    desk.press("z", "z", "z", "Shift+z", "Shift+z", "Shift+z")
    expect(card.words).to_have_text(pieces)
    assert len(desk.marks()) == before

    desk.may_leave()
    desk.reload()
    card = desk.card(card.id)
    expect(card.words).to_have_text(pieces)
    desk.page.unroute(SAVES)
    card.element.locator(".card__words").click()
    card.acts("Try again")
    desk.is_saved()
    kept = desk.kept(card)
    assert (kept["label"], [piece["exact"] for piece in kept["fragments"]]) == (
        "quote",
        pieces.split(" … "),
    )
    desk.shows_what_is_kept()


def _writes_short(desk: Desk, words: str) -> None:
    desk.press("Shift+a", "Control+a")
    desk.page.keyboard.insert_text(words)
    desk.press("Control+Enter")


def _claim_with_a_refused_short_form(desk: Desk, complaints: Complaints) -> Card:
    complaints.expect("422")
    card = desk.mark(PICTURE, "claim")
    desk.is_saved()
    card.element.focus()
    _writes_short(desk, LONG)
    expect(card.trouble).to_contain_text("more than 300 characters")
    return card


def test_a_refused_field_is_put_right_by_keyboard_and_saved(
    arrive: Arrive, complaints: Complaints
) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = _claim_with_a_refused_short_form(desk, complaints)
    card.element.focus()
    desk.press("n")
    desk.page.keyboard.insert_text("Ask the harbour office.")
    desk.press("Control+Enter")
    expect(card.trouble).to_contain_text("more than 300 characters")

    card.element.focus()
    _writes_short(desk, SHORT)
    desk.is_saved()
    expect(card.trouble).to_have_count(0)
    expect(card.field("claim-short")).to_have_attribute("aria-invalid", "false")
    expect(card.element.locator(".field__error:visible")).to_have_count(0)
    kept = desk.kept(card)
    assert (kept["claim"]["short"], kept["note"]) == (SHORT, "Ask the harbour office.")
    desk.shows_what_is_kept()


def test_a_refused_field_is_put_right_after_a_reload(
    arrive: Arrive, complaints: Complaints
) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = _claim_with_a_refused_short_form(desk, complaints)
    desk.reload()
    card = desk.opens(PICTURE)
    expect(card.trouble).to_contain_text("more than 300 characters")
    card.element.focus()
    _writes_short(desk, SHORT)
    desk.is_saved()
    assert desk.kept(card)["claim"]["short"] == SHORT
    desk.shows_what_is_kept()


def test_a_note_stays_when_what_was_refused_before_it_is_discarded_after_a_reload_without_a_network(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("ERR_INTERNET_DISCONNECTED")
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = _claim_with_a_refused_short_form(desk, complaints)
    card.writes("note", "Ask the harbour office.")
    desk.outbox_keeps("Ask the harbour office.")
    desk.reload()
    card = desk.opens(PICTURE)
    expect(card.field("note")).to_have_value("Ask the harbour office.")

    desk.page.context.set_offline(True)
    card.acts("Discard the change")
    desk.says("Offline, 1 waiting")
    expect(card.field("claim-short")).to_have_value("")
    expect(card.field("note")).to_have_value("Ask the harbour office.")
    desk.page.context.set_offline(False)
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"].get("short")) == ("Ask the harbour office.", None)
    desk.shows_what_is_kept()


def test_a_field_filled_without_a_network_is_refused_later_and_put_right_without_one(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("422|ERR_INTERNET_DISCONNECTED")
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = desk.mark(PICTURE, "claim")
    desk.is_saved()
    desk.page.context.set_offline(True)
    _writes_short(desk, LONG)
    desk.says("Offline, 1 waiting")
    expect(card.trouble).to_have_count(0)
    desk.page.context.set_offline(False)
    expect(card.trouble).to_contain_text("more than 300 characters")
    expect(card.field("claim-short")).to_have_attribute("aria-invalid", "true")

    desk.page.context.set_offline(True)
    card.element.focus()
    _writes_short(desk, SHORT)
    desk.says("Offline, 1 waiting")
    expect(card.trouble).to_have_count(0)
    expect(card.field("claim-short")).to_have_attribute("aria-invalid", "false")
    desk.page.context.set_offline(False)
    assert desk.kept(card)["claim"]["short"] == SHORT
    desk.shows_what_is_kept()


def test_a_source_is_refused_at_its_own_field_until_the_change_is_discarded(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("422")
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = desk.mark(PICTURE, "claim")
    card.pastes("https://harbour.example/pictures")
    desk.is_saved()
    row = card.sources.first
    row.hover()
    row.get_by_role("button", name="Details").click()
    archived = row.locator("[data-field=archive_url]")
    archived.fill("javascript:1")
    archived.press("Control+Enter")
    expect(card.trouble).to_contain_text("That is no link")
    expect(archived).to_be_visible()
    expect(archived).to_have_attribute("aria-invalid", "true")
    expect(archived).to_have_accessible_description(re.compile("That is no link"))
    expect(card.field("new-source")).not_to_have_attribute("aria-invalid", "true")

    card.acts("Discard the change")
    desk.is_saved()
    expect(card.element.locator("[aria-invalid=true]")).to_have_count(0)
    expect(card.element.locator(".field__error:visible")).to_have_count(0)
    desk.shows_what_is_kept()


@pytest.mark.parametrize(
    ("label", "name", "words"),
    [("quote", "quote-addressee", "a" * 301), ("claim", "wording", "a" * 2001)],
)
def test_a_field_of_any_kind_of_mark_is_marked_and_put_right(
    arrive: Arrive, complaints: Complaints, label: str, name: str, words: str
) -> None:
    complaints.expect("422")
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = desk.mark(PICTURE, label)
    desk.is_saved()
    card.element.focus()
    desk.press("Shift+a")
    field = card.field(name)
    field.fill(words)
    field.press("Control+Enter")
    expect(card.trouble).to_contain_text("shorten it")

    desk.reload()
    card = desk.opens(PICTURE)
    field = card.field(name)
    expect(field).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("shorten it"))
    field.fill("a harbour master")
    field.press("Control+Enter")
    desk.is_saved()
    expect(field).to_have_attribute("aria-invalid", "false")
    desk.shows_what_is_kept()
