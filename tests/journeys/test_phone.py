"""The same work on a phone, with a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
FINGER = 44


_TOO_SMALL = """(root, least) => {
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const target = (element) => element.matches("[type=radio], [type=checkbox]")
    ? element.closest("label") ?? element : element;
  return [...root.querySelectorAll("button, input, textarea, select, summary")]
    .filter((element) => seen(element) && !element.matches(".visually-hidden, .link-button"))
    .map(target)
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, { width, height }]) => Math.round(Math.min(width, height)) < least)
    .map(([element, { width, height }]) => `${width}x${height} ${element.outerHTML.slice(0, 120)}`);
}"""


_APART = """() => {
  const seen = [...document.querySelectorAll(".top-bar .logo, .top-bar__actions > *")]
    .map((one) => one.getBoundingClientRect()).filter(({ width }) => width > 0);
  return seen.every((one, at) => at === 0 || one.left >= seen[at - 1].right - 1);
}"""


def too_small(within: Locator) -> list[str]:
    """The visible buttons and fields in here that a finger would miss."""
    return list(within.evaluate(_TOO_SMALL, FINGER))


def top_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"]


def bottom_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


@pytest.fixture
def desk(arrive: Arrive) -> Desk:
    """An article with marks, on a phone."""
    return arrive(ROSA, **PHONE).at("Ferry fares")


def test_a_tap_on_a_mark_opens_its_card_as_a_sheet(desk: Desk) -> None:
    mark = desk.page.locator("mark", has_text="It carried 212,000").first
    mark.scroll_into_view_if_needed()
    mark.tap()
    card = desk.open_card()
    expect(card.words).to_have_text("It carried 212,000 passengers last year")
    sheet = desk.page.locator("#sheet")
    # The sheet leaves the upper third to the text, and the mark is in sight there.
    desk.comes_to(lambda: top_of(sheet) > 844 * 0.3, True)
    desk.comes_to(lambda: round(bottom_of(sheet)), 844)
    desk.comes_to(lambda: 0 <= top_of(mark) < top_of(sheet), True)

    desk.page.get_by_role("button", name="Next mark").tap()
    expect(desk.open_card().words).to_have_text(
        "We pay more for fuel than any operator on this coast"
    )
    assert too_small(desk.page.locator("#sheet")) == []
    desk.page.get_by_role("button", name="Close", exact=True).tap()
    expect(desk.page.locator(".card--open")).to_have_count(0)


def test_selected_words_are_labelled_from_the_bar_at_the_bottom(desk: Desk) -> None:
    words = "Haldor, who sits on the board"
    desk.select(*desk.extent(words))
    expect(desk.label_bar).to_be_visible()
    # The bar is docked at the bottom.
    desk.comes_to(lambda: top_of(desk.label_bar) > 844 - 110, True)
    assert too_small(desk.label_bar) == []
    desk.label_bar.get_by_role("button", name="Quote").tap()
    expect(desk.open_card().words).to_have_text(words)
    desk.is_saved()
    assert words in {mark["fragments"][0]["exact"] for mark in desk.marks()}


def test_nothing_sticks_out_sideways_and_the_top_bar_is_for_fingers(desk: Desk) -> None:
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(wide) <= 0
    assert too_small(desk.page.locator(".top-bar")) == []
    assert too_small(desk.page.locator(".mark-filters")) == []


def test_nothing_in_the_top_bar_lies_over_another_thing(desk: Desk) -> None:
    expect(desk.page.locator("#checked")).to_be_visible()
    assert desk.page.evaluate(_APART)
    desk.page.locator("mark", has_text="It carried 212,000").first.tap()
    desk.open_card().acts("Delete")
    expect(desk.page.locator("#deleted-button")).to_be_visible()
    assert desk.page.evaluate(_APART)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(wide) <= 0


def test_nothing_sticks_out_when_a_save_was_refused_and_the_cloud_leads_there(
    desk: Desk, complaints: Complaints
) -> None:
    complaints.expect("422")
    words = "Haldor, who sits on the board"
    desk.select(*desk.extent(words))
    desk.label_bar.get_by_role("button", name="Claim").tap()
    card = desk.open_card()
    card.field("wording").fill("a" * 2001)
    card.field("wording").blur()
    expect(card.trouble).to_be_visible()
    expect(desk.pill).to_have_attribute("data-state", "failed")
    expect(desk.pill).to_have_accessible_name("Couldn’t save. Show why")
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert desk.page.evaluate(wide) <= 0

    desk.page.get_by_role("button", name="Close", exact=True).tap()
    desk.pill.tap()
    expect(desk.open_card().trouble).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/projects", "/projects/demo/articles", "/account"])
def test_other_pages_fit_too(arrive: Arrive, path: str) -> None:
    rosa = arrive(ROSA, **PHONE)
    rosa.goes_to(path)
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert rosa.page.evaluate(wide) <= 0
    assert too_small(rosa.page.locator("main")) == []


def test_the_marks_of_one_kind_or_one_verdict_are_chosen_with_a_finger(desk: Desk) -> None:
    page = desk.page
    claim = page.locator("#article mark", has_text="Every other island").first
    page.locator("#mark-filters button[data-filter=quote]").tap()
    expect(claim).to_have_class("dim")

    page.locator("#mark-filters button[data-filter='']").tap()
    expect(claim).not_to_have_class("dim")
    page.locator(".mark-states summary").tap()
    states = page.locator(".mark-states fieldset")
    states.get_by_text("Not checked").tap()
    page.mouse.click(5, 5)

    expect(page.locator(".mark-states summary b")).to_have_text("1")
    expect(page.locator("#article mark[data-t=quote]").first).to_have_class("dim")
    assert too_small(page.locator(".mark-filters")) == []
