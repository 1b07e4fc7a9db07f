"""A session that ends under the work: one signs in again on the page, and it goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from annotator.accounts.models import SignInAttempt, UserSession
from annotator.clock import now
from annotator.db import db, writing
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, PASSWORD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(rosa: Person) -> Desk:
    return rosa.at("Skerry lighthouse")


def every_session_ends() -> None:
    """As after twelve idle hours."""
    with writing():
        for session in db.session.query(UserSession):
            session.ended_at = now()
    db.session.remove()


def many_more_are_wrong() -> None:
    """As if somebody had gone on guessing: the wait is in minutes."""
    with writing():
        for failed in db.session.query(SignInAttempt).all():
            db.session.add_all(SignInAttempt(key=failed.key, at=failed.at) for _ in range(12))
    db.session.remove()


def gives_password(desk: Desk, password: str) -> None:
    field = desk.dialog.get_by_label("Password")
    expect(field).to_be_focused()
    desk.press("Control+a")
    desk.page.keyboard.type(password)
    desk.press("Enter")


def test_the_expired_session_is_renewed_on_the_page_and_the_queue_goes_on(desk: Desk) -> None:
    every_session_ends()
    card = desk.mark(WORDS, "Claim")
    desk.says("Signed out, 1 waiting")
    expect(desk.dialog).to_contain_text("nothing is lost")
    expect(desk.dialog.get_by_label("E-mail")).to_have_value(ROSA)

    gives_password(desk, "not the one")
    expect(desk.dialog.get_by_role("alert")).to_contain_text("do not fit together")
    desk.says("Signed out, 1 waiting")
    gives_password(desk, PASSWORD)

    expect(desk.dialog).to_have_count(0)
    desk.is_saved()
    assert [mark["version"] for mark in desk.marks()] == [1]
    card.writes("note", "And on it goes.")
    assert desk.kept(card)["note"] == "And on it goes."


def test_the_dialog_may_be_put_off_and_the_work_goes_on_meanwhile(desk: Desk) -> None:
    every_session_ends()
    card = desk.mark(WORDS, "Claim")
    expect(desk.dialog).to_be_visible()
    desk.press("Escape")
    expect(desk.dialog).to_have_count(0)
    card.writes("note", "While signed out.")
    desk.says("Signed out, 2 waiting")
    desk.pill.click()
    gives_password(desk, PASSWORD)
    assert desk.kept(card)["note"] == "While signed out."


def test_a_look_into_another_window_leaves_the_typed_password_there(desk: Desk) -> None:
    every_session_ends()
    desk.mark(WORDS, "Claim")
    field = desk.dialog.get_by_label("Password")
    expect(field).to_be_focused()
    desk.page.keyboard.type(PASSWORD[:4])
    with desk.page.expect_response("**/annotations/*"):
        desk.page.evaluate("dispatchEvent(new Event('focus'))")
    desk.says("Signed out, 1 waiting")
    expect(field).to_have_value(PASSWORD[:4])
    desk.page.keyboard.type(PASSWORD[4:])
    desk.press("Enter")
    desk.is_saved()


def test_too_many_wrong_passwords_are_held_up_there_too(desk: Desk) -> None:
    every_session_ends()
    desk.mark(WORDS, "Claim")
    said = desk.dialog.get_by_role("alert")
    gives_password(desk, "not the one")
    expect(said).to_contain_text("do not fit together")
    many_more_are_wrong()
    gives_password(desk, PASSWORD)
    expect(said).to_contain_text("Try again in")
    desk.says("Signed out, 1 waiting")


def test_somebody_else_signed_in_here_sends_none_of_it(rosa: Person, desk: Desk) -> None:
    every_session_ends()
    desk.mark(WORDS, "Claim")
    expect(desk.dialog).to_be_visible()
    elsewhere = Person(rosa.page.context.new_page(), rosa.site)
    elsewhere.sign_in(LEAD)
    gives_password(desk, PASSWORD)
    expect(desk.dialog.get_by_role("alert")).to_contain_text("Sign in as Rosa Ramirez")
    desk.says("Signed out, 1 waiting")
    elsewhere.goes_to("/projects")
    elsewhere.sign_out()
    gives_password(desk, PASSWORD)
    desk.is_saved()
    assert [mark["author"]["name"] for mark in desk.marks()] == ["Rosa Ramirez"]


def test_a_token_that_has_expired_is_fetched_anew_without_a_word(desk: Desk) -> None:
    asked = []

    def with_old_token(route: object) -> None:
        request = route.request  # type: ignore[attr-defined]
        asked.append(request.post_data)
        data = request.post_data.replace("csrf_token=", "csrf_token=old")
        route.continue_(post_data=data if len(asked) == 1 else None)  # type: ignore[attr-defined]

    desk.page.route("**/annotations/*", with_old_token)
    desk.mark(WORDS, "Claim")
    desk.is_saved()
    assert len(asked) == 2
    assert [mark["version"] for mark in desk.marks()] == [1]
    expect(desk.dialog).to_have_count(0)
