"""The list of articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from annotator.assignments.models import State
from annotator.db import writing
from tests.export.work import article, review
from tests.factories import make_article
from tests.personas import World
from tests.visitor import Visitor

Visit = Callable[..., Visitor]

LIST = "/projects/demo-desk/articles"


@pytest.fixture
def queue(world: World) -> list[str]:
    """Five articles: two of Rosa's, one returned to Ravi, two that nobody opened."""
    with writing():
        project = world.project
        made = [article(project, f"Article number {n}.\n") for n in range(1, 6)]
        review(project, made[0], world.rosa.id, State.SUBMITTED)
        review(project, made[1], world.rosa.id, State.STARTED)
        review(project, made[2], world.ravi.id, State.RETURNED)
    return made


def listed(visitor: Visitor, query: str = "") -> list[str]:
    """The titles on the page."""
    page = visitor.page(f"{LIST}{query}")
    return [
        "".join(next(cell.iter("a")).itertext())
        for cell in page.tree.iter("th")
        if cell.get("data-label") == "Title"
    ]


def numbers(visitor: Visitor, query: str = "") -> list[int]:
    """The same articles by the number in their titles."""
    return [int(title.split()[2].rstrip(".")) for title in listed(visitor, query)]


@pytest.mark.parametrize("key", ["lead", "reviewer", "observer", "admin"])
def test_who_belongs_to_the_project_sees_its_articles(
    world: World, visit: Visit, queue: list[str], key: str
) -> None:
    assert numbers(visit(getattr(world, key))) == [1, 2, 3, 4, 5]


def test_the_day_of_publication_is_said_in_the_reader_s_language(
    world: World, visit: Visit
) -> None:
    make_article(world.project, published_on=date(2026, 3, 1))
    told = {
        language: visit(world.reviewer).get(LIST, headers={"Accept-Language": language}).text
        for language in ("en", "ar")
    }
    assert 'datetime="2026-03-01">Mar 1, 2026</time>' in told["en"]
    assert 'datetime="2026-03-01">01‏/03‏/2026</time>' in told["ar"]


def test_a_stranger_finds_no_list(world: World, visit: Visit) -> None:
    assert visit(world.stranger).get(LIST).status_code == 404


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("not_started", [3, 4, 5]),
        ("started", [2]),
        ("submitted", [1]),
        ("returned", []),
        ("untouched", [1, 2, 3, 4, 5]),
        ("nonsense", [1, 2, 3, 4, 5]),
    ],
)
def test_a_reviewer_filters_by_their_own_state(
    world: World, visit: Visit, queue: list[str], state: str, expected: list[int]
) -> None:
    assert numbers(visit(world.rosa), f"?state={state}") == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [("untouched", [4, 5]), ("started", [2]), ("submitted", [1]), ("returned", [3])],
)
def test_a_lead_filters_by_everybodys_state(
    world: World, visit: Visit, queue: list[str], state: str, expected: list[int]
) -> None:
    assert numbers(visit(world.lead), f"?state={state}") == expected


def test_a_lead_sees_whose_work_it_is_and_a_reviewer_does_not(
    world: World, visit: Visit, queue: list[str]
) -> None:
    assert "Rosa Ramirez Submitted" in visit(world.lead).page(LIST).text
    assert "Rosa Ramirez Submitted" not in visit(world.ravi).page(LIST).text


def test_the_title_is_searched_without_case_and_wildcards(world: World, visit: Visit) -> None:
    with writing():
        for title in ("100 % true", "Straße nach Ulm", "ﬁnal_score", "100 times"):
            article(world.project, "Text.", title=title)
    lead = visit(world.lead)
    assert listed(lead, "?q=100 %25") == ["100 % true"]
    assert listed(lead, "?q=STRASSE") == ["Straße nach Ulm"]
    assert listed(lead, "?q=final_") == ["ﬁnal_score"]
    assert listed(lead, "?q=l_s") == ["ﬁnal_score"]
    assert listed(lead, "?q=/") == []


def test_pages_follow_the_number_of_the_last_row(world: World, visit: Visit) -> None:
    with writing():
        for number in range(1, 53):
            article(world.project, f"Article number {number}.")
    lead = visit(world.lead)
    page = lead.page(LIST)
    assert len(numbers(lead)) == 50
    [further] = [link for link in page.links() if "after=" in link]
    assert further.endswith("after=50")
    assert numbers(lead, "?after=50") == [51, 52]
    assert numbers(lead, "?after=rubbish")[:1] == [1]


def test_the_empty_list_says_what_to_do(world: World, visit: Visit) -> None:
    assert "Paste one" in visit(world.lead).page(LIST).text
    assert "A lead of this project" in visit(world.rosa).page(LIST).text
