"""The guidelines' pages: everybody reads them, a lead publishes."""

from __future__ import annotations

import pytest

from annotator.db import writing
from annotator.guidelines.service import publish
from tests.conftest import Visit
from tests.guidelines.versions import number_in_force
from tests.personas import World

PAGE = "/projects/demo-desk/guidelines"
NEW = f"{PAGE}/new"


@pytest.fixture
def two_versions(world: World) -> World:
    """The project with two versions of its guidelines."""
    with writing():
        publish(world.project, "## Claim\n\nIt can be true.", actor=world.lead.actor)
        publish(world.project, "## Claim\n\nIt can be true or false.", actor=world.lead.actor)
    return world


def test_everybody_reads_the_version_in_force(two_versions: World, visit: Visit) -> None:
    for person in (two_versions.reviewer, two_versions.observer, two_versions.lead):
        page = visit(person).get(PAGE).text
        assert "It can be true or false." in page
        assert "Version 2, since " in page


def test_an_earlier_version_says_that_it_is_one(two_versions: World, visit: Visit) -> None:
    page = visit(two_versions.reviewer).get(f"{PAGE}/1").text
    assert "It can be true.</p>" in page
    assert "no longer in force" in page
    assert visit(two_versions.reviewer).get(f"{PAGE}/3").status_code == 404


def test_what_a_version_changed_stands_below_it(two_versions: World, visit: Visit) -> None:
    page = visit(two_versions.reviewer).get(f"{PAGE}/2").text
    assert "<ins>" in page
    assert "<ins>" not in visit(two_versions.reviewer).get(f"{PAGE}/1").text


def test_without_guidelines_only_a_lead_is_told_how_to_write_them(
    world: World, visit: Visit
) -> None:
    assert "annotator project guidelines demo-desk FILE" in visit(world.lead).get(PAGE).text
    page = visit(world.reviewer).get(PAGE).text
    assert "no guidelines yet" in page
    assert "annotator project" not in page


def test_a_lead_looks_at_the_text_before_publishing_it(two_versions: World, visit: Visit) -> None:
    browser = visit(two_versions.lead)
    assert "It can be true or false." in browser.get(NEW).text
    page = browser.post(NEW, {"text": "## Claim\n\nNever an *opinion*.", "preview": "y"}).text
    assert "<em>opinion</em>" in page
    assert "<ins>" in page
    assert number_in_force(two_versions.project_id) == 2


def test_a_lead_publishes_a_version(two_versions: World, visit: Visit) -> None:
    browser = visit(two_versions.lead)
    answer = browser.post(NEW, {"text": "## Claim\n\nNew.", "publish": "y"})
    assert answer.status_code == 302
    assert "Version 3 is in force now." in browser.get(PAGE).text


@pytest.mark.parametrize(
    ("text", "status", "sentence"),
    [
        ("", 422, "Please fill this in."),
        ("a" * 30_001, 422, "these have 30001"),
        ("## Claim\n\nIt can be true or false.", 409, "says the same, word for word"),
    ],
)
def test_what_is_refused_is_told_beside_the_text(
    two_versions: World, visit: Visit, text: str, status: int, sentence: str
) -> None:
    answer = visit(two_versions.lead).post(NEW, {"text": text, "publish": "y"})
    assert answer.status_code == status
    assert sentence in answer.text
    assert number_in_force(two_versions.project_id) == 2
