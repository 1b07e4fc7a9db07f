"""Bad luck of every kind between the page and the server: nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.card import Card
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAVES = "**/annotations/*"
TITLE = "Skerry lighthouse"
WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(rosa: Person) -> Desk:
    """An article that she has not marked yet."""
    return rosa.at(TITLE)


@contextmanager
def answered_by(page: Page, handler: object, pattern: str = SAVES) -> Iterator[None]:
    """Let a handler stand between this page and the server."""
    page.route(pattern, handler)  # type: ignore[arg-type]
    yield
    page.unroute(pattern)


def only_mark(desk: Desk) -> dict[str, object]:
    """The one mark that the server has."""
    desk.is_saved()
    [mark] = desk.layer()["annotations"]
    return dict(mark)


def test_an_answer_that_is_lost_on_its_way_back(desk: Desk) -> None:
    lost: list[int] = []
    seen: list[bool] = []

    def lose_until_it_is_seen(route: Route) -> None:
        if seen:
            route.continue_()
            return
        if not lost:
            lost.append(route.fetch().status)
        route.abort()

    with answered_by(desk.page, lose_until_it_is_seen):
        desk.mark(WORDS, "Claim")
        desk.says("1 waiting")
        seen.append(True)
        desk.is_saved()
    assert lost == [201]
    mark = only_mark(desk)
    assert mark["version"] == 1
    desk.shows_what_is_kept()


def test_a_server_that_is_busy_for_a_while(desk: Desk) -> None:
    asked: list[str | None] = []
    seen: list[bool] = []

    def busy_until_it_is_seen(route: Route) -> None:
        asked.append(route.request.post_data)
        if len(asked) < 3 or not seen:
            route.fulfill(status=503, headers={"Retry-After": "1"}, json={"error": {"status": 503}})
        else:
            route.continue_()

    with answered_by(desk.page, busy_until_it_is_seen):
        desk.mark(WORDS, "Claim")
        desk.says("1 waiting")
        seen.append(True)
        desk.is_saved()
    assert len(asked) >= 3
    assert only_mark(desk)["version"] == 1


def test_work_without_a_network_waits_for_it(desk: Desk) -> None:
    desk.page.context.set_offline(True)
    card = desk.mark(WORDS, "Claim")
    desk.says("Offline, 1 waiting")
    card.writes("note", "Written in the tunnel.")
    card.writes("wording", "The post was shared 48,000 times.")
    desk.mark("There is no such offer", "Quote")
    desk.says("Offline,")
    desk.page.context.set_offline(False)
    desk.is_saved()
    marks = {mark["fragments"][0]["exact"]: mark for mark in desk.marks()}
    assert marks.keys() == {WORDS, "There is no such offer"}
    assert marks[WORDS]["note"] == "Written in the tunnel."
    assert marks[WORDS]["claim"]["wording"] == "The post was shared 48,000 times."
    desk.reload()
    desk.shows_what_is_kept()


def test_a_tab_closed_with_unsent_work_and_opened_again(rosa: Person, desk: Desk) -> None:
    rosa.page.route(SAVES, lambda route: route.abort())
    card = desk.mark(WORDS, "Claim")
    card.writes("note", "Not sent yet.")
    desk.says("waiting")
    desk.outbox_keeps("Not sent yet.")
    rosa.page.close()
    page = rosa.page.context.new_page()
    page.goto(desk.address)
    again = Desk(page)
    again.is_saved()
    mark = only_mark(again)
    assert mark["note"] == "Not sent yet."
    again.shows_what_is_kept()
    expect(again.card_of(WORDS).element).to_have_count(1)


def test_the_same_work_from_two_tabs_comes_once(rosa: Person, desk: Desk) -> None:
    other = rosa.second_tab(desk)
    desk.page.context.set_offline(True)
    desk.mark(WORDS, "Claim")
    other.mark("There is no such offer", "Quote")
    desk.says("Offline, 2 waiting")
    other.says("Offline, 2 waiting")
    desk.page.context.set_offline(False)
    desk.is_saved()
    other.is_saved()
    assert sorted(mark["version"] for mark in desk.marks()) == [1, 1]
    assert len(desk.layer()["annotations"]) == 2
    for tab in (desk, other):
        tab.reload()
        tab.shows_what_is_kept()


def _changed_in_both_tabs(rosa: Person, desk: Desk) -> Card:
    """A note written here and, before it arrives, another one from elsewhere."""
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()
    elsewhere = rosa.page.context.browser.new_context(  # type: ignore[union-attr]
        storage_state=rosa.page.context.storage_state(), reduced_motion="reduce"
    )
    page = elsewhere.new_page()
    page.goto(desk.address)
    other = Desk(page)
    other.opens(WORDS).writes("note", "From the other tab.")
    other.is_saved()
    elsewhere.close()
    card.element.focus()
    desk.press("n")
    card.writes("note", "From this tab.")
    desk.says("Changed elsewhere")
    expect(card.trouble).to_contain_text("Which version shall stay?")
    expect(card.trouble).to_contain_text("From this tab.")
    expect(card.trouble).to_contain_text("From the other tab.")
    return card


def test_a_change_on_top_of_another_is_kept_when_asked_to(rosa: Person, desk: Desk) -> None:
    card = _changed_in_both_tabs(rosa, desk)
    card.acts("Keep mine")
    assert only_mark(desk)["note"] == "From this tab."
    expect(card.trouble).to_have_count(0)


def test_a_change_on_top_of_another_gives_way_when_asked_to(rosa: Person, desk: Desk) -> None:
    card = _changed_in_both_tabs(rosa, desk)
    card.acts("Take theirs")
    assert only_mark(desk)["note"] == "From the other tab."
    expect(card.trouble).to_have_count(0)
    expect(card.field("note")).to_have_value("From the other tab.")


def test_a_conflict_survives_a_reload(rosa: Person, desk: Desk) -> None:
    _changed_in_both_tabs(rosa, desk)
    desk.reload()
    desk.says("Changed elsewhere")
    desk.pill.click()
    expect(desk.open_card().trouble).to_contain_text("From this tab.")


def test_signed_out_in_another_tab_and_in_again(rosa: Person, desk: Desk) -> None:
    tab = rosa.page.context.new_page()
    elsewhere = Person(tab, rosa.site)
    elsewhere.goes_to("/projects")
    elsewhere.sign_out()
    desk.mark(WORDS, "Claim")
    desk.says("Signed out, 1 waiting")
    expect(desk.dialog).to_contain_text("nothing is lost")
    elsewhere.sign_in(ROSA)
    desk.dialog.get_by_role("button", name="I signed in elsewhere").click()
    expect(desk.dialog).to_have_count(0)
    assert only_mark(desk)["version"] == 1
    desk.shows_what_is_kept()


def test_somebody_else_who_signs_in_gets_none_of_it(rosa: Person, desk: Desk) -> None:
    tab = rosa.page.context.new_page()
    elsewhere = Person(tab, rosa.site)
    elsewhere.goes_to("/projects")
    rosa_id = desk.layer()["layer"]["reviewer"]["id"]
    elsewhere.sign_out()
    desk.mark(WORDS, "Claim")
    desk.says("Signed out, 1 waiting")
    elsewhere.sign_in("lead@example.org")
    desk.dialog.get_by_role("button", name="I signed in elsewhere").click()
    desk.says("Signed out, 1 waiting")
    tab.goto(f"{desk.address}?reviewer={rosa_id}")
    assert Desk(tab).layer()["annotations"] == []
    elsewhere.goes_to("/projects")
    elsewhere.sign_out()
    elsewhere.sign_in(ROSA)
    desk.dialog.get_by_role("button", name="I signed in elsewhere").click()
    assert only_mark(desk)["author"] == {"id": rosa_id, "name": "Rosa Ramirez"}


def test_a_newer_page_that_takes_over_the_browser_s_storage(desk: Desk) -> None:
    # A tab that was opened after a new version came brings the database on, and closes ours.
    desk.page.evaluate(
        """() => new Promise((resolve, reject) => {
            const opening = indexedDB.open("annotator-outbox", 99);
            opening.onsuccess = () => { opening.result.close(); resolve(null); };
            opening.onerror = () => reject(opening.error);
        })"""
    )
    card = desk.mark(WORDS, "Claim")
    card.writes("note", "Kept all the same.")
    assert only_mark(desk)["note"] == "Kept all the same."
