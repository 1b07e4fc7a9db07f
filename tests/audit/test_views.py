"""The audit trail as a page: who may read it, what it says, how it is filtered."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.audit.verify import verify
from annotator.db import db
from tests.audit.conftest import BUSY_DAY
from tests.audit.tampering import Tamper
from tests.audit.work import Work
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.visitor import Seen, Visitor

PATH = "/projects/demo-desk/audit"


@pytest.fixture
def lead(busy_world: World, visit: Visit) -> Visitor:
    """The lead's browser, in a project where much has happened."""
    return visit(busy_world.lead)


def numbers(page: Seen) -> list[int]:
    """The numbers of the events on the page, from top to bottom."""
    return [
        int(word)
        for item in page.tree.iter("li")
        if "timeline__item" in (item.get("class") or "")
        for word in ["".join(item.itertext()).split("event ")[1].split()[0]]
    ]


def actions(project_id: int, seqs: list[int]) -> set[str]:
    """What these events did."""
    query = select(Event.action).where(Event.project_id == project_id, Event.seq.in_(seqs))
    return set(db.session.scalars(query))


@pytest.mark.parametrize("persona", ["reviewer", "other_reviewer", "observer", "stranger"])
def test_others_find_no_such_page(world: World, visit: Visit, persona: str) -> None:
    assert visit(getattr(world, persona)).get(PATH).status_code == 404


@pytest.mark.parametrize("persona", ["lead", "admin"])
def test_leads_and_site_admins_may_read_it(world: World, visit: Visit, persona: str) -> None:
    assert visit(getattr(world, persona)).page(PATH).heading == "Audit trail"


def test_who_is_signed_out_is_asked_to_sign_in(world: World, visit: Visit) -> None:
    answer = visit().get(PATH)
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={PATH}"
    assert visit().get(PATH, json=True).status_code == 401


def test_a_project_that_is_not_there_looks_the_same_as_one_that_is(
    world: World, visit: Visit
) -> None:
    there = visit(world.stranger).get(PATH)
    absent = visit(world.stranger).get("/projects/no-such-desk/audit")
    assert (there.status_code, there.mimetype) == (absent.status_code, absent.mimetype)


def test_the_newest_events_come_first_and_older_ones_follow(lead: Visitor) -> None:
    page = lead.page(PATH)
    seen = numbers(page)
    newest = seen[0]
    assert seen == list(range(newest, newest - 50, -1))
    while newest > 50:
        older = next(link for link in page.links() if "before=" in link)
        page = lead.page(older)
        assert f"{PATH}" in page.links()
        found = numbers(page)
        assert found[0] == seen[-1] - 1
        seen += found
        if len(found) < 50:
            break
    assert seen == list(range(newest, 0, -1))
    assert not [link for link in page.links() if "before=" in link]


def test_an_event_says_who_did_what_to_what(work: Work, visit: Visit) -> None:
    work.go_on(1)
    page = visit(work.world.lead).page(PATH)
    assert "Lea Lindqvist brought in an article: A title" in page.text
    assert "command line added a member: Rosa Ramirez" in page.text
    arabic = visit(work.world.lead).get(PATH, headers={"Accept-Language": "ar"}).text
    assert '<b dir="auto">سطر الأوامر</b>' in arabic
    assert '<b dir="auto">command line</b>' not in arabic
    assert f"{PATH}?article={work.articles[0]}" in page.links()
    assert f"/projects/demo-desk/articles/{work.articles[0]}" in page.links()


def test_a_mark_links_to_its_authors_layer(lead: Visitor, busy_world: World) -> None:
    page = lead.page(f"{PATH}?action=annotation.created")
    # The lead marks too: articles to learn with.
    authors = (busy_world.lead, busy_world.reviewer, busy_world.other_reviewer)
    links = [link.partition("?")[2] for link in page.links() if "reviewer=" in link]
    assert set(links) == {f"reviewer={one.id}" for one in authors}


def test_a_change_is_told_in_words_with_json_for_who_wants_it(lead: Visitor) -> None:
    page = lead.page(f"{PATH}?action=annotation.revised")
    marks = {item.tag for item in page.tree.iter() if item.tag in {"ins", "del"}}
    assert marks == {"ins", "del"}
    names = {"".join(item.itertext()) for item in page.tree.iter("dt")}
    assert {"Wording", "Note"} <= names
    assert not names & {"project_id", "version", "updated_at", "fragments", "claim"}
    details = [item for item in page.tree.iter("details") if item.find(".//details") is not None]
    assert details
    assert all('"fragments": [' in "".join(item.itertext()) for item in details)


@ON_BOTH
@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("annotation.created", {"annotation.created"}),
        ("verdict.given", {"verdict.given"}),
        ("assignment.", {"assignment.opened", "assignment.submitted", "assignment.withdrawn"}),
        ("member.", {"member.added", "member.changed"}),
    ],
)
def test_events_are_filtered_by_kind(
    lead: Visitor, busy_world: World, action: str, expected: set[str]
) -> None:
    found = actions(busy_world.project_id, numbers(lead.page(f"{PATH}?action={action}")))
    assert expected <= found
    assert all(item.startswith(action) for item in found)


