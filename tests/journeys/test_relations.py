"""A quote's parts and the links between marks, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.handles import Handles
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAID = "She wanted to know when I was moving in"
FIGURE = "It was taken in 2017 at another lighthouse"
BACKGROUND = "does not show Skerry Point"


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article that nobody marked."""
    return arrive(ROSA).at("Skerry lighthouse")


def _selects(desk: Desk, words: str) -> None:
    desk.select(*desk.extent(words))
    expect(desk.label_bar).to_be_visible()


def _said_by(desk: Desk, speaker: str) -> Card:
    card = desk.mark(SAID, "quote")
    _selects(desk, speaker)
    desk.press("p")
    expect(card.element.locator(".parts__row")).to_have_count(1)
    return card


def _parts(desk: Desk, card: Card) -> dict[str, str]:
    return {piece["part"]: piece["exact"] for piece in desk.kept(card)["fragments"]}


def test_the_cue_and_the_speaker_of_a_quote_are_marked_by_key(desk: Desk) -> None:
    card = desk.mark(SAID, "quote")
    expect(card.field("quote-kind")).to_have_value("direct")
    expect(card.element.locator(".quote-kind")).to_have_text("as the quotation marks say")

    _selects(desk, "told us")
    desk.page.keyboard.press("c")
    _selects(desk, "Bea Lund")
    desk.page.keyboard.press("p")

    parts = card.element.locator(".parts__row")
    expect(parts).to_have_count(2)
    expect(parts.last).to_contain_text("Bea Lund")
    expect(card.words).to_have_text(SAID)
    desk.is_saved()

    # The second press replaces, and undo brings the first one back.
    _selects(desk, "the photographer")
    desk.page.keyboard.press("p")
    expect(parts).to_have_count(2)
    expect(parts.last).to_contain_text("the photographer")
    desk.page.keyboard.press("z")
    expect(parts.last).to_contain_text("Bea Lund")

    card.element.get_by_role("button", name="Take the speaker away").click()
    expect(parts).to_have_count(1)
    card.field("quote-kind").select_option("mixed")
    desk.is_saved()
    desk.page.reload()
    desk.is_ready()
    card = desk.opens(SAID)
    expect(card.field("quote-kind")).to_have_value("mixed")
    expect(card.element.locator(".parts__row")).to_have_count(1)


def test_the_borders_of_a_part_are_moved_by_key_once_it_is_chosen_on_the_card(desk: Desk) -> None:
    card = _said_by(desk, "Lund")
    choice = card.element.get_by_role("button", name="Speaker Lund Move its borders")
    choice.focus()
    desk.press("Enter")
    expect(desk.live_words).to_have_text("The keys and buttons for borders move the speaker")

    desk.press("[")
    expect(desk.live_words).to_have_text("Speaker: Bea Lund")
    chosen = card.element.locator(".parts__choice[aria-pressed=true]")
    expect(chosen).to_contain_text("Bea Lund")
    expect(chosen).to_be_focused()
    desk.press("Alt+Shift+[")
    expect(desk.live_words).to_have_text("Speaker: Bea Lun")
    assert _parts(desk, card) == {"content": SAID, "speaker": "Bea Lun"}

    desk.press("z", "z")
    assert _parts(desk, card) == {"content": SAID, "speaker": "Lund"}


def test_a_key_goes_from_the_borders_of_the_quote_to_those_of_its_parts_and_back(
    desk: Desk,
) -> None:
    card = _said_by(desk, "Lund")
    _selects(desk, "told us")
    desk.press("c", "e", "e")
    expect(desk.live_words).to_have_text("The keys and buttons for borders move the cue")
    card.moves_border("End one word earlier")
    expect(desk.live_words).to_have_text("Cue: told")
    desk.press("e")
    expect(desk.live_words).to_have_text("The keys and buttons for borders move the quote")
    desk.press("Shift+[")
    said = SAID.removesuffix(" in")
    assert _parts(desk, card) == {"content": said, "speaker": "Lund", "cue": "told"}

    desk.mark(BACKGROUND, "context")
    desk.press("e")
    expect(desk.live_words).to_have_text("The open mark has no cue and no speaker")


def test_the_border_keys_move_the_part_that_the_text_cursor_is_in(desk: Desk) -> None:
    card = _said_by(desk, "Lund")
    desk.press("m")
    desk.put_caret(desk.extent("Lund")[0] + 2)
    desk.press("[")
    expect(desk.live_words).to_have_text("Speaker: Bea Lund")
    desk.press("Shift+[", "Alt+[")
    expect(desk.live_words).to_have_text("Speaker:  Bea")
    assert _parts(desk, card) == {"content": SAID, "speaker": " Bea"}


def test_the_border_of_a_part_is_dragged_by_its_grip(desk: Desk) -> None:
    card = _said_by(desk, "Lund")
    Handles(desk).drag("start", desk.extent("Bea Lund")[0] + 1, piece=1)
    assert _parts(desk, card) == {"content": SAID, "speaker": "Bea Lund"}
    expect(desk.page.locator('mark[data-part="speaker"]')).to_have_text("Bea Lund")


def test_a_quote_with_parts_becomes_a_claim_and_again_a_quote(desk: Desk) -> None:
    card = desk.mark(SAID, "quote")
    _selects(desk, "Bea Lund")
    desk.label_bar.get_by_role("button", name="Speaker").click()
    expect(card.element.locator(".parts__row")).to_have_count(1)

    desk.page.keyboard.press("1")
    expect(card.element).to_have_class("card kind--claim card--open")
    desk.is_saved()
    desk.page.keyboard.press("z")

    expect(card.element).to_have_class("card kind--quote card--open")
    expect(card.element.locator(".parts__row")).to_have_count(1)
    desk.is_saved()


