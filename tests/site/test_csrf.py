"""No change without the form token of one's own session, and none from another site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import Visit
from tests.personas import World
from tests.site.table import ROWS

THINGS = "00000000-0000-4000-8000-000000000000"

#: Places in addresses that hold a number.
COUNTED = frozenset({"user_id", "session_id", "number", "position", "version", "earlier"})


def unsafe_paths(app: Flask) -> Iterator[str]:
    """The address of every rule that changes something."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.methods and rule.methods - {"GET", "HEAD", "OPTIONS"}:
                values = {name: THINGS for name in rule.arguments}
                values |= {name: "demo-desk" for name in rule.arguments & {"slug"}}
                values |= {
                    name: 1
                    for name in rule.arguments
                    & {"user_id", "session_id", "number", "position", "version", "earlier"}
                }  # type: ignore[dict-item]
                yield app.url_for(rule.endpoint, **values)


def test_there_are_such_addresses(app: Flask) -> None:
    expected = sum(row.method == "POST" for row in ROWS.values())
    assert len(list(unsafe_paths(app))) == expected


@pytest.mark.parametrize("json", [False, True])
def test_every_change_needs_the_token(app: Flask, world: World, visit: Visit, json: bool) -> None:
    browser, other = visit(world.lead), visit(world.reviewer)
    anothers = other.token()
    for path in unsafe_paths(app):
        for token in (None, "", "wrong", anothers):
            answer = browser.post(path, token=token, json=json)
            assert answer.status_code == 400, (path, token)
            if json:
                assert answer.get_json()["error"]["status"] == 400


def test_every_change_must_come_from_our_own_pages(app: Flask, world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    for path in unsafe_paths(app):
        for origin in ("cross-site", "same-site"):
            answer = browser.post(path, headers={"Sec-Fetch-Site": origin})
            assert answer.status_code == 400, (path, origin)
            assert "This request came from another site." in answer.text


def test_the_token_may_come_as_a_header(world: World, visit: Visit) -> None:
    browser = visit(world.lead)
    headers = {"X-CSRFToken": browser.token(), "Sec-Fetch-Site": "same-origin"}
    answer = browser.post("/account", {"name": "Lea L."}, token=None, headers=headers)
    assert answer.status_code == 302


def test_signing_in_makes_the_old_token_worthless(world: World, visit: Visit) -> None:
    stranger, lead = visit(None), visit(world.lead)
    assert lead.post("/account", {"name": "Lea L."}, token=stranger.token()).status_code == 400


def test_reading_changes_nothing(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods in ({"GET"}, {"POST"}), rule