@ON_BOTH
def test_events_are_filtered_by_person(lead: Visitor, busy_world: World) -> None:
    seqs = numbers(lead.page(f"{PATH}?person={busy_world.reviewer.id}"))
    query = select(Event.actor_id).where(Event.seq.in_(seqs)).distinct()
    assert list(db.session.scalars(query)) == [busy_world.reviewer.id]
    shell = numbers(lead.page(f"{PATH}?person=command-line"))
    assert shell == [6, 5, 4, 3, 2, 1]


@ON_BOTH
def test_events_are_filtered_by_article(lead: Visitor, busy_world: World) -> None:
    article = db.session.scalars(select(Article).order_by(Article.number)).first()
    assert article is not None
    seqs = numbers(lead.page(f"{PATH}?article={article.id}"))
    query = select(Event.article_id).where(Event.seq.in_(seqs)).distinct()
    assert list(db.session.scalars(query)) == [article.id]
    assert numbers(lead.page(f"{PATH}?article=TITLE")) == numbers(
        lead.page(f"{PATH}?article=title")
    )
    assert "No such events" in lead.page(f"{PATH}?article=100%25").text


@ON_BOTH
def test_events_are_filtered_by_day(lead: Visitor, busy_world: World) -> None:
    everything = numbers(lead.page(PATH))
    for since, until, there in (
        (BUSY_DAY, BUSY_DAY, True),
        (BUSY_DAY + timedelta(1), BUSY_DAY + timedelta(2), False),
        (BUSY_DAY - timedelta(3), BUSY_DAY - timedelta(1), False),
    ):
        page = lead.page(f"{PATH}?since={since}&until={until}")
        assert numbers(page) == (everything if there else [])


def test_filters_go_along_to_the_older_events(lead: Visitor) -> None:
    page = lead.page(f"{PATH}?since={BUSY_DAY}&_external=1&_scheme=evil&_anchor=x&action=")
    [older] = [link for link in page.links() if "before=" in link]
    assert older == f"{PATH}?since={BUSY_DAY}&before={numbers(page)[-1]}"
    assert not set(numbers(lead.page(older))) & set(numbers(page))


@pytest.mark.parametrize(
    "query",
    [
        "person=nobody",
        "person=999999",
        "action=annotation.exploded",
        "action=%25",
        "since=yesterday",
        "since=9999-12-31",
        "until=0001-01-01",
        "since=2026-02-02&until=2026-01-01",
        f"article={'x' * 400}",
    ],
)
def test_a_filter_that_cannot_be_is_said_beside_its_field(lead: Visitor, query: str) -> None:
    page = lead.page(f"{PATH}?{query}", status=422)
    assert numbers(page) == []
    assert page.errors()
    assert '<details class="filter-fold" open>' in page.answer.text


def test_what_is_filtered_by_is_counted_and_named_above_the_folded_fields(lead: Visitor) -> None:
    plain = lead.page(PATH).answer.text
    assert '<details class="filter-fold"><summary>' in plain
    assert "Filter the list</b></span>" in plain
    page = lead.page(f"{PATH}?action=verdict.&since=2026-02-03&corrections=y&label=").answer.text
    (fold,) = re.findall('<details class="filter-fold"><summary>(.*?)</summary>', page, re.DOTALL)
    told = html.unescape(re.sub(r"<svg.*?</svg>|<.*?>", "", fold, flags=re.DOTALL))
    assert told == ("3 filters are set What: Verdicts · From: Feb 3, 2026 · Corrections only: yes")


@pytest.mark.parametrize("cursor", ["", "0", "-1", "x", "1e9", "9" * 40, "³"])
def test_a_cursor_that_is_none_is_no_error(lead: Visitor, cursor: str) -> None:
    assert lead.get(f"{PATH}?before={cursor}").status_code == 200


def test_an_action_of_a_later_version_is_shown_by_its_name(lead: Visitor, trail: Tamper) -> None:
    last = trail.rows()[-1]
    trail.plant(last | {"seq": last["seq"] + 1, "action": "gold.adjudicated", "target": "gold"})
    assert "gold.adjudicated" in lead.page(PATH).text


def test_foreign_text_stays_text(work: Work, visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "<script>alert(1)</script> {{ 7*7 }} \"'>"
    monkeypatch.setattr("tests.audit.work.WORDS", (hostile,))
    work.go_on(30)
    answer = visit(work.world.lead).get(PATH)
    assert "<script>alert" not in answer.text
    assert "{{ 7*7 }}" in answer.text


def test_the_page_names_the_head_that_the_command_line_prints(
    lead: Visitor, busy_world: World
) -> None:
    head = verify(busy_world.project_id).head
    page = lead.page(PATH)
    assert f"The newest is event {head.seq}: {head.hash[:16]}…" in page.text
