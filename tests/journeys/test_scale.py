"""The lead changes the project's scale, and reviewers judge under it: by the keyboard alone."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCALE = "/projects/demo/scheme"


def are_in_order(page: Page, *labels: str) -> None:
    """The first ratings have these labels."""
    for place, label in enumerate(labels):
        expect(page.get_by_label("Label", exact=True).nth(place)).to_have_value(label)


def test_a_preset_is_chosen_edited_and_ordered_by_keys_and_old_verdicts_say_their_version(
    arrive: Arrive,
) -> None:
    lead = arrive(LEAD)
    page = lead.page
    lead.goes_to(SCALE)
    page.get_by_role("link", name="New version").press("Enter")
    page.get_by_role("link", name="PolitiFact").press("Enter")
    expect(page.locator("form[data-ready]")).to_be_attached()
    are_in_order(page, "True", "Mostly True")

    # The second rating goes to the first place, and the focus goes along.
    second = page.get_by_label("Label", exact=True).nth(1)
    second.press("Alt+ArrowUp")
    are_in_order(page, "Mostly True", "True")
    expect(page.get_by_label("Label", exact=True).first).to_be_focused()
    expect(page.locator("[data-row]").first.locator("[data-key]")).to_have_text("1")
    expect(page.locator("#live")).to_have_text("Place 1 of 6")
    page.get_by_role("button", name="Move down").first.press("Enter")
    are_in_order(page, "True", "Mostly True")

    page.get_by_role("button", name="Add a rating").press("Enter")
    page.keyboard.type("Unproven")
    expect(page.locator("[data-row] .badge").nth(6)).to_have_text("Unproven")
    page.get_by_role("group", name="Pants on Fire").get_by_label("Retire").press("Space")
    expect(page.locator("[data-list=ratings] .scale-row--retired")).to_have_count(1)
    page.get_by_label("Retire ratings even where").press("Space")
    page.get_by_label("Why it changes").fill("We rate as PolitiFact does.")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Scale")
    expect(page.get_by_text("Version 2 is in force now.")).to_be_visible()
    table = page.get_by_role("table", name="Ratings")
    expect(table.get_by_role("rowheader")).to_have_text(
        ["True", "Mostly True", "Half True", "Mostly False", "False", "Unproven"]
    )


def test_what_was_judged_before_keeps_its_words_and_says_its_version(
    arrive: Arrive, site: Site, tmp_path: Path
) -> None:
    desk = arrive(ROSA).at("lighthouse")
    old = desk.mark("lighthouse", "claim")
    desk.press("v", "5")
    expect(old.badge).to_have_text("Uncheckable")
    desk.press("Escape")
    begun = desk.mark("sold", "claim")
    desk.press("v", "2")
    expect(begun.lacks).to_contain_text("give a reason")
    desk.is_saved()

    _publish_politifact(site, tmp_path)
    desk.reload()
    card = desk.opens("lighthouse")
    expect(card.badge).to_have_text("Uncheckable")
    expect(card.element.get_by_text("Decided under version 1 of the scale").first).to_be_visible()
    card = desk.opens("sold")
    expect(card.lacks).to_contain_text("“Refuted” was retired from the scale")
    desk.press("v", "3")
    card.writes("rationale", "Half of it is so.")
    card.pastes("https://register.example.org/lighthouse")
    expect(card.badge).to_have_text("Half True")
    desk.is_saved()

    page = desk.page
    page.locator(".mark-states summary").press("Enter")
    page.get_by_role("checkbox", name="Uncheckable").press("Space")
    expect(page.locator("#live")).to_contain_text("Marks shown: 1 of")


def _publish_politifact(site: Site, folder: Path) -> None:
    """Publish PolitiFact's six for the demonstration, as its command line would."""
    file = folder / "scale.json"
    assert site.run("project", "create", "six", "--preset", "politifact").returncode == 0
    scale = orjson.loads(site.run("project", "scheme", "six", "--json").stdout)
    file.write_bytes(orjson.dumps({**scale, "reason": "We rate as PolitiFact does."}))
    done = site.run("project", "scheme", "demo", "--set", file, "--retire-chosen")
    assert done.returncode == 0, done.stderr
