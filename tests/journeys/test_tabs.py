"""The tabs of a project, which have more for a lead than a narrow window has room for."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_OUTSIDE = """() => [...document.querySelectorAll(".tabs a")].filter((tab) => {
  const { left, right } = tab.getBoundingClientRect();
  return left < 0 || right > document.documentElement.clientWidth;
}).map((tab) => tab.textContent.trim())"""
#: Whether the current tab is within what is seen of the line, however far it is pushed aside.
_IS_SEEN = """() => [...document.querySelectorAll(".tabs [aria-current]")].every((tab) => {
  const { left, right } = tab.getBoundingClientRect();
  const line = tab.closest(".tabs").getBoundingClientRect();
  return left >= line.left - 1 && right <= line.right + 1;
})"""


#: How many lines the tabs take.
_LINES = """() => new Set([...document.querySelectorAll(".tabs a")].map(
  (tab) => Math.round(tab.getBoundingClientRect().top))).size"""


@pytest.mark.parametrize("locale", ["en-GB", "ar"])
def test_every_tab_of_a_lead_is_in_sight_or_is_brought_there(arrive: Arrive, locale: str) -> None:
    lead = arrive(LEAD, locale=locale, viewport={"width": 1280, "height": 760})
    lead.goes_to("/projects/demo/members")
    assert lead.page.evaluate(_LINES) == 1
    lead.page.set_viewport_size({"width": 1100, "height": 760})
    assert lead.page.locator(".tabs a").count() >= 11
    assert lead.page.evaluate(_OUTSIDE) == []
    lead.page.set_viewport_size({"width": 900, "height": 760})
    assert lead.page.evaluate(_OUTSIDE) == []
    lead.page.set_viewport_size({"width": 390, "height": 760})
    lead.goes_to("/projects/demo/audit")
    assert lead.page.evaluate(_IS_SEEN)
