"""The timeline's filters: each alone, several at once, and in windows, held against every event."""

from __future__ import annotations

from random import Random
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from annotator.audit.facets import FIELDS, WITHIN, facets_of
from annotator.audit.models import Action, Event, EventFacet, Way
from annotator.audit.wanted import Wanted, count_up_to, events
from annotator.db import db
from tests.audit.conftest import BUSY_DAY
from tests.audit.test_views import PATH, numbers
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World

Rows = list[dict[str, Any]]


def everything(project_id: int) -> Rows:
    """Every event with all that a filter can ask for, reckoned one by one."""
    labels: dict[str, str] = {}
    found = []
    for event in db.session.scalars(
        select(Event).where(Event.project_id == project_id).order_by(Event.seq)
    ):
        before, after = (orjson.loads(text) if text else {} for text in (event.before, event.after))
        row = after or before
        if event.target == "annotation":
            labels[event.target_id] = row["label"]
        mark = event.target_id if event.target == "annotation" else row.get("annotation_id")
        is_brought = event.action.endswith(".imported") or event.target == "import"
        found.append(
            {
                "seq": event.seq,
                "actor_id": event.actor_id,
                "action": event.action,
                "way": "import" if is_brought else event.via,
                "label": labels.get(mark or ""),
                "fields": changed(before, after),
                "article": event.article_id,
            }
        )
    return found


def changed(before: Any, after: Any, within: str = "") -> set[str]:
    """The names of the fields that differ."""
    found: set[str] = set()
    for key in {*before, *after}:
        was, is_now = before.get(key), after.get(key)
        if was != is_now:
            inner = isinstance(was, dict) or isinstance(is_now, dict)
            name = WITHIN.get((within, key), key)
            found |= changed(was or {}, is_now or {}, key) if inner else {name}
    return found


def holds(one: dict[str, Any], wanted: Wanted) -> bool:
    """Whether an event is among those wanted."""
    action = wanted.action or one["action"]
    is_group = action.endswith(".")
    return (
        wanted.actor_id in (None, one["actor_id"])
        and wanted.way in (None, one["way"])
        and wanted.label in (None, one["label"])
        and (wanted.field is None or wanted.field in one["fields"])
        and (wanted.articles is None or one["article"] in wanted.articles)
        and (one["action"].startswith(action) if is_group else one["action"] == action)
    )  # fmt: skip


def drawn(random: Random, rows: Rows) -> Wanted:
    """Some of the filters, with values that something in the project has."""
    some = random.choice(rows)
    known = sorted(some["fields"] & set(FIELDS))
    noun = some["action"].partition(".")[0] + "."
    return Wanted(
        actor_id=random.choice([None, None, some["actor_id"]]),
        way=random.choice([None, some["way"]]),
        label=random.choice([None, some["label"]]),
        field=random.choice([None, random.choice(known)]) if known else None,
        action=random.choice([None, None, some["action"], noun]),
        articles=random.choice([None, None, [some["article"]]]) if some["article"] else None,
    )


def paged(project_id: int, wanted: Wanted, limit: int, window: int) -> list[int]:
    """The numbers of what is wanted, page after page."""
    seqs: list[int] = []
    before = None
    while True:
        found = events(project_id, wanted, before=before, limit=limit, window=window)
        seqs += [event.seq for event in found.events]
        if found.floor is not None:
            before = found.floor
        elif len(found.events) == limit:
            before = seqs[-1]
        else:
            return seqs


@ON_BOTH
@pytest.mark.parametrize("window", [7, 60, 1_000_000])
def test_any_filters_together_find_what_reading_every_event_finds(
    busy_world: World, window: int
) -> None:
    project_id, random = busy_world.project_id, Random(window)
    rows = everything(project_id)
    hits = 0
    for _ in range(40):
        wanted = drawn(random, rows)
        expected = [one["seq"] for one in rows if holds(one, wanted)][::-1]
        assert paged(project_id, wanted, 50, window) == expected, wanted
        hits += bool(expected)
    assert hits > 20


@ON_BOTH
def test_a_facet_is_what_its_event_says(busy_world: World) -> None:
    query = select(Event).where(Event.project_id == busy_world.project_id).order_by(Event.seq)
    found = [vars(event) for event in db.session.scalars(query)]
    rows = [
        tuple(orjson.loads(one[name]) if one[name] else None for name in ("before", "after"))
        for one in found
    ]
    made = facets_of(busy_world.project_id, found, rows)  # type: ignore[arg-type]
    stored = select(EventFacet).where(EventFacet.project_id == busy_world.project_id)
    names = EventFacet.__table__.columns.keys()
    kept = db.session.scalars(stored.order_by(EventFacet.seq))
    assert [{name: getattr(one, name) for name in names} for one in kept] == made


@ON_BOTH
def test_a_count_goes_no_further_than_it_says(busy_world: World) -> None:
    rows, wanted = everything(busy_world.project_id), Wanted(label="claim")
    there = sum(holds(one, wanted) for one in rows)
    assert count_up_to(busy_world.project_id, wanted) == (there, True)
    assert count_up_to(busy_world.project_id, wanted, most=3) == (3, False)
    number, is_all = count_up_to(busy_world.project_id, wanted, window=20)
    assert (number < there, is_all) == (True, False)


def test_the_page_filters_by_kind_of_mark_field_and_way(busy_world: World, visit: Visit) -> None:
    lead, rows = visit(busy_world.lead), everything(busy_world.project_id)
    for query, wanted in {
        "label=claim": Wanted(label="claim"),
        "field=wording": Wanted(field="wording"),
        "way=background": Wanted(way=Way.BACKGROUND.value),
        "way=import": Wanted(way=Way.IMPORT.value),
        f"label=claim&field=rating&way=page&since={BUSY_DAY}": Wanted(
            label="claim", field="rating", way=Way.PAGE.value
        ),
    }.items():
        page = lead.page(f"{PATH}?{query}")
        expected = [one["seq"] for one in rows if holds(one, wanted)][::-1]
        assert numbers(page) == expected[:50], query
        assert (f"{len(expected):,} event" if expected else "No such events") in page.text, query
    [older] = [link for link in lead.page(f"{PATH}?label=claim").links() if "before=" in link]
    assert older.startswith(f"{PATH}?label=claim&before=")


@pytest.mark.parametrize("query", ["label=rumour", "field=colour", "way=pigeon"])
def test_a_filter_that_there_is_not_is_said_beside_its_field(
    busy_world: World, visit: Visit, query: str
) -> None:
    assert visit(busy_world.lead).page(f"{PATH}?{query}", status=422).errors()


def test_every_field_of_the_filter_has_a_bit_and_a_word(busy_world: World, visit: Visit) -> None:
    page = visit(busy_world.lead).page(PATH)
    [choice] = [item for item in page.tree.iter("select") if item.get("name") == "field"]
    offered = {item.get("value") or "" for item in choice.iter("option")} - {""}
    assert offered <= set(FIELDS)
    assert len(FIELDS) == len(set(FIELDS)) < 63


def test_imports_are_a_way_of_their_own() -> None:
    brought = {action for action in Action if action.endswith(".imported")}
    assert len(brought) >= 8
