"""What is asked of evidence, what its parts come to, and what both versions of a source say."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import expect

from annotator.db import db
from annotator.projects.definition import DEFAULT_DEFINITION, EVIDENCE_FIELDS, FieldUse
from annotator.projects.queries import project_by_slug
from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import LEAD, ROSA, Site
from tests.schemes.scales import draft_of, publish

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
USES = {**EVIDENCE_FIELDS, "publisher": FieldUse.REQUIRED, "location": FieldUse.HIDDEN}


@pytest.fixture
def publisher_required(app: Flask, site: Site) -> None:
    """The project wants to know who publishes each source."""
    project = project_by_slug("demo")
    assert project is not None
    publish(project, draft_of(definition=replace(DEFAULT_DEFINITION, evidence_fields=USES)))
    db.session.remove()


def claim_with_source(desk: Desk) -> Card:
    card = desk.mark(WORDS, "Claim")
    desk.press("s")
    desk.page.keyboard.type("https://a.example/one")
    desk.press("Enter", "Escape")
    expect(card.sources).to_have_count(1)
    desk.is_saved()
    return card


def test_what_the_project_requires_of_a_source_is_told_on_every_side(
    publisher_required: None, arrive: Arrive
) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = claim_with_source(desk)
    doubts = card.sources.first.locator(".source__doubts")
    expect(doubts).to_contain_text("Publisher is missing.")

    desk.page.get_by_role("button", name="Submit", exact=True).first.press("Enter")
    dialog = desk.page.locator("#submit-dialog")
    expect(dialog.locator(".submit__doubted")).to_contain_text("Publisher is missing.")
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.page.locator("#submit-button")).to_be_focused()

    card.element.focus()
    desk.press("i")
    expect(card.field("location")).to_be_hidden()
    card.field("publisher").fill("Harbour Office")
    card.field("publisher").blur()
    expect(doubts).not_to_contain_text("Publisher")
    desk.is_saved()

    lead = arrive(LEAD)
    lead.page.goto(f"{desk.address}?reviewer={desk.layer()['layer']['reviewer']['id']}")
    seen = Desk(lead.page).opens(WORDS)
    facts = seen.sources.first.locator("div.source__facts")
    expect(facts).to_be_visible()
    expect(facts).to_contain_text("Harbour Office")


def test_what_the_parts_come_to_is_said_on_the_claim_that_was_split(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    whole = desk.mark(WORDS, "Claim")
    desk.is_saved()
    desk.press("Shift+X")
    desk.is_saved()
    desk.page.locator(".card:not(.card--open) .card__words").first.click()
    part = desk.open_card()
    desk.press("s")
    desk.page.keyboard.type("https://a.example/one")
    desk.press("Enter", "Escape", "v", "2")
    part.writes("rationale", "There is none.")
    desk.is_saved()

    whole.element.locator(".card__words").click()
    expect(whole.element.locator(".verdict__advice")).to_have_text(
        "The parts speak for “Refuted”: "
        "a part of it is refuted, and one refuted part refutes the whole."
    )


def test_a_claim_about_a_quote_says_what_such_a_check_needs(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = desk.mark(WORDS, "Claim")
    desk.press("Shift+T")
    card.element.locator("input[value=quote_verification]").focus()
    desk.press("Space")

    expect(card.element.locator(".verdict__advice")).to_contain_text(
        "say where these words would be found"
    )


def test_two_versions_of_a_source_are_told_apart_field_by_field(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Failed to load resource")
    desk = arrive(ROSA).at("Skerry lighthouse")
    card = claim_with_source(desk)
    desk.page.context.set_offline(True)
    says(desk, card, "My answer.")
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    says(other, other.opens(WORDS), "Their answer.")
    other.is_saved()
    desk.page.context.set_offline(False)
    desk.says("Changed elsewhere")

    row = card.trouble.locator(".trouble__row", has_text="Sources")
    expect(row).to_contain_text("Answer: My answer.")
    expect(row).to_contain_text("Answer: Their answer.")


def says(desk: Desk, card: Card, answer: str) -> None:
    card.element.focus()
    desk.press("i")
    card.field("answer").fill(answer)
    card.field("answer").blur()
