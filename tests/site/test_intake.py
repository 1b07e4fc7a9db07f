"""What no request may bring: NUL, field names that cannot be read, numbers and bodies too large."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy.exc import DataError, OperationalError

from annotator.web import sessions
from annotator.web.intake import ROOMS
from annotator.web.paging import cursor_from
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Visitor

ARTICLES = "/projects/demo-desk/articles"
ID = "00000000-0000-4000-8000-000000000000"
MARK = f"{ARTICLES}/{ID}/annotations/{ID}"
FAR = "9" * 20
FORM = "application/x-www-form-urlencoded"


def send(browser: Visitor, path: str, body: str, **more: Any) -> Any:
    """POST a body that is a form already; the token comes as a header."""
    headers = {"X-CSRFToken": browser.token()}
    return browser.open("POST", path, data=body, content_type=FORM, headers=headers, **more)


@ON_BOTH
@pytest.mark.parametrize(
    "path",
    [
        "/projects/%00/articles",
        f"{ARTICLES}?q=%00",
        f"{ARTICLES}?%00=1",
        "/projects/demo-desk/audit?article=%00",
        "/no%00where",
    ],
)
def test_a_nul_in_an_address_is_refused(world: World, visit: Visit, path: str) -> None:
    page = visit(world.lead).page(path, status=400)
    assert "The address holds a character that cannot be stored." in page.text
    assert visit(None).get(path, json=True).status_code == 400


@ON_BOTH
def test_a_nul_in_a_field_is_refused(world: World, visit: Visit) -> None:
    for browser, path, field in (
        (visit(None), "/sign-in", "email"),
        (visit(None), "/sign-in", "password"),
        (visit(world.lead), "/projects/demo-desk/members", "email"),
        (visit(world.lead), ARTICLES, "text"),
        (visit(world.reviewer), MARK, "note"),
    ):
        answer = browser.post(path, {field: "a\0b@example.org"}, json=True)
        assert answer.status_code == 422, path
        assert answer.get_json()["error"]["field"] == field
        browser.submit(path, {field: "a\0b@example.org"})


@pytest.mark.parametrize(
    "name",
    [
        "fragments-²-start",
        "fragments-٣-start",
        "fragments-00000-start",
        f"fragments-{'1' * 5000}-start",
        "sources-²",
        "x" * 101,
        "no\0te",
    ],
)
def test_a_field_name_that_cannot_be_read_is_refused(world: World, visit: Visit, name: str) -> None:
    browser = visit(world.reviewer)
    answer = browser.post(MARK, {name: "0", "version": "0"}, json=True)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] is None
    assert send(browser, MARK, urlencode({name: "0"}), json=True).status_code == 422


def test_the_names_of_files_count_as_well(world: World, visit: Visit) -> None:
    data = {"sources-²-url": (BytesIO(b"x"), "x.txt")}
    assert visit(world.reviewer).post(MARK, data, json=True).status_code == 422


@ON_BOTH
@pytest.mark.parametrize("number", [FAR, "2147483648", "9" * 5000, "٣"])
def test_a_number_too_large_for_a_row_is_nowhere(world: World, visit: Visit, number: str) -> None:
    browser = visit(world.lead)
    path = f"/projects/demo-desk/members/{number}"
    assert browser.get(path).status_code == 404
    # Werkzeug looks at the method before it looks at the number.
    assert browser.post(path, {"role": "lead"}).status_code in {404, 405}
    # The way in looks the page up as well.
    assert visit(None).get(f"/sign-in?next={path}").status_code == 200


@ON_BOTH
@pytest.mark.parametrize("number", [FAR, "999999999999999", "2147483648", "2147483647"])
def test_a_cursor_too_large_for_a_row_starts_from_the_beginning(
    world: World, visit: Visit, number: str
) -> None:
    browser = visit(world.lead)
    assert browser.get(f"{ARTICLES}?after={number}").status_code == 200
    assert browser.get(f"/projects/demo-desk/audit?before={number}").status_code == 200


def test_a_cursor_is_a_number_that_a_row_may_have() -> None:
    assert cursor_from("2147483647") == 2147483647
    assert cursor_from("2147483648") is None
    assert cursor_from("²") is None
    assert cursor_from("0" * 5000) is None


@pytest.mark.parametrize("json", [False, True])
def test_what_the_database_cannot_hold_is_the_senders_to_mend(
    app: Flask, monkeypatch: pytest.MonkeyPatch, json: bool
) -> None:
    def fail() -> None:
        raise DataError("canary", {}, Exception("canary"))

    fail.permission = app.view_functions["web.health"].permission  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, "web.health", fail)
    answer = Visitor(app).get("/healthz", json=json)
    assert answer.status_code == 422
    assert "canary" not in answer.text


class TestSizes:
    """How much is read of a body, and whose."""

    @pytest.mark.parametrize("body", ["a=" + "x" * 500_000, "a=&" * 1001])
    def test_a_stranger_may_not_send_much(self, visit: Visit, body: str) -> None:
        assert send(visit(None), "/sign-in", body).status_code == 413

    def test_nor_in_many_parts(self, visit: Visit) -> None:
        fields = {f"f{number}": "x" for number in range(1001)}
        answer = visit(None).post("/sign-in", fields, content_type="multipart/form-data")
        assert answer.status_code == 413

    def test_a_form_of_usual_size_is_read(self, visit: Visit) -> None:
        assert send(visit(None), "/sign-in", "a=&" * 900).status_code == 422

    def test_the_larger_rooms_are_those_of_addresses_that_are_there(self, app: Flask) -> None:
        assert set(ROOMS) <= set(app.view_functions)

    def test_they_are_for_people_who_are_signed_in(self, visit: Visit) -> None:
        for path in (ARTICLES, "/projects/demo-desk/imports", MARK):
            answer = send(visit(None), path, "a=" + "x" * 600_000, json=True)
            assert answer.status_code == 401, path

    def test_a_long_article_may_be_pasted(self, world: World, visit: Visit) -> None:
        text = "A long day. " * 100_000
        answer = visit(world.lead).post(ARTICLES, {"title": "Long", "text": text})
        assert answer.status_code == 302

    def test_a_long_mark_may_be_saved(self, world: World, visit: Visit) -> None:
        browser = visit(world.reviewer)
        body = urlencode({"version": "0", "fragments-0-exact": "x" * 3_000_000})
        assert send(browser, MARK, body, json=True).status_code == 422
        body = urlencode({"version": "0", "fragments-0-exact": "x" * 4_300_000})
        assert send(browser, MARK, body, json=True).status_code == 413


@pytest.mark.parametrize("json", [False, True])
@pytest.mark.parametrize(("path", "status"), [("/account", 503), ("/nowhere", 404)])
def test_an_error_page_does_without_a_person_who_cannot_be_loaded(
    world: World,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    path: str,
    status: int,
    json: bool,
) -> None:
    caplog.set_level(logging.CRITICAL, "annotator")
    asked: list[str] = []

    def fail(token: str) -> None:
        asked.append(token)
        raise OperationalError("canary", {}, Exception("canary"))

    browser = visit(world.lead)
    monkeypatch.setattr(sessions, "live_session", fail)
    answer = browser.get(path, json=json)
    assert answer.status_code == status
    assert len(asked) <= 1
    if not json:
        browser.look(answer, status=status)


def test_a_page_that_is_not_there_shows_ones_own_menu(world: World, visit: Visit) -> None:
    assert "Lea Lindqvist" in visit(world.lead).page("/nowhere", status=404).text
