"""An account is closed under the work, and browsers that one forgot are signed out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from annotator.accounts.models import UserSession
from annotator.accounts.queries import user_by_email
from annotator.clock import now
from annotator.db import db, writing
from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


def make_administrator(email: str) -> None:
    with writing():
        found = user_by_email(email)
        assert found is not None
        found.is_admin = True
    db.session.remove()


def time_passes() -> None:
    """Everybody signed in a while ago."""
    with writing():
        db.session.execute(update(UserSession).values(created_at=now() - timedelta(minutes=11)))
    db.session.remove()


def test_an_account_is_closed_in_the_middle_of_work_and_nothing_is_lost(
    app: Flask, arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("401")
    complaints.expect("403")
    make_administrator(LEAD)
    rosa, lea = arrive(ROSA), arrive(LEAD)
    desk = rosa.at("Skerry lighthouse")
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()

    lea.goes_to("/projects")
    lea.page.get_by_role("link", name="People").click()
    assert accessibility_faults(lea.page) == []
    row = lea.page.get_by_role("row").filter(has_text=ROSA)
    row.get_by_role("link", name="Open").click()
    lea.page.get_by_label("Why").fill("Left the desk")
    assert accessibility_faults(lea.page) == []
    time_passes()
    lea.page.get_by_role("button", name="Deactivate the account").click()
    expect(lea.page.get_by_role("heading", level=1)).to_have_text("Confirm with your password")
    assert accessibility_faults(lea.page) == []
    lea.page.get_by_label("Your password").fill("a password of the demonstration")
    lea.page.get_by_role("button", name="Confirm").click()
    expect(lea.page.get_by_text("signed out everywhere", exact=False).first).to_be_visible()

    card.writes("note", "Written as the account was closed.")
    desk.says("Signed out, 1 waiting")
    lea.page.get_by_role("button", name="Activate the account").click()
    expect(lea.page.get_by_label("Why")).to_be_visible()

    desk.dialog.get_by_label("Password").fill("a password of the demonstration")
    desk.press("Enter")
    desk.is_saved()
    assert desk.kept(card)["note"] == "Written as the account was closed."
