"""Guidelines: every version is kept, the newest is in force, and verdicts name theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from annotator.audit.models import Action, Event
from annotator.audit.replay import compare, replay
from annotator.db import db, writing
from annotator.errors import AnnotatorError, Conflict, Invalid
from annotator.guidelines.models import GuidelineVersion
from annotator.guidelines.presenters import changes
from annotator.guidelines.queries import current_guidelines, versions_of
from annotator.guidelines.service import LONGEST, publish
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_project
from tests.guidelines.versions import number_in_force
from tests.personas import World


def put(world: World, text: str) -> GuidelineVersion:
    with writing():
        return publish(world.project, text, actor=world.lead.actor)


def wide_table(*, columns: int, rows: int) -> str:
    """A few thousand characters, whose missing cells Markdown adds by the hundred thousand."""
    return "|" + "a|" * columns + "\n|" + "-|" * columns + "\n" + "a\n" * rows


@ON_BOTH
def test_the_newest_version_is_in_force_and_all_are_kept(world: World) -> None:
    assert current_guidelines(world.project_id) is None
    assert [put(world, "First."), put(world, "Second.")] == list(
        reversed(versions_of(world.project_id))
    )
    now = current_guidelines(world.project_id)
    assert now is not None
    assert (now.number, now.text, now.created_by) == (2, "Second.", world.lead.id)
    assert number_in_force(world.project_id) == 2


@ON_BOTH
def test_publishing_is_in_the_trail_and_is_replayed(world: World) -> None:
    version = put(world, "First.")
    event = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(1)).one()
    assert (event.action, event.actor_id) == (Action.GUIDELINES_PUBLISHED, world.lead.id)
    assert "First." not in (event.after or "")
    assert set(replay(world.project_id)["guideline_version"]) == {str(version.id)}
    assert compare(world.project_id) == []


@ON_BOTH
def test_projects_count_their_versions_apart(world: World) -> None:
    put(world, "Ours.")
    other = make_project("other-desk")
    with writing():
        assert publish(other, "Theirs.", actor=SHELL).number == 1
    assert number_in_force(world.project_id) == 1


def test_the_same_words_again_are_not_published(world: World) -> None:
    put(world, "First.")
    with pytest.raises(Conflict, match="Version 1 says the same, word for word"):
        put(world, "\ufeff\r\nFirst.\r\n")
    assert number_in_force(world.project_id) == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n\t", "The guidelines are empty"),
        ("a" * (LONGEST + 1), "30000 characters long; these have 30001"),
        ("one\ntwo\x00", "Line 2 holds a control character"),
        ("a\ud800", "Line 1 holds a control character"),
        (wide_table(columns=200, rows=1_000), "its tables written out"),
    ],
)
def test_what_cannot_be_published_is_told_in_a_sentence(
    world: World, text: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as told:
        put(world, text)
    assert told.value.field == "text"
    assert number_in_force(world.project_id) is None


def test_a_version_that_was_published_is_never_changed(world: World) -> None:
    version = put(world, "First.")
    with pytest.raises(Exception, match="append-only"), writing():
        version.text = "Another past."
    db.session.rollback()


def test_the_changes_are_told_word_by_word() -> None:
    before = "## Claim\n\nIt can be true.\n\nOld paragraph.\n"
    after = "## Claim\n\nIt can be true or false.\n\nOld paragraph.\nNew line.\n"
    pieces = changes(before, after)
    assert "".join(text for op, text in pieces if op != "ins") == before
    assert "".join(text for op, text in pieces if op != "del") == after
    assert ("same", "It can be ") in pieces
    assert all(text for _, text in pieces)


def test_a_refusal_is_one_of_the_domain(world: World) -> None:
    with pytest.raises(AnnotatorError):
        put(world, "")


def test_thousands_of_lines_that_say_the_same_are_compared_too() -> None:
    before, after = "a\na\nb\n" * 5_000, "a\nb\n" * 7_500
    pieces = changes(before, after)
    assert "".join(text for op, text in pieces if op != "ins") == before
    assert "".join(text for op, text in pieces if op != "del") == after
