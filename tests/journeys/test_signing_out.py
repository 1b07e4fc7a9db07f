"""Nobody signs out and leaves unsent work behind unasked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

SAVES = re.compile(r"/annotations/[0-9a-f-]{36}$")


def kept(person: Person) -> int:
    """How many changes the browser keeps."""
    return int(
        person.page.evaluate(
            """() => new Promise((resolve) => {
              const open = indexedDB.open("annotator-outbox");
              open.onsuccess = () => {
                const all = open.result.transaction("items").objectStore("items").count();
                all.onsuccess = () => { open.result.close(); resolve(all.result); };
              };
            })"""
        )
    )


@pytest.fixture
def rosa(arrive: Arrive) -> Person:
    return arrive(ROSA)


@pytest.fixture
def desk(rosa: Person, complaints: Complaints) -> Desk:
    """An article with one mark that cannot reach the server."""
    complaints.expect("ERR_FAILED|Failed to load resource")
    # axe writes styles into the page, which the policy stops.
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    rosa.opens_project()
    rosa.page.locator("main a[href*='/articles/']").first.click()
    desk = Desk(rosa.page)

    def unreachable(route: Route) -> Any:
        return route.abort()

    rosa.page.context.route(SAVES, unreachable)
    start = desk.text.index(". ") + 2
    desk.drag(start, start + 30)
    desk.label_bar.get_by_role("button", name="Claim").click()
    expect(rosa.page.locator("#sync-pill")).to_have_attribute("data-state", "waiting")
    return desk


def ask(person: Person) -> Locator:
    person.page.get_by_role("button", name="Your account").click()
    person.page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = person.page.get_by_role("dialog", name="Not everything is saved yet")
    expect(dialog).to_contain_text("have not reached the server: 1.")
    return dialog


def test_one_may_stay(rosa: Person, desk: Desk) -> None:
    dialog = ask(rosa)
    expect(dialog.get_by_role("button", name="Stay")).to_be_focused()
    assert accessibility_faults(rosa.page, within="#sign-out-dialog") == []
    rosa.page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(rosa.page.get_by_role("button", name="Your account")).to_be_focused()
    dialog = ask(rosa)
    rosa.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert kept(rosa) == 1


def test_what_is_kept_goes_on_its_way_after_the_next_sign_in(rosa: Person, desk: Desk) -> None:
    ask(rosa).get_by_role("button", name="Keep and sign out").click()
    expect(rosa.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert kept(rosa) == 1
    rosa.page.context.unroute(SAVES)
    rosa.sign_in(ROSA)
    rosa.page.goto(desk.address)
    Desk(rosa.page).is_saved()
    assert kept(rosa) == 0


def test_what_is_discarded_is_gone_once_the_session_is_ended(rosa: Person, desk: Desk) -> None:
    rosa.page.context.route("**/sign-out", lambda route: route.abort())
    dialog = ask(rosa)
    dialog.get_by_role("button", name="Discard and sign out").click()
    expect(dialog.get_by_role("alert")).to_contain_text("nothing was discarded")
    assert kept(rosa) == 1
    rosa.page.context.unroute("**/sign-out")
    dialog.get_by_role("button", name="Discard and sign out").click()
    expect(rosa.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(rosa.page.get_by_text("You are signed out.")).to_be_visible()
    assert kept(rosa) == 0
    rosa.goes_to("/account")
    expect(rosa.page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_change_on_its_way_gets_a_moment(rosa: Person, desk: Desk) -> None:
    rosa.page.context.unroute(SAVES)
    rosa.page.locator("#sync-pill").click()
    rosa.sign_out()
    assert kept(rosa) == 0
