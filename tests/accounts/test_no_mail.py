"""Without a mail server there is no page for forgotten passwords, and nothing promises one."""

from __future__ import annotations

from tests.conftest import Visit
from tests.personas import World


def test_the_way_in_names_the_administrator(world: World, visit: Visit) -> None:
    browser = visit()
    assert (
        "Ask the administrator of this server for a one-time link" in browser.page("/sign-in").text
    )
    assert browser.get("/forgotten").status_code == 404
    assert browser.post("/forgotten", {"email": "rosa@example.org"}).status_code == 404
