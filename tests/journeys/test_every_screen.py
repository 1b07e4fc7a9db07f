"""The pages on a phone, at 200 % and 400 %, and in forced colours: axe, reflow and target size."""

from __future__ import annotations

import os
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA
from tests.journeys.test_accessibility import plain_pages

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: A window of 1280 by 1024 at 200 % and at 400 %, as WCAG 1.4.4 and 1.4.10 count.
TWICE = {"viewport": {"width": 640, "height": 512}, "device_scale_factor": 2}
FOUR_TIMES = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}
FORCED = {"forced_colors": "active"}
#: Set, everything is looked at on every screen, as `make evidence` does.
VARIABLE = "ANNOTATOR_EVERY_SCREEN"
PART = 4
SCREENS = {"phone": PHONE, "200 %": TWICE, "400 %": FOUR_TIMES, "forced colours": FORCED}

# What sticks out of the window to the side, unless it lies in something that scrolls by itself,
# as tables of many columns may.
_STICKS_OUT = """() => {
  const wide = document.documentElement.clientWidth;
  const clips = ["auto", "scroll", "hidden", "clip"];
  const scrolls = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) {
      if (clips.includes(getComputedStyle(up).overflowX)) return true;
    }
    return false;
  };
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.getBoundingClientRect().right > wide + 1 && !scrolls(element))
    .slice(0, 5)
    .map((element) => `sticks out: ${element.tagName.toLowerCase()}.${element.className}`);
}"""


@pytest.fixture(autouse=True)
def _axe_writes_styles(complaints: Complaints) -> None:
    """The checker itself tries style elements, which the policy of the site refuses."""
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")


def _faults(page: Page, where: str) -> list[str]:
    # In so low a window what is docked always lies over a part of something else.
    is_low = page.evaluate("() => innerHeight") <= 300
    found = accessibility_faults(page, rules=() if is_low else ("target-size",))
    found += page.evaluate(_STICKS_OUT)
    if page.viewport_size == PHONE["viewport"]:
        found += _sticks_out_at_400(page)
    return [f"{where}: {fault}" for fault in found]


def _sticks_out_at_400(page: Page) -> list[str]:
    """Every page and state reflows at 400 %, though not each is opened there (see `_some`)."""
    _resize(page, FOUR_TIMES["viewport"])
    found = [f"at 400 %, {fault}" for fault in page.evaluate(_STICKS_OUT)]
    _resize(page, PHONE["viewport"])
    return found


def _resize(page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    has_come = "(width) => document.documentElement.clientWidth === width"
    page.wait_for_function(has_come, arg=size["width"])


@pytest.mark.parametrize("screen", SCREENS)
def test_no_page_of_a_lead_has_a_fault(
    arrive: Arrive, app: Flask, complaints: Complaints, screen: str
) -> None:
    complaints.expect("404")
    lea = arrive(LEAD, **_options(screen))
    faults = []
    for path in _some([*plain_pages(app, lead_id=2), "/no-such-page"], screen):
        lea.goes_to(path)
        expect(lea.page.get_by_role("heading", level=1)).to_have_count(1)
        faults += _faults(lea.page, path)
    assert faults == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_workspace_has_no_fault(arrive: Arrive, screen: str) -> None:
    rosa = arrive(ROSA, **_options(screen))
    faults = []
    for title in _some(["Ferry fares", "Skerry lighthouse", "وزيرة المياه"], screen):
        faults += _at_work(rosa, title)
    assert faults == []


def _at_work(rosa: Person, title: str) -> list[str]:
    desk = rosa.at(title)
    page = rosa.page
    faults = _faults(page, f"{title}, at rest")
    if desk.marks():
        desk.press("j")
        expect(page.locator(".card--open")).to_have_count(1)
        faults += _faults(page, f"{title}, a card open")
        desk.press("Escape", "Escape")
    start, end = desk.extent(desk.text.split()[3])
    desk.select(start, end)
    expect(desk.label_bar).to_be_visible()
    faults += _faults(page, f"{title}, words selected")
    desk.press("Escape", "Escape", "Shift+Slash")
    expect(desk.dialog).to_be_visible()
    return faults + _faults(page, f"{title}, the keys")


def _some(places: list[str], screen: str) -> list[str]:
    """All on the phone, where pages are laid out in ways of their own; elsewhere a part of them."""
    return places if screen == "phone" or os.environ.get(VARIABLE) else places[::PART]


def _options(screen: str) -> dict[str, Any]:
    return dict(SCREENS[screen])  # type: ignore[arg-type]


_TOPS = """(form) => ["published_on", "language"].map((name) =>
  form.querySelector(`.field-row [name$="${name}"]`).getBoundingClientRect().top)"""


def test_two_fields_side_by_side_stand_at_one_height_whatever_is_said_above_them(
    arrive: Arrive,
) -> None:
    lea = arrive(LEAD)
    lea.goes_to("/projects/demo/articles/new")
    page = lea.page
    date_top, language_top = page.get_by_role("region", name="Paste a text").evaluate(_TOPS)

    assert page.locator(".field-row .field__hint").count() > 0
    assert date_top == language_top
