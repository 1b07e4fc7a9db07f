"""An article as it was known on a day, and the list of articles of then: for reading only."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from annotator.audit.models import Event
from annotator.clock import iso
from annotator.db import db
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import (
    ADDRESS,
    BEGAN,
    FIRST,
    OTHER_ADDRESS,
    SECOND,
    THIRD,
    Days,
)
from tests.visitor import Seen
from tests.workspace.marks import TEXT, Hand, rating, source

LIST = "/projects/demo-desk/articles"


def data_of(page: Seen) -> dict[str, Any]:
    """The page's own data."""
    [script] = [one for one in page.tree.iter("script") if one.get("id") == "workspace-data"]
    found: dict[str, Any] = json.loads(script.text or "")
    return found


def claim_of(page: Seen) -> dict[str, Any]:
    [mark] = data_of(page)["annotations"]
    found: dict[str, Any] = mark["claim"]
    return found


@ON_BOTH
def test_each_day_has_its_verdict_its_sources_and_its_wording(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    first = rosa.page(f"{days.base}?known_on={FIRST}")
    claim = claim_of(first)
    assert (claim["verdict"]["rating"], claim["wording"]) == ("refuted", None)
    assert [source["url"] for source in claim["sources"]] == [ADDRESS]
    assert not claim["verdict"]["stale"]
    second = claim_of(rosa.page(f"{days.base}?known_on={SECOND}"))
    assert second["verdict"]["rating"] == "supported"
    assert second["wording"] == "The new dam holds 40 million litres."
    assert [source["url"] for source in second["sources"]] == [OTHER_ADDRESS]
    assert [one["rating"] for one in second["verdicts"]] == ["refuted", "supported"]


@ON_BOTH
def test_a_corrected_article_shows_the_text_of_then(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    assert "holds 40 million" in rosa.page(f"{days.base}?known_on={SECOND}").text
    third = rosa.page(f"{days.base}?known_on={THIRD}")
    assert "holds four million" in third.text
    assert "The text was corrected" in third.text


def test_the_page_says_what_it_shows_and_leads_back_to_now(days: Days, visit: Visit) -> None:
    page = visit(days.world.rosa).page(f"{days.base}?known_on={FIRST}")
    assert "As known at the end of October 31, 2026 (UTC)." in page.text
    assert days.base in page.links()
    [field] = [one for one in page.tree.iter("input") if one.get("name") == "known_on"]
    assert (field.get("value"), field.get("min")) == (FIRST, FIRST)
    assert field.get("max") == "2026-11-03"
    now = visit(days.world.rosa).page(days.base)
    assert f"{days.base}?known_on=2026-11-03" in now.links()
    today = visit(days.world.rosa).page(f"{days.base}?known_on=2026-11-03")
    assert "As known today, until now." in today.text


def test_a_time_can_be_asked_for_as_well(days: Days, visit: Visit) -> None:
    rosa, marked = visit(days.world.rosa), BEGAN + timedelta(minutes=5)
    before = rosa.page(f"{days.base}?known_on={iso(marked - timedelta(milliseconds=1))}")
    assert data_of(before)["annotations"] == []
    assert len(data_of(rosa.page(f"{days.base}?known_on={iso(marked)}"))["annotations"]) == 1


@ON_BOTH
def test_nothing_can_be_changed_there_and_nothing_is(days: Days, visit: Visit) -> None:
    count = db.session.query(Event).count()
    data = data_of(visit(days.world.rosa).page(f"{days.base}?known_on={FIRST}"))
    assert data["layer"]["editable"] is False
    assert [data["urls"][name] for name in ("opening", "start_review", "return_assignment")] == [
        None,
        None,
        None,
    ]
    other = visit(days.world.ravi).page(f"{days.base}?known_on={FIRST}")
    assert data_of(other)["urls"]["opening"] is None
    assert "submit-button" not in {one.get("id") for one in other.tree.iter("button")}
    assert db.session.query(Event).count() == count


def test_the_day_from_which_a_verdict_holds_is_shown_and_plays_no_part(
    days: Days, visit: Visit
) -> None:
    hand = Hand(visit(days.world.ravi), "demo-desk", days.later_id, TEXT)
    judged = {**rating("refuted", "It holds ten."), **source(ADDRESS)}
    hand.mark("The dam", **judged, **{"verdict-effective_on": SECOND})
    base = f"{LIST}/{days.later_id}"
    ravi = visit(days.world.ravi)
    assert data_of(ravi.page(f"{base}?known_on={THIRD}"))["annotations"] == []
    claim = claim_of(ravi.page(f"{base}?known_on=2026-11-03"))
    assert claim["verdict"]["effective_on"] == SECOND


def test_looking_back_leaves_the_page_of_now_as_it_is(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    before = claim_of(rosa.page(days.base))
    rosa.page(f"{days.base}?known_on={FIRST}")
    assert claim_of(rosa.page(days.base)) == before
    assert before["verdict"]["rating"] == "supported"


def test_a_mark_s_history_ends_with_that_day(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    page = data_of(rosa.page(f"{days.base}?known_on={FIRST}"))
    address = f"{page['urls']['annotations']}/{days.claim}/history{page['urls']['known_on']}"
    then = rosa.get(address, json=True).get_json()["events"]
    now = rosa.get(address.split("?")[0], json=True).get_json()["events"]
    assert {event["at"][:10] for event in then} == {FIRST}
    assert len(now) > len(then)


def test_what_a_source_serves_by_now_is_not_told_of_that_day(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)
    later = Hand(rosa, "demo-desk", days.later_id, TEXT)
    later.mark("The dam", **source(OTHER_ADDRESS))
    address = f"{days.base}/annotations/{days.claim}/elsewhere"
    assert len(rosa.get(address, json=True).get_json()["claims"]) == 1
    then = rosa.get(f"{address}?known_on={SECOND}", json=True)
    assert then.get_json()["claims"] == []


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("2027-01-01", "2027-01-01 lies in the future"),
        ("2026-10-30", "The project began on 2026-10-31"),
        ("x", "“x” is no day"),
    ],
)
@pytest.mark.parametrize("name", ["article", "list"])
def test_what_is_no_day_of_the_project_is_refused(
    days: Days, visit: Visit, said: str, sentence: str, name: str
) -> None:
    address = days.base if name == "article" else LIST
    answer = visit(days.world.rosa).get(f"{address}?known_on={said}")
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)


def test_an_article_that_came_later_was_not_known(days: Days, visit: Visit) -> None:
    answer = visit(days.world.lead).get(f"{LIST}/{days.later_id}?known_on={FIRST}")
    assert answer.status_code == 404
    assert "This article was not known yet on that day." in answer.text


@ON_BOTH
def test_nobody_sees_more_by_looking_back(days: Days, visit: Visit) -> None:
    layer = f"{days.base}?known_on={SECOND}&reviewer={days.world.rosa.id}"
    world = days.world
    statuses = {
        key: visit(person).get(layer).status_code
        for key, person in world.personas().items()
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
    assert visit(None).get(layer, json=True).status_code == 401
    early = layer.replace(SECOND, FIRST)
    assert data_of(visit(world.observer).page(early))["annotations"] == [], "not submitted then"
    page = visit(world.lead).page(early)
    assert len(data_of(page)["annotations"]) == 1
    assert "The marks are those of Rosa Ramirez." in page.text
    visit(world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert visit(world.observer).get(layer).status_code == 404, "not submitted now"


@ON_BOTH
def test_the_list_has_the_articles_and_the_verdicts_of_then(days: Days, visit: Visit) -> None:
    lead = visit(days.world.lead)
    first = lead.page(f"{LIST}?known_on={FIRST}")
    assert "Came in later" not in first.text
    assert "Rosa Ramirez Started" in first.text
    assert "Refuted 1" in first.text
    assert f"{days.base}?known_on={FIRST}" in first.links()
    second = lead.page(f"{LIST}?known_on={SECOND}")
    assert "Came in later" in second.text
    assert "Supported 1" in second.text
    assert "Rosa Ramirez Submitted" in second.text
    assert "Corrected since" not in second.text
    assert "Corrected since" in lead.page(f"{LIST}?known_on={THIRD}").text


def test_the_list_counts_the_claims_that_its_reader_may_see(days: Days, visit: Visit) -> None:
    def seen(name: str, day: str) -> bool:
        page = visit(getattr(days.world, name)).page(f"{LIST}?known_on={day}")
        return "Supported 1" in page.text or "Refuted 1" in page.text

    assert [seen("rosa", FIRST), seen("ravi", FIRST), seen("lead", FIRST)] == [True, False, True]
    assert [seen("observer", FIRST), seen("observer", SECOND)] == [False, True]
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert not seen("observer", SECOND)


def test_the_list_tells_of_stale_verdicts_and_of_claims_without_one(
    days: Days, visit: Visit, clock: Any
) -> None:
    rosa = visit(days.world.rosa)
    rosa.post(f"{days.base}/submission/withdrawal", json=True)
    hand = Hand(rosa, "demo-desk", days.article_id, "")
    mark = hand.layer()["annotations"][0]
    hand.revise(mark, wording="Another dam holds it.")
    page = visit(days.world.lead).page(f"{LIST}?known_on=2026-11-03")
    assert "Supported 1 1 stale" in page.text
    clock.shift(timedelta(days=1))
    rosa = visit(days.world.rosa)
    hand = Hand(rosa, "demo-desk", days.later_id, "The dam holds 40 million litres")
    hand.mark("The dam")
    hand.mark("40 million litres", **rating("refuted"))
    page = visit(days.world.lead).page(f"{LIST}?known_on=2026-11-04")
    assert "No verdict 2" in page.text


def test_the_list_is_paged(days: Days, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.articles.views.known.PAGE_SIZE", 1)
    first = visit(days.world.lead).page(f"{LIST}?known_on={SECOND}")
    assert "Came in later" not in first.text
    [further] = [one for one in first.links() if "after=" in one]
    assert "Came in later" in visit(days.world.lead).page(further).text
