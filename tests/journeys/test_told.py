"""The page of notifications: empty, full, by keyboard, and a count that is heard when it grows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.accounts.queries import user_by_email
from annotator.articles.models import Article
from annotator.db import db, writing
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from tests.browser import Complaints, accessibility_faults
from tests.factories import person_of
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _axe_writes_styles(complaints: Complaints) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")


def tell_rosa(*kinds: Kind) -> None:
    """Something of each kind happens, to an article of the demonstration."""
    with writing():
        rosa, lead = user_by_email(ROSA), user_by_email(LEAD)
        article = db.session.scalars(select(Article).order_by(Article.number).limit(1)).one()
        assert rosa is not None
        assert lead is not None
        told = [
            Notice(
                kind, rosa.id, article.project_id, None if kind is Kind.GUIDELINES else article.id
            )
            for kind in kinds
        ]
        notify(told, actor=person_of(lead).actor)
    db.session.remove()


def open_told(page: Page, address: str) -> None:
    page.goto(f"{address}/notifications")
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")


def test_the_page_is_for_everybody_empty_and_full(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    open_told(rosa.page, rosa.site.address)
    expect(rosa.page.get_by_text("Articles that are given to you to review")).to_be_visible()
    faults = look_over(rosa, "nothing told")
    tell_rosa(*Kind)
    rosa.page.reload()
    lines = rosa.page.locator(".told__line--unread")
    expect(lines).to_have_count(len(Kind))
    assert faults + look_over(rosa, "one of every kind") == []


def test_lines_are_read_and_followed_by_keyboard_alone(arrive: Arrive) -> None:
    tell_rosa(Kind.RETURNED, Kind.ASSIGNED)
    rosa = arrive(ROSA)
    page = rosa.page
    open_told(page, rosa.site.address)
    page.get_by_role("button", name="Mark all as read").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=re.compile("given to you to review"))).to_be_focused()
    page.keyboard.press("Tab")
    returned = page.get_by_role("button", name=re.compile("Lea Lindqvist returned your submission"))
    expect(returned).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main[data-ready]")).to_be_visible()
    open_told(page, rosa.site.address)
    expect(page.locator(".told__line--unread")).to_have_count(1)
    page.get_by_role("button", name="Mark all as read").press("Enter")
    expect(page.locator(".told__line--unread")).to_have_count(0)
    expect(page.get_by_role("button", name="Mark all as read")).to_be_hidden()
    expect(page.locator(".bell__count")).to_be_hidden()


def test_a_count_that_grows_is_said_politely(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    page = rosa.page
    page.clock.install()
    rosa.goes_to("/projects")
    page.wait_for_selector("html[data-started]")
    # The region was there before its words were, so that they are heard when they come.
    region = page.locator(".bell").get_by_role("status")
    expect(region).to_have_count(1)
    tell_rosa(Kind.ASSIGNED)
    page.clock.fast_forward("01:01")
    expect(region).to_have_text(re.compile(r"1\s*unread"))
    assert accessibility_faults(page) == []
