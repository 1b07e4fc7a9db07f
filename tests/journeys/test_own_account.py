"""Somebody forgets the password, chooses a new one, and sees where they are signed in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from annotator.config import Config
from tests.browser import Complaints, accessibility_faults
from tests.databases import config_for
from tests.journeys.conftest import Arrive
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, PASSWORD, ROSA
from tests.journeys.test_deactivation import time_passes
from tests.mail.postbox import Postbox, postbox

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW, NEWEST = "grey bicycle under rain", "seven ferries before noon"


@pytest.fixture
def post() -> Iterator[tuple[Postbox, str]]:
    """A mail server, and its address."""
    with postbox() as found:
        yield found


@pytest.fixture
def config(database: str, instance: Path, post: tuple[Postbox, str]) -> Config:
    """Settings that name it."""
    mail = {"smtp": post[1], "mail_from": "desk@example.org"}
    return config_for(database, instance, trusted_hosts=("127.0.0.1",), **mail)


@pytest.fixture(autouse=True)
def _complaints(complaints: Complaints) -> None:
    # axe writes styles into the page, which the policy stops.
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    complaints.expect("Failed to load resource")


def types(page: Page, *texts: str) -> None:
    """Type these, each into the next field from where the focus is, and send them."""
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def is_called(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert accessibility_faults(page) == []


def asks_for_a_letter(person: Person, box: Postbox) -> str:
    """By keyboard, from the page of signing in; the path of the link in the letter."""
    page = person.page
    person.goes_to("/sign-in")
    page.get_by_label("Password").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    is_called(page, "Forgotten password")
    types(page, "rosa at example")
    expect(page.get_by_text("This is not an e-mail address", exact=False).first).to_be_visible()
    page.get_by_role("alert").get_by_role("link", name="E-mail address").press("Enter")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.press("Control+a")
    types(page, ROSA)
    expect(page.get_by_text("Look into your mailbox")).to_be_visible()
    is_called(page, "Forgotten password")
    (letter,) = box.letters
    return re.findall(r"https://127.0.0.1(/one-time/\S+)", letter.get_content())[0]


def test_a_forgotten_password_is_replaced_and_other_browsers_are_signed_out(
    arrive: Arrive, post: tuple[Postbox, str]
) -> None:
    first, second, here = arrive(ROSA), arrive(ROSA), arrive(ROSA)
    page = here.page
    page.context.clear_cookies()
    link = asks_for_a_letter(here, post[0])
    here.goes_to(link)
    is_called(page, "Choose a password")
    types(page, "password1", "password1")
    expect(page.get_by_label("New password", exact=True)).to_be_focused()
    assert accessibility_faults(page) == []
    types(page, NEW, NEW)
    expect(page.get_by_role("heading", level=1)).to_have_text("Projects")
    second.goes_to(link)
    expect(second.page.get_by_text("used already or is too old", exact=False)).to_be_visible()

    for other in (first, second):
        other.page.context.clear_cookies()
        other.sign_in(ROSA, NEW)
    here.goes_to("/account")
    page.get_by_role("link", name="Show the browsers").press("Enter")
    is_called(page, "Where you are signed in")
    rows = page.get_by_role("row")
    expect(rows).to_have_count(4)
    expect(rows.nth(1)).to_contain_text("This browser")
    rows.nth(2).get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_text("That browser is signed out.")).to_be_visible()
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Sign out every other browser").press("Enter")
    expect(page.get_by_text("1 other browser is signed out.")).to_be_visible()
    expect(rows).to_have_count(2)
    for other in (first, second):
        other.goes_to("/projects")
        expect(other.page.get_by_role("heading", level=1)).to_have_text("Sign in")

    here.goes_to("/account")
    page.get_by_label("Current password").focus()
    types(page, NEW, NEWEST, NEWEST)
    expect(page.get_by_text("Your password is changed", exact=False).first).to_be_visible()
    first.sign_in(ROSA, NEWEST)


def test_a_file_with_names_asks_for_the_password_and_comes(arrive: Arrive) -> None:
    lea = arrive(LEAD)
    page = lea.page
    lea.goes_to("/projects/demo/export")
    page.get_by_label("With names").check()
    time_passes()
    page.get_by_role("button", name="Download").press("Enter")
    is_called(page, "Confirm with your password")
    types(page, "not the password")
    expect(page.get_by_text("This is not your current password.").first).to_be_visible()
    expect(page.get_by_label("Your password")).to_be_focused()
    with page.expect_download() as waiting:
        types(page, PASSWORD)
    assert b"Rosa Ramirez" in waiting.value.path().read_bytes()
    page.get_by_role("link", name="Back to the export").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Export")