def test_a_claim_is_linked_to_its_quote_by_mouse(desk: Desk) -> None:
    quote = desk.mark(SAID, "quote")
    claim = desk.mark(FIGURE, "claim")

    claim.acts("Link to…")
    expect(desk.page.locator("#link-bar")).to_be_visible()
    desk.page.locator("#article mark", has_text=SAID).first.click()

    expect(desk.page.locator("#link-bar")).to_be_hidden()
    expect(claim.element.locator(".relations__go b")).to_have_text("Made in")
    desk.is_saved()
    claim.element.locator(".relations__go").click()
    expect(quote.element.locator(".relations__go b")).to_have_text("Holds the claim")
    quote.element.get_by_role("button", name="Remove the link").click()
    expect(quote.element.locator(".relations__go")).to_have_count(0)
    desk.page.keyboard.press("z")
    desk.is_saved()
    desk.page.reload()
    desk.is_ready()
    expect(desk.opens(FIGURE).element.locator(".relations__go b")).to_have_text(["Made in"])


def test_marks_are_linked_by_key_and_only_ways_that_fit_are_offered(desk: Desk) -> None:
    desk.mark(BACKGROUND, "claim")
    desk.mark(FIGURE, "claim")
    keyboard = desk.page.keyboard

    keyboard.press("r")
    bar = desk.page.locator("#link-bar")
    expect(bar).to_be_visible()
    keyboard.press("Escape")
    expect(bar).to_be_hidden()

    keyboard.press("r")
    keyboard.press("k")
    keyboard.press("Enter")
    expect(bar.locator(".link-bar__choices button")).to_have_count(3)
    keyboard.press("2")

    expect(bar).to_be_hidden()
    expect(desk.page.locator(".card--open .relations__go b")).to_have_text("Contradicts")
    desk.is_saved()


def test_the_buttons_of_the_link_bar_are_pressed_by_enter(desk: Desk) -> None:
    desk.mark(BACKGROUND, "claim")
    desk.mark(FIGURE, "claim")
    bar = desk.page.locator("#link-bar")
    desk.press("r", "k", "Enter")
    bar.get_by_role("button", name="Repeats").focus()
    desk.press("Enter")
    expect(bar).to_be_hidden()
    expect(desk.page.locator(".card--open .relations__go b")).to_have_text("Repeats")

    desk.press("r")
    bar.get_by_role("button", name="Cancel").focus()
    desk.press("Enter")
    expect(bar).to_be_hidden()


def test_ways_of_linking_are_no_longer_offered_once_another_mark_is_open(desk: Desk) -> None:
    desk.mark(BACKGROUND, "claim")
    desk.mark(FIGURE, "claim")
    desk.press("r", "k", "Enter")
    choices = desk.page.locator("#link-bar .link-bar__choices button")
    expect(choices).to_have_count(3)
    desk.press("j")
    expect(choices).to_have_count(0)
    desk.press("k", "Enter")
    expect(choices).to_have_count(3)


def test_quote_kinds_parts_and_links_that_differ_are_shown_to_choose_from(
    desk: Desk, arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Failed to load resource")
    desk.mark(BACKGROUND, "context")
    quote = desk.mark(SAID, "quote")
    desk.is_saved()
    desk.page.context.set_offline(True)
    quote.field("quote-kind").select_option("mixed")
    _selects(desk, "Bea Lund")
    desk.press("p")
    desk.says("waiting")

    elsewhere = arrive(ROSA)
    elsewhere.page.goto(desk.address)
    other = Desk(elsewhere.page)
    theirs = other.opens(SAID)
    theirs.field("quote-kind").select_option("indirect")
    _selects(other, "the photographer")
    other.press("p")
    other.is_saved()
    desk.page.context.set_offline(False)
    desk.says("Changed elsewhere")

    kinds = quote.trouble.get_by_role("radiogroup", name="Kind of quote")
    expect(kinds).to_contain_text("Mixed quote")
    expect(kinds).to_contain_text("Indirect quote")
    words = quote.trouble.get_by_role("radiogroup", name="Words")
    expect(words).to_contain_text("Speaker: Bea Lund")
    expect(words).to_contain_text("Speaker: the photographer")
    kinds.get_by_role("radio", name="Theirs").check()
    quote.acts("Keep what is chosen")
    kept = desk.kept(quote)
    assert kept["quote"]["kind"] == "indirect"
    speakers = [piece for piece in kept["fragments"] if piece["part"] == "speaker"]
    assert [piece["exact"] for piece in speakers] == ["Bea Lund"]


def test_a_long_link_stays_within_its_card_and_its_elbow_is_seen(desk: Desk) -> None:
    desk.mark("The picture in the post is real but does not show Skerry Point", "context")
    desk.mark("she said. “She wanted to know when I was moving in", "claim")
    desk.page.keyboard.press("r")
    desk.page.keyboard.press("k")
    desk.page.keyboard.press("Enter")
    card = desk.open_card().element
    row = card.locator(".relations__row")
    expect(row).to_be_visible()

    inner, outer = row.bounding_box(), card.bounding_box()
    assert inner is not None
    assert outer is not None
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
    elbow = desk.page.locator(".elbow path")
    expect(elbow).to_be_attached()
    assert elbow.evaluate("(path) => getComputedStyle(path).stroke") != "none"
