"""Who may only read a mark reads all that is said of it, and can change none of it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.db import db
from annotator.projects.models import Role
from annotator.projects.queries import project_by_slug
from tests.browser import Complaints, accessibility_faults
from tests.factories import make_member, make_user
from tests.journeys.card import fill
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLAIM = "shared more than 48,000 times"
QUOTE = "There is no such offer"
CONTEXT = "does not show Skerry Point"
OBSERVER = "olga@example.org"
#: Keys that change something where it may be changed.
KEYS = ("w", "v", "1", "s", "Shift+Y", "n", "Shift+A", "Shift+V", "Shift+X", "u", "y", "Delete")

SAID_OF_CLAIM = {
    "claim-short": "Shared 48,000 times",
    "claim-speaker": "Ana Ruiz",
    "claim-made_on": "2026-06-01",
    "claim-made_on_basis": "relative",
    "claim-place": "Skerry harbour",
    "claim-checkworthy": "yes",
    "claim-checkworthy_reason": "Many believe it.",
}
SAID_OF_SOURCE = {
    "title": "The counter",
    "stance": "refutes",
    "question": "How often was it shared?",
    "answer": "No, 400 times.",
    "answer_type": "boolean",
    "boolean_explanation": "The counter says so.",
    "excerpt": "400 shares",
    "location": "page 3",
    "publisher": "The harbour office",
    "published_on": "2026-05-30",
    "retrieved_on": "2026-06-02",
    "medium": "pdf",
    "archive_url": "https://web.archive.org/web/20260602/https://a.example/one",
    "archived_on": "2026-06-03",
    "primary": "yes",
    "set": "1",
    "expert": "Dr. Bea Lund",
    "affiliation": "Skerry college",
    "interest": "Paid by the harbour",
}
SAID_OF_QUOTE = {
    "quote-speaker": "Bea Lund",
    "quote-addressee": "a photographer",
    "quote-language": "nb",
    "quote-original_words": "Det finnes ikke",
}
SAID_OF_VERDICT = {
    "confidence": "high",
    "effective_on": "2026-06-05",
    "correction_note": "It was counted twice.",
    "public_state": "corrected",
}
READ_OF_CLAIM = (
    "It was shared often.",
    "Shared 48,000 times",
    "Numerical Claim",
    "a speaker",
    "Ana Ruiz",
    "Jun 1, 2026",
    "relative to the article",
    "Skerry harbour",
    "worth checking",
    "Many believe it.",
    "The counter says 400.",
    "high confidence · from Jun 5, 2026 · corrected · It was counted twice.",
)
READ_OF_SOURCE = (
    "The counter",
    "refutes",
    "How often was it shared? No, 400 times.",
    "yes or no",
    "The counter says so.",
    "400 shares",
    "page 3",
    "The harbour office",
    "May 30, 2026",
    "Jun 2, 2026",
    "PDF",
    "web.archive.org/web/20260602",
    "Jun 3, 2026",
    "primary source",
    "Evidence set",
    "Biased",
    "Dr. Bea Lund",
    "Skerry college",
    "Paid by the harbour",
)


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """A claim, a quote and a piece of context with everything filled in, by Rosa."""
    desk = arrive(ROSA).at("Skerry lighthouse")
    _claim(desk)
    quote = desk.mark(QUOTE, "Quote")
    desk.press("Shift+A")
    fill(quote.element, SAID_OF_QUOTE)
    context = desk.mark(CONTEXT, "Context")
    fill(context.element, {"context-role": "background"})
    desk.is_saved()
    return desk


def _claim(desk: Desk) -> None:
    card = desk.mark(CLAIM, "Claim")
    card.writes("wording", "It was shared often.")
    card.element.focus()
    desk.press("Shift+A")
    fill(card.element, SAID_OF_CLAIM)
    card.element.locator("[data-field=claim-types][value=numerical]").check()
    card.element.focus()
    desk.press("s")
    desk.page.keyboard.type("https://a.example/one https://b.example/two")
    desk.press("Enter", "Escape", "Shift+I", "Escape", "Shift+I")
    row = card.sources.first
    fill(row, SAID_OF_SOURCE)
    row.locator("[data-field=same_origin_as]").select_option(index=1)
    row.locator("[data-field=flags][value=biased]").check()
    card.chooses("Refuted")
    card.writes("rationale", "The counter says 400.")
    card.element.focus()
    desk.press("Shift+V")
    fill(card.element, SAID_OF_VERDICT)


def _reads_all(page: Page) -> None:
    """From card to card by keyboard, and every part is there."""
    desk = Desk(page)
    before = desk.layer()["annotations"]
    for key in ("Escape", "Escape", "j"):
        page.keyboard.press(key)
    for words in READ_OF_CLAIM:
        expect(_open(page)).to_contain_text(words)
    source = _open(page).locator(".source").first
    source.locator("summary").press("Enter")
    for words in READ_OF_SOURCE:
        expect(source).to_contain_text(words)
    expect(source.locator(".facts").last).to_be_visible()
    assert accessibility_faults(page, within="#cards") == []
    _changes_nothing(page)
    page.keyboard.press("j")
    for words in SAID_OF_QUOTE.values():
        expect(_open(page)).to_contain_text(words)
    _changes_nothing(page)
    page.keyboard.press("j")
    expect(_open(page)).to_contain_text("Background")
    _changes_nothing(page)
    assert desk.layer()["annotations"] == before


def _open(page: Page) -> Locator:
    card = page.locator(".card--open")
    expect(card).to_have_count(1)
    return card


def _changes_nothing(page: Page) -> None:
    card = _open(page)
    card.focus()
    told = card.inner_text()
    for key in KEYS:
        page.keyboard.press(key)
    expect(card).to_be_focused()
    expect(card.locator("input, select, textarea, [contenteditable]")).to_have_count(0)
    changing = card.get_by_role("button", name=re.compile("Delete|Confirm|Reopen|Link to|Remove"))
    expect(changing).to_have_count(0)
    expect(card).to_have_text(told, use_inner_text=True)


def test_who_may_only_read_reads_all_of_it_looking_back_after_submitting_and_as_an_observer(
    desk: Desk, arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    desk.page.get_by_role("link", name="earlier days").press("Enter")
    expect(desk.page.get_by_text("As known today, until now.")).to_be_visible()
    _reads_all(desk.page)

    desk.page.goto(desk.address)
    desk.is_ready()
    desk.submit()
    expect(desk.page.locator(".notice--success")).to_contain_text("You submitted this article")
    reviewer = desk.layer()["layer"]["reviewer"]["id"]
    desk.reload()
    _reads_all(desk.page)

    olga = _observer(arrive)
    olga.page.goto(f"{desk.address}?reviewer={reviewer}")
    _reads_all(olga.page)


def _observer(arrive: Arrive) -> Person:
    project = project_by_slug("demo")
    assert project is not None
    make_member(project, make_user("Olga Oren", email=OBSERVER), Role.OBSERVER)
    db.session.remove()
    return arrive(OBSERVER)
