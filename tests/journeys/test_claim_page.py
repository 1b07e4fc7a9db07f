"""A claim is read, printed, sent to somebody and published, by mouse and by keyboard."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, expect

from annotator.accounts.queries import user_by_email
from annotator.claimreview.rules import faults_of
from annotator.db import db
from annotator.projects.queries import project_by_slug
from tests.browser import Complaints
from tests.claimreview.desk import Told, checks_in
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHECKS = "https://harbour.example/checks/"


@pytest.fixture
def told(site: object, complaints: Complaints) -> Told:
    """Checks of the reviewer of the demonstration, in every public state."""
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("422")
    project, rosa = project_by_slug("demo"), user_by_email(ROSA)
    assert project is not None
    assert rosa is not None
    found = checks_in(project, rosa.id)
    db.session.remove()
    return found


def publishes(person: Person) -> None:
    """Say who publishes, by keyboard."""
    page = person.page
    person.goes_to("/projects/demo/publishing")
    page.get_by_label("Organisation").fill("Harbour Desk")
    page.get_by_label("Where checks are published").fill(CHECKS)
    page.get_by_label("How errors are corrected").fill("no address")
    page.keyboard.press("Enter")
    expect(page.locator("#corrections_url-error")).to_be_visible()
    page.get_by_label("How errors are corrected").fill("https://harbour.example/corrections")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every review says so from now on.")).to_be_visible()


def markup(page: Page) -> list[dict[str, object]]:
    """The reviews that machines find on the page."""
    found = page.locator("script[type='application/ld+json']").all_text_contents()
    return [json.loads(one) for one in found]


def test_a_lead_publishes_and_each_claim_says_what_stands_in_its_way(
    arrive: Arrive, told: Told
) -> None:
    lea = arrive(LEAD)
    page = lea.page
    lea.goes_to(f"/projects/demo/claims/{told.published}")
    expect(page.get_by_text("Nobody has said who publishes the checks")).to_be_visible()
    assert markup(page) == []
    publishes(lea)
    expect(page.locator(".told > li")).to_have_count(4)
    expect(page.get_by_text("The claim has the rating “Supported” in it")).to_be_visible()
    assert look_over(lea, "publishing") == []

    page.get_by_role("link", name="A claim: published").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A claim: published")
    [record] = markup(page)
    assert [fault for fault in faults_of(record) if fault.refuses] == []
    assert record["url"] == CHECKS + told.published
    assert look_over(lea, "claim") == []
    for hidden in (told.draft, told.void, told.refused):
        lea.goes_to(f"/projects/demo/claims/{hidden}")
        assert markup(page) == []
    expect(page.get_by_text("What stands between this claim and its publication:")).to_be_visible()


def test_a_claim_is_read_from_its_words_to_its_verdict(arrive: Arrive, told: Told) -> None:
    rosa = arrive(ROSA)
    page = rosa.page
    rosa.goes_to(f"/projects/demo/claims/{told.corrected}")
    expect(page.locator(".passage mark")).to_have_text("Punctuality counts")
    expect(page.locator(".stamp")).to_contain_text("Not Enough Evidence")
    expect(page.locator(".claim__notice--correction")).to_contain_text("The year was wrong.")
    expect(page.get_by_text("under version 1 of the scale")).to_be_visible()
    rosa.goes_to(f"/projects/demo/claims/{told.void}")
    expect(page.locator(".stamp")).to_contain_text("Withdrawn")
    assert look_over(rosa, "void") == []


def test_the_link_is_copied_by_key_and_leads_back_into_the_workspace(
    arrive: Arrive, told: Told
) -> None:
    rosa = arrive(ROSA, permissions=["clipboard-read", "clipboard-write"])
    page = rosa.page
    rosa.goes_to(f"/projects/demo/claims/{told.published}")
    page.locator(".claim__tools[data-ready]").wait_for()
    page.keyboard.press("Shift+L")
    expect(page.get_by_text("The link is copied.")).to_be_visible()
    address = page.evaluate("() => navigator.clipboard.readText()")
    assert address.endswith(f"/projects/demo/claims/{told.published}")
    page.get_by_role("link", name="In the workspace").press("Enter")
    desk = Desk(page)
    page.evaluate("() => navigator.clipboard.writeText('')")
    card = page.locator(".card", has_text="97 percent").first
    card.get_by_role("button", name="Copy link").press("Enter")
    expect(page.get_by_text("The link of the claim’s page was copied")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == address
    card.focus()
    page.keyboard.press("Shift+O")
    expect(page).to_have_url(address)
    assert desk.address != address


def test_the_list_is_filtered_and_leads_to_each_claim(arrive: Arrive, told: Told) -> None:
    lea = arrive(LEAD)
    page = lea.page
    lea.goes_to("/projects/demo/articles")
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Claims").click()
    page.get_by_label("State").select_option("Withdrawn")
    page.get_by_role("button", name="Filter").press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="A claim: void").press("Enter")
    expect(page).to_have_url(re.compile(f"claims/{told.void}$"))


def test_a_claim_is_printed_without_what_is_for_the_screen(arrive: Arrive, told: Told) -> None:
    rosa = arrive(ROSA)
    page = rosa.page
    rosa.goes_to(f"/projects/demo/claims/{told.published}")
    page.emulate_media(media="print")
    expect(page.locator(".claim__tools")).to_be_hidden()
    expect(page.locator(".cited__address").first).to_have_text("https://agency.example/table")
    assert page.pdf().startswith(b"%PDF")
