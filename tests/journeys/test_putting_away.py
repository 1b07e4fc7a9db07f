"""A lead puts a project away under the work of others, and brings it back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


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
