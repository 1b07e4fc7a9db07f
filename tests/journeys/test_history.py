"""A complaint about a verdict arrives: who gave it, when, on what, and what was it before?"""

from __future__ import annotations

import re

import orjson
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def tab_to(page: Page, name: str) -> None:
    """Go on by the key of tab until the link with this name has the focus."""
    link = page.get_by_role("link", name=name, exact=True).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"The keyboard does not come to {name}.")


def test_two_keys_from_a_claim_to_who_decided_when_and_what_was_before(
    arrive: Arrive, site: object, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    given = select(Event.after).where(Event.action == "verdict.given").order_by(Event.seq.desc())
    claim = orjson.loads(db.session.scalars(given).first() or "{}")["annotation_id"]
    db.session.remove()
    lea = arrive(LEAD)
    page, faults = lea.page, []
    lea.goes_to(f"/projects/demo/claims/{claim}")

    tab_to(page, "its own history")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/history/verdict/"))
    newest = page.locator(".timeline__item").first
    expect(newest).to_contain_text("gave a verdict")
    expect(newest.locator("time").first).to_have_attribute("datetime", re.compile(r"^\d{4}-.*Z$"))
    faults += look_over(lea, "the story of a verdict")

    newest.get_by_role("link", name=re.compile("^event")).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Event")
    expect(page.get_by_text("Hash of the event before it")).to_be_visible()
    faults += look_over(lea, "one event")
    page.get_by_role("link", name="The whole history").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="History of the mark").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Oldest first").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".timeline__item").first).to_contain_text("marked a passage")
    page.set_viewport_size({"width": 390, "height": 844})
    faults += look_over(lea, "the story of a mark on a phone")
    assert faults == []
