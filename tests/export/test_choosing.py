"""The fields that choose what goes in, and that what is counted beside them is in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.assignments.models import Assignment, State
from annotator.assignments.supervising import supervise
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.export import ids
from tests.factories import SHELL, make_article
from tests.looking_back import FIRST, SECOND, THIRD, Days
from tests.personas import World
from tests.visitor import Visitor
from tests.workspace.marks import TEXT

Ids = tuple[str, str, str]
Counts = tuple[int, int, int, int]

PAGE = "/projects/demo-desk/export"
DAY = ids.START.date().isoformat()
WHOLE = {"kind": "jsonl", "unit": "article", "layer": "all"}
CHOICES: dict[str, dict[str, Any]] = {
    "everything": {},
    "claims": {"label": "claim"},
    "quotes and context": {"label": ["quote", "context"]},
    "what was refuted": {"rating": "refuted"},
    "refuted or not checked": {"rating": ["refuted", "none"]},
    "handed in": {"state": "submitted"},
    "of one person": {"person": "r2"},
    "in English": {"language": "en"},
    "in no known language": {"language": "none"},
    "published that day": {"published_from": DAY, "published_until": DAY},
    "marked before": {"marked_until": "1999-12-31"},
    "gold": {"layer": "gold"},
    "one person's refuted claims in English": {
        "label": "claim", "rating": "refuted", "language": "en", "person": ["r2", "r3"],
    },
}  # fmt: skip


def said(counts: Counts) -> str:
    """The sentence of the page."""
    words = (("article", "s"), ("claim", "s"), ("quote", "s"), ("context", ""))
    ends = zip(counts, words, strict=True)
    return ", ".join(f"{n} {word}{'' if n == 1 else many}" for n, (word, many) in ends)


def counted(visitor: Visitor, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What a page would show."""
    answer = visitor.post(f"{PAGE}/counts", {**WHOLE, **fields}, json=True)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def lines_of(visitor: Visitor, fields: Mapping[str, Any]) -> list[Any]:
    """The records of the file."""
    answer = visitor.post(PAGE, {**WHOLE, **fields})
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.data.splitlines()]


def in_file(visitor: Visitor, fields: Mapping[str, Any]) -> Counts:
    """How many articles, claims, quotes and context the file holds."""
    articles = lines_of(visitor, fields)
    labels = [mark["label"] for article in articles for mark in article["annotations"]]
    return len(articles), *(labels.count(one) for one in ("claim", "quote", "context"))  # type: ignore[return-value]


def made_blind(world: World) -> None:
    """Review the project blind from now on."""
    with writing():
        changed = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, changed, actor=SHELL)


@ON_BOTH
@pytest.mark.parametrize("who", ["lead", "observer"])
def test_what_is_counted_is_in_the_file(world: World, visit: Visit, busy: Ids, who: str) -> None:
    visitor, found = visit(getattr(world, who)), set()
    for name, fields in CHOICES.items():
        counts = in_file(visitor, fields)
        assert counted(visitor, fields)["goes_in"] == said(counts), name
        found.add(counts)
    assert len(found) > 4, "which are of several sizes"


@ON_BOTH
def test_spans_and_claims_are_as_many_lines_as_are_counted(
    world: World, visit: Visit, busy: Ids
) -> None:
    lead = visit(world.lead)
    for fields in (*CHOICES.values(), {"type": "numerical"}):
        _articles, claims, *others = in_file(lead, fields) if "type" not in fields else (0, 1)
        assert len(lines_of(lead, {**fields, "unit": "claim"})) == claims
        goes_in = counted(lead, {**fields, "unit": "claim"})["goes_in"]
        assert f"{claims} claim" in goes_in
        if "type" not in fields:
            assert len(lines_of(lead, {**fields, "unit": "span"})) == claims + sum(others)


@ON_BOTH
def test_as_known_on_a_day_what_went_in_then_is_counted(days: Days, visit: Visit) -> None:
    for who in (days.world.lead, days.world.observer):
        for day in (FIRST, SECOND, THIRD):
            for rating in ("refuted", "supported"):
                fields = {"rating": rating, "known_on": day}
                counts = in_file(visit(who), fields)
                assert counted(visit(who), fields)["goes_in"] == said(counts), (day, rating)
    assert counted(visit(days.world.lead), {"rating": "refuted", "known_on": FIRST})[
        "goes_in"
    ].startswith("1 article, 1 claim")


@ON_BOTH
def test_a_blind_lead_looks_back_to_what_is_open_to_them_now(days: Days, visit: Visit) -> None:
    world, fields = days.world, {"rating": "refuted", "known_on": FIRST}
    made_blind(world)
    lead = visit(world.lead)
    assert counted(lead, fields) == {"goes_in": said((0, 0, 0, 0)), "left_out": []}
    with writing():
        supervise(world.project_id, days.article_id, user_id=world.lead.id, actor=SHELL)
    assert in_file(lead, fields) == (1, 1, 0, 0)
    assert counted(lead, fields)["goes_in"] == said((1, 1, 0, 0))


@ON_BOTH
def test_a_blind_lead_is_counted_what_is_open_to_them_on_any_day(
    world: World, visit: Visit, busy: Ids
) -> None:
    full, _in_vain, _never_opened = busy
    lead = visit(world.lead)
    made_blind(world)
    for fields in CHOICES.values():
        assert counted(lead, fields) == {"goes_in": said((0, 0, 0, 0)), "left_out": []}
    with writing():
        supervise(world.project_id, full, user_id=world.lead.id, actor=world.lead.actor)
    for fields in CHOICES.values():
        assert counted(lead, fields)["goes_in"] == said(in_file(lead, fields))


