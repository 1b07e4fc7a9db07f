"""What the pages of a blind project say to a lead to whom others' work is not open."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from annotator.articles.models import Article
from annotator.assignments.supervising import supervise
from annotator.db import writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand


@pytest.fixture
def blind(world: World) -> World:
    """The project, reviewed blind."""
    with writing():
        said = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, said, actor=SHELL)
    return world


@pytest.fixture
def dam(blind: World) -> Article:
    """An article of it."""
    return make_article(blind.project, TEXT, title="Dam")


@pytest.mark.parametrize("page", ["adjudication", "agreement"])
def test_a_lead_is_told_why_a_page_has_nothing_and_what_to_do(
    blind: World, dam: Article, visit: Visit, page: str
) -> None:
    address = f"/projects/{blind.slug}/{page}"
    shown = visit(blind.lead).page(address)
    assert "This project is reviewed blind" in shown.text
    assert "Only supervise this project" in shown.text
    assert "and you have submitted or supervise it" in shown.text
    with writing():
        supervise(blind.project_id, None, user_id=blind.lead.id, actor=blind.lead.actor)
    after = visit(blind.lead).page(address)
    assert "reviewed blind" not in after.text
    assert "and you have submitted or supervise it" not in after.text


@pytest.mark.parametrize("page", ["pace", "spot-checks"])
def test_a_page_that_shows_all_or_nothing_says_so_whatever_the_lead_submitted(
    blind: World, dam: Article, visit: Visit, page: str
) -> None:
    with writing():
        supervise(blind.project_id, dam.id, user_id=blind.lead.id, actor=blind.lead.actor)
    shown = visit(blind.lead).page(f"/projects/{blind.slug}/{page}").text
    assert "this page has all or nothing, and nothing yet" in shown
    assert "on articles that you submitted or supervise" not in shown


@ON_BOTH
def test_handing_out_to_who_supervises_shows_the_form_again_with_what_was_chosen(
    blind: World, dam: Article, visit: Visit
) -> None:
    with writing():
        supervise(blind.project_id, dam.id, user_id=blind.admin.id, actor=blind.admin.actor)
        supervise(blind.project_id, dam.id, user_id=blind.lead.id, actor=blind.lead.actor)
    lead, people = visit(blind.lead), [blind.rosa.id, blind.lead.id]
    sent = {"article": [dam.id], "people": people, "due_on": "2031-02-03"}
    answer = lead.post(f"/projects/{blind.slug}/handing-out/people", sent)
    assert answer.status_code == 409
    assert "whoever supervises an article does not review it" in answer.text
    assert "in place of: Lea Lindqvist." in answer.text
    ticked = re.findall(r'<input[^>]*checked[^>]*value="(\d+)"', answer.text)
    assert sorted(map(int, ticked)) == sorted(people)
    assert 'value="2031-02-03"' in answer.text
    assert f'name="article" value="{dam.id}"' in answer.text
    assert "Nobody has it." in answer.text


@ON_BOTH
def test_older_events_are_found_by_an_address_that_tells_nothing_of_hidden_ones(
    blind: World, visit: Visit
) -> None:
    articles = [make_article(blind.project, TEXT, title=f"Dam {number}") for number in range(60)]
    hidden = Hand(visit(blind.rosa), blind.slug, articles[0].id, TEXT)
    hidden.layer()
    lead, address = visit(blind.lead), f"/projects/{blind.slug}/audit"
    first = page = lead.get(address).text
    hidden.mark("The dam")
    assert _older(lead.get(address).text) == _older(first)
    seen = titles = _titles(page)
    while older := _older(page):
        assert older.startswith("20")
        page = lead.get(f"{address}?before={older}").text
        seen = [*seen, *_titles(page)]
    assert titles != seen
    assert sorted(seen) == sorted(f"Dam {number}" for number in range(60))
    for nowhere in ("3", "x_y", "2026-01-01_0123456789abcdef", f"{_older(first)[:-1]}g"):
        assert _titles(lead.get(f"{address}?before={nowhere}").text) == titles


def _titles(page: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r">(Dam \d+)<", page)))


def _older(page: str) -> str:
    found = re.search(r'href="[^"]*[?&]before=([^"&]+)"', page)
    return unquote(found[1]) if found else ""
