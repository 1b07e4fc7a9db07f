"""The dialog that hands the work in names what is not checked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = "shared more than 48,000 times"
SECOND = "There is no such offer"


def test_unchecked_claims_are_named_and_lead_to_their_cards(arrive: Arrive) -> None:
    desk = arrive(ROSA).at("Skerry lighthouse")
    desk.mark(FIRST, "Claim")
    second = desk.mark(SECOND, "Claim")
    desk.is_saved()
    submit = desk.page.locator("#submit-button")
    submit.click()
    unjudged = desk.dialog.locator(".submit__unjudged")
    expect(unjudged).to_contain_text("no verdict yet")
    expect(unjudged.get_by_role("button")).to_have_text([FIRST, SECOND])
    expect(desk.dialog.locator(".submit__pending")).to_be_hidden()
    expect(desk.dialog.locator(".submit__stale")).to_be_hidden()

    unjudged.get_by_role("button", name=SECOND).click()
    expect(desk.dialog).to_have_count(0)
    expect(second.element).to_have_class(re.compile("card--open"))
    expect(second.element).to_be_focused()

    second.chooses("Supported")
    desk.is_saved()
    submit.click()
    expect(desk.dialog.locator(".submit__pending").get_by_role("button")).to_have_text([SECOND])
    expect(unjudged.get_by_role("button")).to_have_text([FIRST])
    desk.submit(accept_pending=True)
    expect(desk.page.locator(".notice--success")).to_contain_text("You submitted this article")
