"""Commands, guidelines and one's own keys, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.accounts.service import set_keys
from annotator.db import db, writing
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLE = "Ferry fares to Port Merrow"


AtWork = Callable[[], tuple[Page, Keyboard]]


@pytest.fixture
def at_work(arrive: Arrive, site: Site) -> AtWork:
    """`at_work() -> (page, keys)`: Rosa in an article, with a keyboard and nothing else."""
    person = arrive(ROSA)
    keys = Keyboard(person.page)

    def open_article() -> tuple[Page, Keyboard]:
        person.goes_to("/projects/demo/articles")
        person.page.get_by_role("link", name=ARTICLE).first.focus()
        with person.page.expect_navigation():
            keys.press("Enter")
        person.page.locator("main[data-ready]").wait_for()
        return person.page, keys

    return open_article


def test_a_command_is_found_by_its_words_and_run(
    at_work: AtWork,
) -> None:
    page, keys = at_work()
    keys.press("j")
    card = page.locator(".card:focus")
    expect(card).to_be_visible()
    keys.press("Control+k")
    keys.is_on(page.locator("#palette").get_by_role("combobox"))
    keys.types("nt mk")
    expect(page.locator("#palette").get_by_role("option")).to_have_count(0)
    keys.press("Control+a", "Backspace")
    keys.types("note")
    option = page.locator("#palette").get_by_role("option", selected=True)
    expect(option).to_contain_text("Note")
    expect(option.locator("kbd")).to_have_text("N")
    keys.press("Enter")
    expect(page.locator("#palette")).to_be_hidden()
    keys.is_on(page.locator(".card [data-field=note]"))


def test_escape_gives_the_focus_back(at_work: AtWork) -> None:
    page, keys = at_work()
    keys.press("j")
    before = page.locator(".card:focus").get_attribute("data-id")
    keys.press("Control+k", "ArrowDown", "Escape")
    expect(page.locator("#palette")).to_be_hidden()
    keys.is_on(page.locator(f".card[data-id='{before}']"))


def test_what_cannot_be_done_now_says_why_and_what_was_used_comes_first(
    at_work: AtWork,
) -> None:
    page, keys = at_work()
    keys.press("Control+k")
    keys.types("delete the mark")
    option = page.locator("#palette").get_by_role("option").first
    expect(option).to_have_attribute("aria-disabled", "true")
    expect(option).to_contain_text("Open a mark first")
    keys.press("Enter")
    expect(page.locator("#palette")).to_be_visible()
    keys.press("Control+a")
    keys.types("go to quote")
    keys.press("Enter")
    expect(page.locator(".card:focus")).to_be_visible()
    keys.press("Control+k")
    keys.types("show quotes")
    keys.press("Enter")
    expect(page.locator('[data-filter="quote"]')).to_have_attribute("aria-pressed", "true")
    keys.press("Control+k")
    expect(page.locator("#palette").get_by_role("option").first).to_contain_text("Show quotes only")


def test_guidelines_open_at_the_kind_of_the_open_mark(
    at_work: AtWork,
) -> None:
    page, keys = at_work()
    button = page.locator("#guidelines-button")
    expect(button).to_have_attribute("data-new", "")
    keys.press("Shift+j")
    expect(page.locator(".card:focus")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    keys.press("g")
    dialog = page.get_by_role("dialog", name="Guidelines")
    expect(dialog).to_contain_text("Version 1, since ")
    expect(dialog.locator("[aria-current]")).to_have_text("Claim")
    expect(dialog.locator("[data-label=claim]")).to_be_in_viewport()
    keys.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".card:focus")).to_be_visible()
    expect(button).not_to_have_attribute("data-new", "")
    assert set(asked) <= {"font"}


def test_a_key_is_changed_and_then_used(at_work: AtWork) -> None:
    page, keys = at_work()
    keys.press("?")
    keys.tabs_to(page.get_by_role("link", name="Change the keys"))
    with page.expect_navigation():
        keys.press("Enter")
    page.locator("form[data-ready]").wait_for()
    row = page.locator('[data-id="next-mark"]')
    keys.tabs_to(row.get_by_role("button", name="Change"))
    keys.press("Enter", "n")
    expect(row).to_contain_text("N is the key of “Note” too")
    expect(page.locator('[data-id="note"]')).to_contain_text("N is the key of “Next mark” too")
    page.get_by_role("button", name="Save the keys").focus()
    keys.press("Enter")
    expect(page.locator("#own-keys-error")).to_contain_text("Not saved")
    keys.is_on(row.get_by_role("button", name="Change"))
    keys.press("Enter", "Control+t")
    expect(row).to_contain_text("The browser or the system keeps that one")
    keys.press("q")
    expect(row.locator("kbd")).to_have_text("Q")
    page.get_by_role("button", name="Save the keys").focus()
    with page.expect_navigation():
        keys.press("Enter")
    expect(page.get_by_text("Your keys are saved.")).to_be_visible()
    at_work()
    keys.press("j")
    expect(page.locator(".card:focus")).to_have_count(0)
    keys.press("q")
    expect(page.locator(".card:focus")).to_have_count(1)
    keys.press("?")
    expect(page.locator(".key-help kbd").first).to_have_text("Q")


def test_single_keys_are_switched_off_and_the_commands_still_work(
    at_work: AtWork,
) -> None:
    page, keys = at_work()
    page.goto(page.url.split("/projects")[0] + "/account/keys")
    page.locator("form[data-ready]").wait_for()
    keys.tabs_to(page.get_by_label("Single keys work"))
    keys.press("Space")
    page.get_by_role("button", name="Save the keys").focus()
    with page.expect_navigation():
        keys.press("Enter")
    page.locator("form[data-ready]").wait_for()
    expect(page.get_by_label("Single keys work")).not_to_be_checked()
    at_work()
    keys.press("j", "?")
    expect(page.locator(".card:focus")).to_have_count(0)
    expect(page.locator("#help-dialog")).to_be_hidden()
    expect(page.locator("#help-button")).not_to_have_attribute("aria-keyshortcuts", "?")
    keys.press("Control+k")
    keys.types("next mark")
    keys.press("Enter")
    expect(page.locator(".card:focus")).to_have_count(1)


def test_own_keys_hold_where_links_are_chosen_and_where_words_are_marked_by_text(
    app: Flask, arrive: Arrive
) -> None:
    with app.app_context(), writing():
        rosa = db.session.scalars(select(User).where(User.email == ROSA)).one()
        set_keys(rosa.id, '{"off": false, "keys": {"mark-quote": ["q"]}}')
    desk = arrive(ROSA).at("Ferry fares")
    desk.mark("The board runs the only regular crossing", "Claim")
    desk.mark("What happens until then is not clear", "Claim")
    desk.press("r", "k", "Enter")
    bar = desk.page.locator("#link-bar")
    expect(bar.locator(".link-bar__choices kbd")).to_have_text(["1", "Q", "3"])
    desk.press("2")
    expect(bar).to_be_visible()
    desk.press("q")
    expect(bar).to_be_hidden()

    desk.press("t")
    expect(desk.page.locator("#words-input")).to_be_focused()
    desk.page.keyboard.type("the summer timetable")
    expect(desk.dialog.locator("[data-label=quote] kbd")).to_have_text("Q")
    desk.press("Enter", "2")
    expect(desk.dialog).to_be_visible()
    desk.press("q")
    expect(desk.open_card().words).to_have_text("The summer timetable")
    desk.is_saved()
    assert [mark["label"] for mark in desk.marks()].count("quote") == 2
