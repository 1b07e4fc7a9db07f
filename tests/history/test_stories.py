"""The story of a thing: what it tells, in which order, and to whom."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from annotator.audit.models import Action, Event
from annotator.audit.service import Change, record
from annotator.db import db, writing
from annotator.guidelines.service import publish
from annotator.projects.models import Role
from annotator.projects.service import change_role, remove_member
from annotator.projects.workflow import set_workflow, workflow_of
from tests.audit.conftest import busy_postgresql, busy_sqlite, busy_world  # noqa: F401
from tests.conftest import Visit
from tests.databases import ON_BOTH, kind_of
from tests.factories import SHELL
from tests.personas import World
from tests.visitor import Seen
from tests.workspace.marks import Hand, keys, rating, source

BASE = "/projects/demo-desk/history"


@pytest.fixture
def template(request: pytest.FixtureRequest, template: Any) -> Any:
    """What the test's database is a copy of; for tests of a busy project, one that has it."""
    if "busy_world" not in request.fixturenames:
        return template
    return request.getfixturevalue(f"busy_{kind_of(request)}")[0]


def judged(hand: Hand) -> dict[str, Any]:
    """A claim that was supported first and refuted then."""
    mark = hand.revise(hand.mark("The dam"), wording="The dam holds.")
    mark = hand.revise(mark, **keys(source("https://example.org/dam", title="A paper")))
    mark = hand.revise(mark, **keys(rating("supported", "It says so at the end.")))
    return hand.revise(mark, **keys(rating("refuted", "It says so at the beginning.")))


def entries(page: Seen) -> list[str]:
    """The events of a story from top to bottom, each in one line."""
    return [
        " ".join("".join(item.itertext()).split())
        for item in page.tree.iter("li")
        if "timeline__item" in (item.get("class") or "")
    ]


def numbers(page: Seen) -> list[int]:
    """The numbers of its events."""
    return [int(link.rpartition("/")[2]) for link in page.links() if "/audit/" in link]


def event_of(target: str) -> Event:
    """The newest event about a row of this table."""
    query = select(Event).where(Event.target == target).order_by(Event.seq.desc())
    found = db.session.scalars(query).first()
    assert found is not None
    return found


@ON_BOTH
def test_a_mark_is_told_with_all_that_hangs_on_it(hand: Hand, world: World, visit: Visit) -> None:
    mark = judged(hand)
    page = visit(world.lead).page(f"{BASE}/annotation/{mark['id']}")
    assert page.heading == "The dam"
    told = entries(page)
    assert [words for words in told if "gave a verdict" in words]
    assert any("added a source: https://example.org/dam" in words for words in told)
    assert "Rosa Ramirez marked a passage" in told[-1]
    assert all("in the browser · event" in words for words in told)
    oldest = entries(visit(world.lead).page(f"{BASE}/annotation/{mark['id']}?order=oldest"))
    assert "marked a passage" in oldest[0]
    assert len(oldest) == len(told)


def test_a_verdict_says_what_it_was_before_word_by_word(
    hand: Hand, world: World, visit: Visit
) -> None:
    judged(hand)
    now = event_of("verdict")
    page = visit(world.lead).page(f"{BASE}/verdict/{now.target_id}")
    assert page.heading == "Refuted"
    newest, first = entries(page)
    assert "before: Supported after: Refuted" in newest
    assert "Place" not in newest
    words = {
        tag: [(one.text or "").strip() for one in page.tree.iter(tag)] for tag in ("del", "ins")
    }
    assert "end." in words["del"]
    assert "beginning." in words["ins"]
    assert "It says so at the end." in first
    times = [one.get("datetime") for one in page.tree.iter("time")]
    assert now.at.isoformat(timespec="seconds").removesuffix("+00:00") in str(times)
    assert f"event {now.seq} {now.hash[:12]}" in newest
    then = next(link for link in page.links() if "known_on=" in link)
    assert visit(world.lead).get(then).status_code == 200


