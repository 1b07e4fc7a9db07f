"""The door for pages by their address, for each person."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.config import Config
from tests.conftest import Visit
from tests.databases import config_for
from tests.personas import World

DOOR = "/projects/demo-desk/articles/addresses"
URL = "https://post.example.com/wall"


def test_a_lead_asks_for_pages_and_sees_them_wait(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    assert lead.page("/projects/demo-desk/articles/new").form(DOOR) is not None
    answer = lead.post(DOOR, {"addresses": f"{URL}\nhttp://other.example.com/"})
    assert answer.status_code == 302
    seen = lead.page(answer.headers["Location"]).text
    assert "2 pages are fetched." in seen
    assert URL in seen
    assert "Waiting" in seen


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 302), ("admin", 302), ("reviewer", 404), ("observer", 404), ("stranger", 404)],
)
def test_only_leads_ask(world: World, visit: Visit, who: str, status: int) -> None:
    browser = visit(getattr(world, who))
    assert browser.post(DOOR, {"addresses": URL}).status_code == status
    assert browser.get(DOOR).status_code == (200 if status == 302 else 404)


def test_what_is_wrong_stands_beside_the_field_with_what_was_typed(
    world: World, visit: Visit
) -> None:
    lead = visit(world.lead)
    seen = lead.submit(DOOR, {"addresses": f"{URL}\nhttp://169.254.169.254/latest"})
    assert seen.errors()["addresses"].startswith("Line 2: “169.254.169.254” is not on the public")
    assert "169.254.169.254/latest" in seen.answer.text
    assert "Paste at least one" in lead.submit(DOOR, {"addresses": " "}).errors()["addresses"]


def test_who_asks_too_often_is_told_when_to_come_back(world: World, visit: Visit) -> None:
    lead = visit(world.lead)
    for start in range(3):
        twenty = "\n".join(f"{URL}/{start}/{n}" for n in range(20))
        assert lead.post(DOOR, {"addresses": twenty}).status_code == 302
    answer = lead.post(DOOR, {"addresses": URL})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 3000
    assert "60 pages an hour" in lead.look(answer, status=429).text


class TestSwitchedOff:
    """As it is until somebody sets ANNOTATOR_FETCH."""

    @pytest.fixture
    def config(self, database: str, instance: Path) -> Config:
        return config_for(database, instance)

    def test_the_door_says_so_in_one_sentence(self, world: World, visit: Visit) -> None:
        lead = visit(world.lead)
        for path in (DOOR, "/projects/demo-desk/articles/new"):
            assert "This server fetches nothing from the web" in lead.page(path).text
        answer = lead.post(DOOR, {"addresses": URL}, json=True)
        assert answer.status_code == 422
        assert "ANNOTATOR_FETCH=1" in answer.get_json()["error"]["sentence"]
