"""Real records come in, one is changed by keyboard, and the file has that change and no other."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.formats.averitec import SAMPLE, alike, needs_sample, sample
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ANSWER, REASON = "A site of jokes about computers.", "It is a joke, and says so."


def _written(lea: Person) -> list[dict[str, Any]]:
    lea.opens_project()
    found: list[dict[str, Any]] = json.loads(lea.downloads_export(format="AVeriTeC: a list"))
    return found


@needs_sample
def test_a_record_is_changed_by_keyboard_and_the_file_has_that_change_alone(
    site: Site, arrive: Arrive
) -> None:
    brought = site.run("import", "demo", SAMPLE, "--as", ROSA)
    assert (brought.returncode, brought.stdout) == (0, b"24\n"), brought.stderr
    lea, rosa = arrive(LEAD), arrive(ROSA)
    before = _written(lea)
    assert [alike(one) for one in before[-24:]] == [alike(one) for one in sample()]

    desk = rosa.at("Sean Connery")
    desk.press("j")
    card = desk.open_card()
    expect(card.badge).to_have_text("Refuted")
    expect(card.sources).to_have_count(2)
    expect(card.sources.first).to_contain_text(
        "Where was the claim first published It was first published on Sccopertino"
    )
    desk.press("i")
    expect(card.sources.last.locator("[data-field=question]")).to_be_focused()
    desk.press("Tab")
    expect(card.sources.last.locator("[data-field=answer]")).to_be_focused()
    desk.press("Control+a")
    rosa.page.keyboard.type(ANSWER)
    desk.press("Tab", "Escape")
    expect(card.stale).to_be_visible()
    desk.press("v", "4")
    expect(card.field("rationale")).to_be_visible()
    card.field("rationale").focus()
    desk.press("Control+a")
    rosa.page.keyboard.type(REASON)
    desk.press("Control+Enter")
    expect(card.badge).to_have_text("Conflicting Evidence/Cherrypicking")
    desk.is_saved()

    wanted = deepcopy(before)
    changed = next(one for one in wanted if "Sean Connery" in one["claim"])
    changed["questions"][1]["answers"][0]["answer"] = ANSWER
    changed["label"], changed["justification"] = "Conflicting Evidence/Cherrypicking", REASON
    assert _written(lea) == wanted
    assert site.run("audit", "verify").returncode == 0
