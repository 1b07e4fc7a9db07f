"""A lead pastes addresses; what was fetched and what was refused is told while they wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import expect

from annotator.config import Config
from annotator.fetching import service
from annotator.jobs.worker import working
from tests.browser import accessibility_faults
from tests.fetching.conftest import config as config
from tests.fetching.pages import HTML, PARAGRAPHS, TITLE
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD
from tests.safefetch.network import Network, page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOOD, INSIDE = "http://post.example.com/wall", "http://inside.example.com/"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    """A web on loopback: one good page, and one name that leads inside."""
    with Network().running() as network:
        network.pages["/wall"] = page(HTML.encode())
        network.names["inside.example.com"] = [["10.0.0.1"]]
        monkeypatch.setattr(service, "WAYS", network.ways())
        yield network


@pytest.fixture
def lead(arrive: Arrive) -> Person:
    return arrive(LEAD)


def test_addresses_become_articles_or_a_reason_while_the_lead_looks_on(
    app: Flask, config: Config, web: Network, lead: Person
) -> None:
    tab = lead.page
    lead.opens_project()
    tab.locator('a[href$="/articles/new"]').first.click()
    tab.get_by_label("Addresses, one a line").fill(f"{GOOD}\n{INSIDE}")
    # By keyboard alone: the next stop is the button.
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_have_text("In the background")
    good, inside = (tab.locator("tr", has_text=url) for url in (GOOD, INSIDE))
    expect(good.locator(".badge")).to_have_text("Waiting")
    assert accessibility_faults(tab) == []
    with working(app.app_context, config):
        expect(good.locator(".badge")).to_have_text("Done")
        expect(inside.locator(".badge")).to_have_text("Failed")
    expect(inside).to_contain_text("is not on the public web, and nothing else is fetched.")
    expect(good.get_by_role("button", name="Stop")).to_have_count(0)
    expect(tab.locator("#live")).to_contain_text("Fetching a page")
    assert accessibility_faults(tab) == []
    good.get_by_role("link", name="Open").click()
    expect(tab.locator("main")).to_contain_text(PARAGRAPHS[1])
    expect(tab.locator("main")).to_contain_text(TITLE)
    assert web.hits == 0
