"""What a file would leave out is counted on the page of the export, before anybody downloads it."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import LEAD
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_lead_counts_by_keyboard_what_is_left_out_and_downloads_all_the_same(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    lea = arrive(LEAD)
    page, keys = lea.page, Keyboard(lea.page)
    lea.goes_to("/projects/demo/export")
    count = page.get_by_role("button", name="Count what is left out")
    expect(count).to_be_hidden()
    keys.tabs_to(page.get_by_role("radio", name="JSON Lines: a file"))
    kind = page.get_by_role("radio", name="AVeriTeC: a list")
    while not kind.is_checked():
        keys.press("ArrowDown")
    keys.tabs_to(count)
    keys.press("Enter")

    told = page.get_by_role("status").filter(has_text="What this file leaves out")
    expect(told).to_be_focused()
    expect(told).to_contain_text("would be written.")
    expect(told.get_by_role("listitem")).not_to_have_count(0)
    # What was chosen is chosen still.
    expect(kind).to_be_checked()
    assert look_over(lea, "losses") == []
    with page.expect_download() as waiting:
        keys.tabs_to(page.get_by_role("button", name="Download"))
        keys.press("Enter")
    written = json.loads(waiting.value.path().read_bytes())
    expect(told).to_contain_text(f"{len(written)} record")
