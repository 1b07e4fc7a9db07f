"""What a mark has beside its words, changed in two browsers: each field is shown and chosen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Complaints
from tests.journeys.card import Card, fill
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
LINK = "https://a.example/one"


@pytest.fixture
def desk(arrive: Arrive, complaints: Complaints) -> Desk:
    complaints.expect(r"Failed to load resource")
    return arrive(ROSA).at("Skerry lighthouse")


def part(card: Card, name: str) -> Locator:
    return card.trouble.get_by_role("radiogroup", name=name, exact=True)


def in_two_browsers(desk: Desk, arrive: Arrive, write: Callable[[Desk, str], None]) -> Card:
    """The mark that is open is written on here without a network, and elsewhere meanwhile."""
    desk.is_saved()
    desk.page.context.set_offline(True)
    write(desk, "mine")
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.opens(WORDS).element.focus()
    write(other, "theirs")
    other.is_saved()
    away.leaves()
    desk.page.context.set_offline(False)
    desk.says("Changed elsewhere")
    return desk.open_card()


def takes_theirs(card: Card, *names: str) -> None:
    for name in names:
        part(card, name).get_by_role("radio", name="Theirs").check()
    card.acts("Keep what is chosen")
    expect(card.trouble).to_have_count(0)


def test_what_a_claim_has_is_chosen_field_by_field(desk: Desk, arrive: Arrive) -> None:
    def write(here: Desk, whose: str) -> None:
        mine = whose == "mine"
        here.press("Shift+A")
        card = here.open_card()
        fill(
            card.element,
            {
                "claim-short": f"Short: {whose}",
                "claim-speaker": "Ana Ruiz" if mine else "Bea Lund",
                "claim-made_on": "2026-06-01" if mine else "2026-05-31",
                "claim-made_on_basis": "relative" if mine else "earliest",
                "claim-place": f"Place: {whose}",
                "claim-checkworthy": "yes" if mine else "no",
                "claim-checkworthy_reason": f"Because of {whose}.",
            },
        )
        kind = "causal" if mine else "numerical"
        card.element.locator(f"[data-field=claim-types][value={kind}]").check()

    desk.mark(WORDS, "Claim")
    card = in_two_browsers(desk, arrive, write)
    for name, mine, theirs in (
        ("Short form", "Short: mine", "Short: theirs"),
        ("Types", "Causal Claim", "Numerical Claim"),
        ("Speaker", "Ana Ruiz", "Bea Lund"),
        ("Day it was made", "Jun 1, 2026, relative", "May 31, 2026, earliest"),
        ("Where it was said", "Place: mine", "Place: theirs"),
        ("Worth checking", "worth checking", "not worth checking"),
        ("Why it is or is not", "Because of mine.", "Because of theirs."),
    ):
        expect(part(card, name)).to_contain_text(mine)
        expect(part(card, name)).to_contain_text(theirs)

    takes_theirs(card, "Speaker", "Day it was made", "Worth checking", "Why it is or is not")
    claim = desk.kept(card)["claim"]
    assert (claim["short"], claim["place"]) == ("Short: mine", "Place: mine")
    assert claim["types"] == ["causal"]
    assert claim["speaker"]["name"] == "Bea Lund"
    assert (claim["made_on"], claim["made_on_basis"]) == ("2026-05-31", "earliest")
    assert (claim["checkworthy"], claim["checkworthy_reason"]) == (False, "Because of theirs.")
    expect(card.field("claim-speaker")).to_have_value("Bea Lund")


def test_what_a_quote_has_is_chosen_field_by_field(desk: Desk, arrive: Arrive) -> None:
    def write(here: Desk, whose: str) -> None:
        mine = whose == "mine"
        here.press("Shift+A")
        fields = {
            "quote-speaker": "Ana Ruiz" if mine else "Bea Lund",
            "quote-addressee": f"To {whose}",
            "quote-language": "nb" if mine else "da",
            "quote-original_words": f"Ord: {whose}",
        }
        fill(here.open_card().element, fields)

    desk.mark(WORDS, "Quote")
    card = in_two_browsers(desk, arrive, write)
    expect(part(card, "Original language")).to_contain_text("nb")
    expect(part(card, "Original words")).to_contain_text("Ord: theirs")
    takes_theirs(card, "Said to", "Original language")
    quote = desk.kept(card)["quote"]
    assert (quote["speaker"]["name"], quote["addressee"]) == ("Ana Ruiz", "To theirs")
    assert (quote["language"], quote["original_words"]) == ("da", "Ord: mine")


def test_the_role_of_context_is_chosen_beside_the_note(desk: Desk, arrive: Arrive) -> None:
    def write(here: Desk, whose: str) -> None:
        card = here.open_card()
        fill(card.element, {"context-role": "background" if whose == "mine" else "time"})
        card.writes("note", whose)

    desk.mark(WORDS, "Context")
    card = in_two_browsers(desk, arrive, write)
    expect(part(card, "Role")).to_contain_text("Background")
    takes_theirs(card, "Role")
    kept = desk.kept(card)
    assert (kept["context"], kept["note"]) == ({"role": "time"}, "mine")


def _sourced(desk: Desk) -> Card:
    card = desk.mark(WORDS, "Claim")
    desk.press("s")
    desk.page.keyboard.type(LINK)
    desk.press("Enter", "Escape")
    return card


def test_fields_of_a_source_stand_side_by_side_and_others_are_joined(
    desk: Desk, arrive: Arrive
) -> None:
    def write(here: Desk, whose: str) -> None:
        mine = whose == "mine"
        here.press("i")
        card = here.open_card()
        row = card.sources.first
        fill(row, {"publisher": f"House of {whose}", "medium": "pdf" if mine else "video"})
        fill(row, {"location": "page 3"} if mine else {"expert": "Dr. Bea Lund"})
        card.writes("note", whose)

    _sourced(desk)
    card = in_two_browsers(desk, arrive, write)
    both = part(card, "Sources")
    for words in ("Publisher: House of mine", "Publisher: House of theirs", "Medium: PDF"):
        expect(both).to_contain_text(words)
    takes_theirs(card, "Note")
    [source] = desk.kept(card)["claim"]["sources"]
    assert (source["publisher"], source["medium"]) == ("House of mine", "pdf")
    assert (source["location"], source["expert"]) == ("page 3", "Dr. Bea Lund")


def test_different_fields_of_one_source_need_no_choice(desk: Desk, arrive: Arrive) -> None:
    card = _sourced(desk)
    desk.is_saved()
    desk.page.context.set_offline(True)
    desk.press("i")
    fill(card.sources.first, {"publisher": "The harbour office"})
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.opens(WORDS).element.focus()
    other.press("i")
    fill(other.open_card().sources.first, {"excerpt": "48,000 shares"})
    other.is_saved()
    desk.page.context.set_offline(False)
    [source] = desk.kept(card)["claim"]["sources"]
    assert (source["publisher"], source["excerpt"]) == ("The harbour office", "48,000 shares")
    expect(card.trouble).to_have_count(0)


def test_all_that_is_said_of_a_verdict_is_one_judgement_and_shown_whole(
    desk: Desk, arrive: Arrive
) -> None:
    def write(here: Desk, whose: str) -> None:
        mine = whose == "mine"
        here.press("Shift+V")
        card = here.open_card()
        fill(
            card.element,
            {
                "confidence": "high" if mine else "low",
                "effective_on": "2026-06-01" if mine else "2026-05-31",
                "correction_note": f"Wrong: {whose}.",
                "public_state": "corrected" if mine else "void",
            },
        )
        card.writes("note", whose)

    card = _sourced(desk)
    card.chooses("Refuted")
    card.writes("rationale", "Because.")
    card.element.focus()
    again = in_two_browsers(desk, arrive, write)
    verdict = part(again, "Verdict")
    expect(verdict).to_contain_text("high confidence · from Jun 1, 2026 · corrected · Wrong: mine.")
    expect(verdict).to_contain_text("low confidence · from May 31, 2026 · void · Wrong: theirs.")
    takes_theirs(again, "Note")
    kept = desk.kept(again)
    assert kept["note"] == "theirs"
    judged = kept["claim"]["verdict"]
    assert (judged["confidence"], judged["effective_on"]) == ("high", "2026-06-01")
    assert (judged["public_state"], judged["correction_note"]) == ("corrected", "Wrong: mine.")
