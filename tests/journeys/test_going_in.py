"""A lead chooses what goes into a file, sees it counted meanwhile, and finds as much in it."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.pages import Person
from tests.journeys.site import LEAD
from tests.journeys.test_accessibility import look_over
from tests.journeys.test_phone import PHONE, too_small

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPORT = "/projects/demo/export"
_COUNTS = re.compile(r"(\d+) articles?, (\d+) claims?, (\d+) quotes?, (\d+) context")


def counts_of(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="Goes in:")


def counted(page: Page) -> tuple[int, ...]:
    """What the page says."""
    found = _COUNTS.search(counts_of(page).inner_text())
    assert found is not None
    return tuple(map(int, found.groups()))


def downloaded(page: Page) -> tuple[int, ...]:
    """What the file holds that comes then."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").press("Enter")
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    articles = [json.loads(line) for line in lines]
    labels = [mark["label"] for one in articles for mark in one["annotations"]]
    return len(articles), *(labels.count(one) for one in ("claim", "quote", "context"))


def test_the_counts_follow_the_fields_and_the_file_holds_as_many(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    lea = arrive(LEAD)
    page, keys = lea.page, Keyboard(lea.page)
    lea.goes_to(EXPORT)
    expect(page.get_by_role("button", name="Count what goes in")).to_have_count(0)
    keys.tabs_to(page.locator(".goes-in > summary"))
    keys.press("Enter")
    keys.tabs_to(page.get_by_label("Claim", exact=True))
    keys.press("Space")
    expect(counts_of(page)).to_contain_text("0 quotes, 0 context")
    claims = counted(page)
    expect(counts_of(page)).to_contain_text("Marks left out, of another label:")
    keys.tabs_to(page.get_by_label("Rosa Ramirez (r2)"))
    keys.press("Space")
    expect(counts_of(page)).to_contain_text("Marks left out, of another person:")
    rosas = counted(page)
    assert 0 < rosas[1] < claims[1]
    assert look_over(lea, "choosing") == []
    assert downloaded(page) == rosas
    page.get_by_label("Claim", exact=True).press("Space")
    expect(counts_of(page)).not_to_contain_text("of another label")
    assert downloaded(page) == counted(page)


def test_days_that_cross_are_told_at_once_and_again_beside_the_field(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style|Failed to load resource")
    lea = arrive(LEAD)
    page = lea.page
    lea.goes_to(EXPORT)
    page.locator(".goes-in > summary").press("Enter")
    page.get_by_label("Published from").fill("2026-02-01")
    page.get_by_label("Published until").fill("2026-01-01")
    told = page.get_by_role("status").filter(has_text="comes after the last")
    expect(told).to_be_visible()
    page.get_by_role("button", name="Download").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("comes after the last")
    expect(page.get_by_label("Published until")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Published from")).to_have_value("2026-02-01")
    page.get_by_label("Published until").fill("2026-03-01")
    expect(counts_of(page)).to_be_visible()
    expect(told).to_have_count(0)


def test_without_a_script_a_button_counts(arrive: Arrive) -> None:
    lea = arrive(LEAD, java_script_enabled=False)
    page = lea.page
    lea.goes_to(EXPORT)
    page.locator(".goes-in > summary").click()
    page.get_by_label("Quote", exact=True).check()
    page.get_by_role("button", name="Count what goes in").click()
    expect(counts_of(page)).to_contain_text("0 claims")
    expect(counts_of(page)).to_be_in_viewport()
    expect(page.get_by_label("Quote", exact=True)).to_be_checked()
    assert downloaded(page) == counted(page)


def test_beside_what_readers_were_told_only_claims_are_chosen(arrive: Arrive) -> None:
    lea: Person = arrive(LEAD)
    page = lea.page
    lea.goes_to(EXPORT)
    page.locator(".goes-in > summary").click()
    page.get_by_role("radio", name="ClaimReview: a feed").check()
    expect(page.get_by_label("Type of claim")).to_be_visible()
    expect(page.get_by_label("Quote", exact=True)).to_be_hidden()


def test_on_a_phone_all_of_it_can_be_hit_with_a_finger(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    lea = arrive(LEAD, **PHONE)
    page = lea.page
    lea.goes_to(EXPORT)
    page.locator(".goes-in > summary").tap()
    page.get_by_label("Context", exact=True).tap()
    expect(counts_of(page)).to_contain_text("0 claims, 0 quotes")
    assert too_small(page.locator(".goes-in")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