@ON_BOTH
def test_guidelines_are_compared_with_the_version_before(world: World, visit: Visit) -> None:
    with writing():
        publish(world.project, "Mark claims.\n\nAnd nothing else.", actor=SHELL)
        now = publish(world.project, "Mark all claims.\n\nAnd nothing else.", actor=SHELL)
        key = now.id
    page = visit(world.reviewer).page(f"{BASE}/guideline_version/{key}")
    newest, first = entries(page)
    assert "And nothing else." in first
    assert "Mark all claims." in newest
    assert [one.text for one in page.tree.iter("ins") if (one.text or "").startswith("all")]


def test_a_setting_and_a_removed_member_keep_their_stories(world: World, visit: Visit) -> None:
    with writing():
        change_role(world.project, world.reviewer.id, Role.OBSERVER, actor=world.lead.actor)
        remove_member(world.project, world.reviewer.id, actor=world.lead.actor)
    lead = visit(world.lead)
    page = lead.page(f"{BASE}/membership/{world.reviewer.id}")
    assert page.heading == "Rosa Ramirez"
    removed, changed, added = entries(page)
    assert "removed a member" in removed
    assert "before: Reviewer after: Observer" in changed
    assert "by way of the command line" in added
    assert "created the project" in entries(lead.page(f"{BASE}/workflow/{world.project_id}"))[-1]


def test_everything_that_an_event_tells_of_has_a_story_and_each_event_a_page(
    busy_world: World,  # noqa: F811
    visit: Visit,
) -> None:
    lead = visit(busy_world.lead)
    rows = db.session.execute(select(Event.target, Event.target_id).distinct()).all()
    one_of_each = {target: key for target, key in rows}
    assert len(one_of_each) > 20
    for target, key in one_of_each.items():
        page = lead.page(f"{BASE}/{target}/{key.rpartition('/')[2]}")
        assert numbers(page), target
    last = {target: seq for seq, target in db.session.execute(select(Event.seq, Event.target))}
    for seq in last.values():
        page = lead.page(f"/projects/demo-desk/audit/{seq}")
        event = db.session.get_one(Event, (busy_world.project_id, seq))
        assert event.hash in page.text
        assert event.prev_hash in page.text


def test_a_setting_with_ten_thousand_events_is_read_page_by_page(
    world: World, visit: Visit
) -> None:
    row = {"project_id": world.project_id, "wanted": 1, "an_older_column": [1, {"x": None}]}
    changes = [
        Change(Action.WORKFLOW_CHANGED, "workflow", str(world.project_id),
               {**row, "wanted": n}, {**row, "wanted": n + 1})
        for n in range(10_000)
    ]  # fmt: skip
    with writing():
        record(world.project_id, changes, actor=SHELL)
    lead = visit(world.lead)
    for order in ("newest", "oldest"):
        page, seen = lead.page(f"{BASE}/workflow/{world.project_id}?order={order}"), []
        for _ in range(4):
            seen += numbers(page)
            further = [link for link in page.links() if "after=" in link]
            page = lead.page(further[0])
        assert len(set(seen)) == 200
        assert seen == sorted(seen, reverse=order == "newest")


@ON_BOTH
@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_pages_for_whom_work_is_kept_from_do_not_shift_and_name_no_number(
    world: World, visit: Visit, order: str
) -> None:
    row = {"project_id": world.project_id, "wanted": 1}

    def change(first: int, end: int) -> None:
        changes = [
            Change(Action.WORKFLOW_CHANGED, "workflow", str(world.project_id),
                   {**row, "wanted": n}, {**row, "wanted": n + 1})
            for n in range(first, end)
        ]  # fmt: skip
        with writing():
            record(world.project_id, changes, actor=SHELL)

    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    change(1000, 1120)
    lead, seen = visit(world.lead), []
    page = lead.page(f"{BASE}/workflow/{world.project_id}?order={order}")
    for at in range(3):
        seen += re.findall(r"after: (\d{4,})", " ".join(entries(page)))
        change(5000 + at, 5001 + at)
        further = [link for link in page.links() if "after=" in link]
        if not further:
            break
        assert re.search(r"after=[\d-]+T[^_]+Z_[0-9a-f]{16}$", unquote(further[0]))
        page = lead.page(further[0])
    numbered = [int(number) for number in seen if int(number) < 5000]
    assert numbered == sorted(range(1001, 1121), reverse=order == "newest")
    assert len(seen) == len(set(seen))


