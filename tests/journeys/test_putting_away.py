"""A lead puts a project away under the work of others, and brings it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import update

from annotator.accounts.models import UserSession
from annotator.clock import now
from annotator.db import db, writing
from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, PASSWORD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


def time_passes() -> None:
    """Everybody signed in a while ago."""
    with writing():
        db.session.execute(update(UserSession).values(created_at=now() - timedelta(minutes=11)))
    db.session.remove()


def test_a_project_is_archived_under_the_work_and_comes_back(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("409")
    rosa, lea = arrive(ROSA), arrive(LEAD)
    desk = rosa.at("Skerry lighthouse")
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()

    lea.goes_to("/projects/demo/settings")
    lea.page.get_by_role("link", name="Archive the project…").click()
    lea.page.get_by_label("Why").fill("The election is over.")
    assert accessibility_faults(lea.page) == []
    lea.page.get_by_role("button", name="Archive the project").click()
    expect(lea.page.get_by_text("The election is over.")).to_be_visible()
    assert accessibility_faults(lea.page) == []
    lea.goes_to("/projects")
    lea.page.get_by_text("1 archived project").click()
    assert accessibility_faults(lea.page) == []

    # Whoever was typing is told why, and what they typed stays with them.
    card.writes("note", "Written as the project was archived.")
    desk.says("Couldn’t save")
    rosa.page.reload()
    expect(rosa.page.get_by_text("The election is over.")).to_be_visible()
    assert accessibility_faults(rosa.page) == []
    expect(rosa.page.locator("#submit-button")).to_have_count(0)

    lea.page.get_by_role("link", name="Demonstration").click()
    lea.page.get_by_role("button", name="Bring the project back").click()
    expect(lea.page.get_by_text("everybody goes on where they were")).to_be_visible()
    rosa.page.reload()
    expect(rosa.page.get_by_text("The election is over.")).to_have_count(0)
    expect(rosa.page.locator("#submit-button")).to_be_visible()
    rosa.page.get_by_role("button", name="Try again").click()
    desk.is_saved()
    assert desk.kept(card)["note"] == "Written as the project was archived."


def test_a_project_goes_to_the_trash_by_its_typed_name_and_comes_back_whole(
    app: Flask, arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    for status in ("403", "404", "422"):
        complaints.expect(status)
    lea, rosa = arrive(LEAD), arrive(ROSA)
    time_passes()
    lea.goes_to("/projects/demo/settings")
    lea.page.get_by_role("link", name="Move to the trash…").click()
    lea.page.get_by_label("The project’s name").fill("Demonstration")
    lea.page.get_by_label("Why").fill("It was a trial.")
    assert accessibility_faults(lea.page) == []
    lea.page.get_by_role("button", name="Move to the trash").click()
    lea.page.get_by_label("Your password").fill(PASSWORD)
    lea.page.get_by_role("button", name="Confirm").click()
    expect(lea.page.get_by_text("This is not the project’s name.").first).to_be_visible()
    expect(lea.page.get_by_label("Why")).to_have_value("It was a trial.")
    lea.page.get_by_label("The project’s name").fill("Demonstration desk")
    lea.page.get_by_role("button", name="Move to the trash").click()

    row = lea.page.get_by_role("row").filter(has_text="Demonstration desk")
    expect(row).to_contain_text("It was a trial.")
    expect(row).to_contain_text("Lea Lindqvist")
    assert accessibility_faults(lea.page) == []
    rosa.goes_to("/projects")
    expect(rosa.page.get_by_text("Demonstration desk")).to_have_count(0)
    rosa.goes_to("/projects/demo/articles")
    expect(rosa.page.get_by_text("This project is in the trash.")).to_be_visible()

    lea.goes_to("/projects")
    lea.page.get_by_role("link", name="1 project in the trash").click()
    lea.page.get_by_role("button", name="Restore").click()
    expect(lea.page.get_by_text("everybody goes on where they were")).to_be_visible()
    rosa.page.reload()
    expect(rosa.page.get_by_role("heading", level=1)).to_have_text("Articles")
