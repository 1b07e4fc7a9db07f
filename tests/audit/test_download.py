"""The timeline as a file: whole, it is proved by who has nothing but the file."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import GENESIS, Action, Event
from annotator.audit.verify import verify
from annotator.db import db
from tests.audit.test_views import PATH, numbers
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import OWN, Visitor

FILE = f"{PATH}/download"


def lines_of(lead: Visitor, **data: str) -> list[dict[str, Any]]:
    """The events of the file."""
    lead.get(PATH)
    answer = lead.post(FILE, data=data, token=OWN)
    assert (answer.status_code, answer.mimetype) == (200, "application/jsonl")
    assert "attachment" in answer.headers["Content-Disposition"]
    return [orjson.loads(line) for line in answer.data.splitlines()]


def outsider(event: dict[str, Any]) -> str:
    """What docs/formats.md says that an event's hash is, with nothing of this program."""
    fields = {key: value for key, value in event.items() if key != "hash"}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@ON_BOTH
def test_whoever_has_the_whole_file_with_names_can_prove_it(
    busy_world: World, visit: Visit
) -> None:
    found = lines_of(visit(busy_world.lead), names="y")
    assert [event["seq"] for event in found] == list(range(1, len(found) + 1))
    before = GENESIS
    for event in found:
        assert event["prev_hash"] == before
        assert event["hash"] == outsider(event)
        before = event["hash"]
    report = verify(busy_world.project_id)
    assert (report.head.seq, report.head.hash) == (found[-1]["seq"], found[-1]["hash"])
    assert found[-1]["action"] == Action.EXPORT_MADE
    assert json.loads(found[-1]["after"])["names"] is True


@ON_BOTH
def test_a_filtered_file_has_the_events_of_the_filtered_page(
    busy_world: World, visit: Visit
) -> None:
    lead = visit(busy_world.lead)
    query = {"label": "claim", "field": "rating", "person": str(busy_world.reviewer.id)}
    shown = numbers(lead.page(PATH + "?" + "&".join(f"{k}={v}" for k, v in query.items())))
    assert 0 < len(shown) < 50
    assert [event["seq"] for event in lines_of(lead, **query)] == shown[::-1]
    query_made = select(Event.after).where(Event.action == Action.EXPORT_MADE.value)
    made = db.session.scalars(query_made.order_by(Event.seq.desc())).first()
    assert json.loads(made or "")["label"] == "claim"


def test_without_names_persons_are_pseudonyms_and_the_links_of_the_chain_still_hold(
    busy_world: World, visit: Visit
) -> None:
    found = lines_of(visit(busy_world.lead))
    for one, other in zip(found, found[1:], strict=False):
        assert other["prev_hash"] == one["hash"]
    people = {event["actor_name"] for event in found}
    assert {"command line"} < people
    assert all(name == "command line" or name[1:].isdigit() for name in people)
    assert {event["actor_id"] for event in found} == {None}
    whose = {json.loads(event["after"] or "{}").get("author_id") for event in found}
    assert not any(isinstance(one, int) for one in whose)
    answer = visit(busy_world.lead)
    answer.get(PATH)
    text = answer.post(FILE, token=OWN).text
    assert f'"{busy_world.reviewer.name}"' not in text


def test_a_filter_that_cannot_be_leads_back_to_the_page(busy_world: World, visit: Visit) -> None:
    lead = visit(busy_world.lead)
    lead.get(PATH)
    answer = lead.post(FILE, data={"label": "rumour"}, token=OWN)
    assert (answer.status_code, answer.location) == (302, f"{PATH}?label=rumour")


def test_the_page_offers_the_file_with_its_filters(busy_world: World, visit: Visit) -> None:
    form = visit(busy_world.lead).page(f"{PATH}?label=claim").form(FILE)
    hidden = {item.get("name"): item.get("value") for item in form.iter("input")}
    assert hidden["label"] == "claim"
    assert "names" in hidden
