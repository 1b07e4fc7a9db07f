"""Looking back by event: an address for each, the ways between them, and who may go them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from annotator.audit.models import Event
from annotator.audit.queries import head
from annotator.clock import now
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import Days
from tests.visitor import Seen


def data_of(page: Seen) -> dict[str, Any]:
    [script] = [one for one in page.tree.iter("script") if one.get("id") == "workspace-data"]
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def ways_of(page: Seen) -> dict[str, str]:
    """The addresses that the bar leads to, by the names of the ways."""
    return {
        one.get("data-step") or "": one.get("href") or ""
        for one in page.tree.iter("a")
        if one.get("data-step")
    }


def events(days: Days, action: str) -> list[Event]:
    found = db.session.query(Event).filter_by(article_id=days.article_id, action=action)
    return found.order_by(Event.seq).all()


@ON_BOTH
def test_each_event_has_an_address_that_shows_what_it_left(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    first, second = events(days, "verdict.given")

    def claim(seq: int) -> dict[str, Any]:
        [mark] = data_of(rosa.page(f"{days.base}?as_of={seq}"))["annotations"]
        found: dict[str, Any] = mark["claim"]
        return found

    assert claim(first.seq)["verdict"]["rating"] == "refuted"
    assert claim(second.seq - 1)["verdict"]["rating"] == "refuted"
    assert claim(second.seq)["verdict"]["rating"] == "supported"
    page = rosa.page(f"{days.base}?as_of={first.seq}")
    assert f"As event {first.seq} left it" in page.text
    assert data_of(page)["urls"]["known_on"] == f"?as_of={first.seq}"


def test_the_steps_lead_from_the_first_event_to_the_last_and_miss_none(
    days: Days, visit: Visit
) -> None:
    rosa, told, seen = visit(days.world.rosa), set[int](), 0
    last = head(days.world.project_id)[0]
    address: str | None = ways_of(rosa.page(f"{days.base}?as_of={last}"))["first"]
    while address:
        page = rosa.page(address.partition("#")[0])
        seen += 1
        assert f"Step {seen} of" in page.text
        told |= {int(number) for number in re.findall(r"event (\d+)", page.text)}
        address = ways_of(page).get("next")
    about = {"link", "assignment", "annotation", "source", "verdict", "article", "revision"}
    own = db.session.query(Event).filter_by(article_id=days.article_id).all()
    assert {event.seq for event in own if event.target in about} <= told
    assert "last" not in ways_of(page)


def test_a_step_names_who_did_what_and_leads_to_the_mark_and_its_history(
    days: Days, visit: Visit
) -> None:
    lea = visit(days.world.lead)
    seq = events(days, "annotation.created")[0].seq
    layer = f"&reviewer={days.world.rosa.id}"
    page = lea.page(f"{days.base}?as_of={seq - 1}{layer}")
    forward = ways_of(page)["next"]
    assert forward.endswith(f"#mark={days.claim}")
    assert f"reviewer={days.world.rosa.id}" in forward
    there = lea.page(forward.partition("#")[0])
    assert "Rosa Ramirez marked a passage" in there.text
    history = f"/projects/{days.world.slug}/history/annotation/{days.claim}"
    assert history in there.links()


def test_a_minute_of_a_day_can_be_asked_for(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    before = rosa.page(f"{days.base}?known_on=2026-10-31&time=22:04")
    assert data_of(before)["annotations"] == []
    then = rosa.page(f"{days.base}?known_on=2026-10-31&time=22:05")
    assert len(data_of(then)["annotations"]) == 1


@pytest.mark.parametrize("time", ["25:00", "99:99", "7", "noon", "18:30:00"])
def test_what_no_clock_shows_is_asked_for_again(days: Days, visit: Visit, time: str) -> None:
    answer = visit(days.world.rosa).get(f"{days.base}?known_on=2026-10-31&time={time}")
    assert answer.status_code == 422
    assert f"“{time}” is no time of a day: type hours" in unescape(answer.text)
    assert f'value="{time}"' in answer.text
    assert 'value="2026-10-31"' in answer.text
    assert "59.999Z" not in answer.text


def test_what_is_no_day_is_asked_for_again_with_its_time(days: Days, visit: Visit) -> None:
    answer = visit(days.world.rosa).get(f"{days.base}?known_on=someday&time=18:30")
    assert answer.status_code == 422
    assert "“someday” is no day" in unescape(answer.text)
    assert 'value="someday"' in answer.text
    assert 'value="18:30"' in answer.text


def test_this_minute_is_known_until_now_and_a_later_one_is_not(days: Days, visit: Visit) -> None:
    rosa, at = visit(days.world.rosa), now()
    assert rosa.get(f"{days.base}?known_on={at.date()}&time={at:%H:%M}").status_code == 200
    far = at + timedelta(days=2)
    answer = rosa.get(f"{days.base}?known_on={far.date()}&time={far:%H:%M}")
    assert answer.status_code == 422
    assert f"{far.date()} {far:%H:%M} lies in the future" in answer.text


@pytest.mark.parametrize("said", ["0", "999999", "x", "-1", "12345678901"])
def test_what_is_no_event_of_the_project_is_refused(days: Days, visit: Visit, said: str) -> None:
    answer = visit(days.world.rosa).get(f"{days.base}?as_of={said}")
    assert answer.status_code == 422
    assert f"“{said}” is no number of an event of this project." in unescape(answer.text)


def test_whoever_looks_back_by_event_changes_nothing_and_is_given_nothing_to_change_with(
    days: Days, visit: Visit
) -> None:
    seq = events(days, "annotation.created")[0].seq
    count = db.session.query(Event).count()
    page = visit(days.world.rosa).page(f"{days.base}?as_of={seq}")
    data = data_of(page)
    assert data["layer"]["editable"] is False
    assert {name for name in ("opening", "start_review", "return_assignment")
            if data["urls"][name]} == set()  # fmt: skip
    posting = [one for one in page.tree.iter("form") if one.get("method") == "post"]
    actions = {(one.get("action") or "") for one in posting}
    assert [one for one in actions if "/sign-out" not in one] == []
    assert db.session.query(Event).count() == count


@ON_BOTH
def test_nobody_sees_more_by_stepping(days: Days, visit: Visit) -> None:
    seq = events(days, "assignment.submitted")[0].seq
    layer = f"{days.base}?as_of={seq}&reviewer={days.world.rosa.id}"
    statuses = {
        key: visit(person).get(layer).status_code
        for key, person in days.world.personas().items()
        if person is not None
    }
    assert statuses == {
        "lead": 200,
        "reviewer": 200,
        "other_reviewer": 404,
        "observer": 200,
        "stranger": 404,
        "admin": 200,
    }
    early = events(days, "annotation.created")[0].seq
    seen = visit(days.world.observer).page(layer.replace(f"as_of={seq}", f"as_of={early}"))
    assert data_of(seen)["annotations"] == [], "not submitted then"
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert visit(days.world.observer).get(layer).status_code == 404, "not submitted now"


def test_in_a_blind_project_steps_are_told_by_moments_and_numbers_tell_nothing(
    days: Days, visit: Visit
) -> None:
    with writing():
        said = replace(workflow_of(days.world.project_id), blind=True)
        set_workflow(days.world.project, said, actor=days.world.lead.actor)
    rosa = visit(days.world.rosa)
    assert rosa.get(f"{days.base}?as_of=1").status_code == 404
    assert rosa.get(f"{days.base}?as_of=999999").status_code == 404
    page = rosa.page(f"{days.base}?known_on=2026-11-01")
    ways = ways_of(page)
    assert all("known_on=" in way and "as_of" not in way for way in ways.values())
    assert re.findall(r"[Ee]vent \d", page.text) == []
    assert data_of(rosa.page(ways["first"].partition("#")[0]))["annotations"] == []
