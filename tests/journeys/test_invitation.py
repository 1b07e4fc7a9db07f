"""Somebody new: added by the lead, let in by a link, and at work."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW_PASSWORD = "seven grey herons on a pier"


def test_from_the_members_page_to_a_first_mark(
    site: Site, arrive: Arrive, open_page: Callable[..., Page], complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("Failed to load resource.*(404|410)")
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/members")
    lea.page.get_by_label("E-mail address").fill("nina@example.org")
    lea.page.get_by_label("Name").fill("Nina Novak")
    lea.page.get_by_role("button", name="Add").click()
    expect(lea.page.get_by_role("heading", level=1)).to_have_text("A link for Nina Novak")
    assert accessibility_faults(lea.page) == []
    link = lea.page.get_by_label("One-time link").input_value()

    nina = Person(open_page(viewport={"width": 1440, "height": 900}), site)
    nina.page.goto(link)
    assert accessibility_faults(nina.page) == []
    for label in ("Password", "again"):
        nina.page.get_by_label(label).first.fill(NEW_PASSWORD)
    nina.page.get_by_role("button", name="Save and sign in").click()
    expect(nina.page.get_by_role("heading", level=1)).to_have_text("Projects")
    desk = nina.at("Skerry lighthouse")
    desk.mark("There is no such offer", "Claim")
    desk.is_saved()
    assert [mark["author"]["name"] for mark in desk.marks()] == ["Nina Novak"]

    stranger = Person(open_page(), site)
    stranger.page.goto(link)
    expect(stranger.page.get_by_role("button", name="Save and sign in")).to_have_count(0)
    again = Person(open_page(), site)
    again.sign_in("nina@example.org", NEW_PASSWORD)
