"""A reviewer pastes a link and works on; what its page says of itself comes without waiting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from annotator.captures import looking
from annotator.captures.models import Capture
from annotator.config import Config
from annotator.db import db
from annotator.jobs.worker import working
from tests.browser import accessibility_faults
from tests.captures.conftest import config as config
from tests.fetching.pages import HTML, TITLE
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person, until
from tests.journeys.site import LEAD, ROSA
from tests.safefetch.network import Network, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
GOOD, GONE = "http://post.example.com/wall", "http://post.example.com/gone"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """A web on loopback, of one page."""
    with Network().running() as network:
        network.pages["/wall"] = page(HTML.encode())
        monkeypatch.setattr(looking, "WAYS", network.ways())
        yield network


def wait_for_captures(app: Flask, tab: Page, number: int) -> None:
    """Let the page go on until so many looks are stored."""
    while True:
        with app.app_context():
            found = db.session.scalar(select(func.count(Capture.id)))
            db.session.remove()
        if found == number:
            return
        until(tab, "true")


def two_links_pasted(rosa: Person) -> tuple[Desk, Card]:
    """A claim with a source whose page is there, and one whose page is gone."""
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = rosa.at("Skerry lighthouse")
    card = desk.mark(WORDS, "Claim")
    card.pastes(f"{GOOD} {GONE}")
    expect(card.sources).to_have_count(2)
    return desk, card


def test_what_a_page_says_of_itself_comes_while_the_reviewer_works_on(
    app: Flask, config: Config, web: Network, arrive: Arrive
) -> None:
    rosa = arrive(ROSA)
    desk, card = two_links_pasted(rosa)
    # The page has its answer before anybody looked.
    assert len(desk.kept(card)["claim"]["sources"]) == 2
    assert web.requests == []
    with working(app.app_context, config):
        wait_for_captures(app, rosa.page, 2)
    # The page knows nothing of it yet; what is typed now is saved on top, without a question.
    card.writes("note", "typed meanwhile")
    desk.is_saved()
    expect(card.sources.nth(0)).to_contain_text(TITLE)
    assert desk.kept(card)["note"] == "typed meanwhile"
    kept = desk.kept(card)["claim"]["sources"]
    assert [source["title"] for source in kept] == [TITLE, None]
    assert kept[0]["publisher"] == "The Harbour Post"
    assert web.hits == 0


def test_a_lead_finds_what_is_wrong_by_keyboard_and_follows_it_to_the_claim(
    app: Flask, config: Config, web: Network, arrive: Arrive
) -> None:
    rosa = arrive(ROSA)
    desk, card = two_links_pasted(rosa)
    desk.kept(card)
    with working(app.app_context, config):
        wait_for_captures(app, rosa.page, 2)
    lead = arrive(LEAD)
    lead.opens_project()
    tab = lead.page
    tab.get_by_role("link", name="Sources", exact=True).focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Sources")
    gone = tab.locator("tr", has_text=GONE)
    expect(gone).to_contain_text("Not there")
    expect(gone).to_contain_text("Its server answers with status 404.")
    expect(tab.locator("tr", has_text=GOOD)).to_contain_text("No archived copy")
    assert accessibility_faults(tab) == []
    gone.get_by_role("link", name=WORDS).focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("mark", has_text=WORDS)).to_be_visible()