def test_each_reason_is_told_with_how_much_it_leaves_out(
    world: World, visit: Visit, busy: Ids
) -> None:
    told = counted(visit(world.lead), {"label": "claim", "language": "en"})
    assert "Articles left out, in another language: 2." in told["left_out"]
    assert "Marks left out, of another label: 3." in told["left_out"]


def test_an_observer_is_not_told_how_much_waits(world: World, visit: Visit, busy: Ids) -> None:
    fields = ({}, {"layer": "gold"}, {"label": "claim"}, {"state": "started"}, {"person": "r3"})
    observer = visit(world.observer)
    before = [counted(observer, one) for one in fields]
    waiting = select(Assignment.reviewer_id).where(Assignment.state == State.STARTED)
    mine = select(Annotation).where(Annotation.author_id.in_(waiting))
    with writing():
        marks = db.session.scalars(mine).all()
        assert marks
        for mark in marks:
            mark.removed_at = ids.later(90)
    assert [counted(observer, one) for one in fields] == before


def test_without_a_script_a_button_shows_the_same_on_the_page(
    world: World, visit: Visit, busy: Ids
) -> None:
    lead, fields = visit(world.lead), {**WHOLE, "label": ["claim"], "published_from": DAY}
    page = lead.submit(f"{PAGE}/counts", fields, status=200)
    told = counted(lead, fields)
    assert f"Goes in: {told['goes_in']}" in page.text
    assert all(sentence in page.text for sentence in told["left_out"])
    boxes = {one.get("value") for one in page.tree.iter("input") if one.get("checked") is not None}
    assert "claim" in boxes, "what was chosen is chosen still"
    [fold] = [one for one in page.tree.iter("details") if one.get("class") == "goes-in"]
    assert fold.get("open") is not None
    assert db.session.query(Event).filter_by(action="export.made").count() == 0


def test_what_a_format_leaves_out_is_told_beside_what_is_not_asked_for(
    world: World, visit: Visit, busy: Ids
) -> None:
    fields = {"kind": "brat", "layer": "all", "label": "quote"}
    page = visit(world.lead).submit(f"{PAGE}/losses", fields, status=200)
    assert "What this file leaves out" in page.text
    assert "Marks left out, of another label: 4." in page.text


@pytest.mark.parametrize("route", ["", "/losses", "/counts"])
def test_what_is_wrong_is_said_beside_the_field_and_kept_as_typed(
    world: World, visit: Visit, busy: Ids, route: str
) -> None:
    wrong = {"published_from": "yesterday", "marked_from": "2026-02-01",
             "marked_until": "2026-01-01", "label": ["quote"]}  # fmt: skip
    page = visit(world.lead).submit(PAGE + route, {**WHOLE, **wrong})
    errors = page.errors()
    assert errors["published_from"] == "“yesterday” is no day: write it as 2026-11-23."
    assert errors["marked_until"].startswith("The first day, 2026-02-01, comes after the last")
    typed = {one.get("name"): one.get("value") for one in page.tree.iter("input")}
    assert typed["published_from"] == "yesterday"
    assert db.session.query(Event).filter_by(action="export.made").count() == 0


@pytest.mark.parametrize(
    "wrong",
    [{"label": "claims"}, {"rating": "wrong"}, {"person": "r99"}, {"state": "done"},
     {"language": "xx"}, {"marked_until": "9999-12-31"}, {"published_from": "0001-01-01"}],
)  # fmt: skip
def test_what_is_not_there_to_choose_is_refused_in_one_sentence(
    world: World, visit: Visit, busy: Ids, wrong: dict[str, str]
) -> None:
    answer = visit(world.lead).post(f"{PAGE}/counts", {**WHOLE, **wrong}, json=True)
    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == next(iter(wrong))


def test_leads_choose_persons_by_name_and_observers_by_pseudonym(
    world: World, visit: Visit, busy: Ids
) -> None:
    assert "Rosa Ramirez (r2)" in visit(world.lead).page(PAGE).text
    text = visit(world.observer).page(PAGE).text
    assert "Rosa" not in text
    assert "r2" in text


def test_the_trail_has_what_was_chosen(world: World, visit: Visit, busy: Ids) -> None:
    lines_of(visit(world.lead), {"label": ["claim", "quote"], "person": "r2", "marked_from": DAY})
    [event] = db.session.query(Event).filter_by(action="export.made")
    made = json.loads(event.after or "")
    assert (made["labels"], made["persons"], made["marked"]) == ("claim, quote", "r2", f"{DAY}/")


def test_beside_what_readers_were_told_only_claims_are_chosen(
    world: World, visit: Visit, busy: Ids
) -> None:
    # The page does not show the other fields there; what was chosen before means nothing.
    fields = {"kind": "claimreview", "label": "quote", "layer": "all"}
    told = counted(visit(world.lead), fields)
    assert told == {"goes_in": "", "left_out": []}


def test_languages_are_offered_where_articles_have_any(world: World, visit: Visit) -> None:
    make_article(world.project, TEXT, title="In none")
    assert "Language of the article" not in visit(world.lead).page(PAGE).text
    make_article(world.project, TEXT, title="In one", language="ar")
    text = visit(world.lead).page(PAGE).text
    assert "Language of the article Arabic Not known" in text


@pytest.mark.parametrize("key", ["reviewer", "stranger"])
def test_only_leads_and_observers_count(world: World, visit: Visit, key: str) -> None:
    assert visit(getattr(world, key)).post(f"{PAGE}/counts", WHOLE, json=True).status_code == 404