def test_an_old_event_with_other_columns_still_reads_well(hand: Hand, visit: Visit) -> None:
    mark = hand.mark("The dam")
    old = {"id": mark["id"], "weight": 3, "shape": {"round": True}, "label": "claim"}
    project_id = event_of("annotation").project_id
    with writing():
        changes = [
            Change(Action.ANNOTATION_REVISED, "annotation", mark["id"], old, {**old, "weight": 4}),
            Change(Action.ANNOTATION_REVISED, "annotation", mark["id"], {}, {"note": "Only this."}),
        ]
        record(project_id, changes, actor=SHELL)
    page = hand.visitor.page(f"{BASE}/annotation/{mark['id']}")
    assert any("before: 3 after: 4" in words for words in entries(page))
    assert any("Only this." in words for words in entries(page))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("lead", 200), ("admin", 200), ("reviewer", 200)),
        *(("other_reviewer", 404), ("observer", 404), ("stranger", 404)),
    ],
)
def test_a_marks_story_and_its_pieces_are_for_who_may_read_it(
    hand: Hand, world: World, visit: Visit, who: str, status: int
) -> None:
    mark, browser = judged(hand), visit(getattr(world, who))
    for target, key in (
        ("annotation", mark["id"]),
        ("verdict", event_of("verdict").target_id),
        ("source", event_of("source").target_id),
    ):
        assert browser.get(f"{BASE}/{target}/{key}").status_code == status, target
    hand.submit()
    handed_in = 404 if who in {"other_reviewer", "stranger"} else 200
    assert browser.get(f"{BASE}/annotation/{mark['id']}").status_code == handed_in


@pytest.mark.parametrize("who", ["reviewer", "other_reviewer", "observer", "stranger"])
def test_settings_members_and_events_are_for_leads(world: World, visit: Visit, who: str) -> None:
    browser = visit(getattr(world, who))
    for path in (
        f"history/workflow/{world.project_id}",
        f"history/project/{world.project_id}",
        f"history/membership/{world.reviewer.id}",
        "audit/1",
    ):
        assert browser.get(f"/projects/demo-desk/{path}").status_code == 404


def test_work_on_an_article_is_told_to_leads_and_to_whose_it_is(
    hand: Hand, world: World, visit: Visit
) -> None:
    hand.mark("The dam")
    path = f"{BASE}/article/{hand.article_id}"
    for who, told in (("lead", True), ("reviewer", True), ("other_reviewer", False)):
        text = visit(getattr(world, who)).page(path).text
        assert ("Rosa Ramirez" in text.split("<main")[-1]) is told, who


@pytest.mark.parametrize(
    "path",
    [
        *("annotation/nobody", "annotation/00000000-0000-4000-8000-000000000000", "event/1"),
        *("workflow/99999999999999", "workflow/x", "user/1", "membership/999", "session/1"),
        *("Annotation/1", "export/x"),
    ],
)
def test_what_is_not_there_has_no_story(world: World, visit: Visit, path: str) -> None:
    assert visit(world.lead).get(f"{BASE}/{path}").status_code == 404


def test_a_removed_mark_and_source_keep_their_stories(
    hand: Hand, world: World, visit: Visit
) -> None:
    mark = judged(hand)
    found = event_of("source").target_id
    gone = {"sources-0-uuid": found, "sources-0-removed": "y"}
    hand.remove(hand.revise(mark, **keys(gone)))
    lead = visit(world.lead)
    assert "removed a mark" in entries(lead.page(f"{BASE}/annotation/{mark['id']}"))[0]
    assert "removed a source" in entries(lead.page(f"{BASE}/source/{found}"))[0]
