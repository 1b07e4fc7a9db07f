"""After signing in, nobody is sent to another site."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask

from annotator.web.redirects import is_own_page
from tests.conftest import Visit
from tests.personas import World

ELSEWHERE = [
    "https://evil.example",
    "http://evil.example",
    "HTTPS://evil.example/",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "http:evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/projects\n",
    "/projects\r\nSet-Cookie: a=b",
    "/%09/evil.example",
    "/%2f/evil.example",
    "/%2F%2Fevil.example",
    "/%5cevil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/;@evil.example",
    "/@evil.example",
    "evil.example",
    "@evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/\u2044/evil.example",
    "/\u3002evil.example",
    "／／evil.example",
    "/projects/../..//evil.example",
    "/no-such-page",
    "/sign-out",
    "/account/theme",
    "/static/x/js/main.js",
    "",
]

OWN = [
    "/projects",
    "/projects/demo-desk",
    "/projects/demo-desk/members",
    "/projects/demo-desk/articles/00000000-0000-4000-8000-000000000000?reviewer=3",
    "/account",
]


def test_there_are_at_least_forty_ways_out() -> None:
    assert len(set(ELSEWHERE)) >= 40


@pytest.mark.parametrize("wanted", ELSEWHERE, ids=repr)
def test_other_sites_are_forgotten(world: World, visit: Visit, wanted: str) -> None:
    # Somebody who is signed in is sent on by the very same function as after a sign-in.
    answer = visit(world.lead).get("/sign-in", query_string={"next": wanted})
    assert (answer.status_code, answer.location) == (302, "/projects")


def test_a_page_with_nul_in_its_address_is_refused(world: World, visit: Visit) -> None:
    answer = visit(world.lead).get("/sign-in", query_string={"next": "/\x00/evil.example"})
    assert (answer.status_code, answer.location) == (400, None)


@pytest.mark.parametrize("wanted", OWN)
def test_own_pages_are_kept(world: World, visit: Visit, wanted: str) -> None:
    answer = visit(world.lead).get("/sign-in", query_string={"next": wanted})
    assert answer.location == wanted
    assert urlsplit(answer.location).netloc == ""


@pytest.mark.parametrize("base", ["http://localhost", "https://desk.example.org"])
def test_the_answer_is_the_same_over_https(app: Flask, base: str) -> None:
    with app.test_request_context("/sign-in", base_url=base):
        assert not [wanted for wanted in ELSEWHERE if is_own_page(wanted)]
        assert [wanted for wanted in OWN if is_own_page(wanted)] == OWN
