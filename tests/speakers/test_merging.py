"""Merging speakers on their pages."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotator.audit.replay import compare
from annotator.db import writing
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.service import add_speaker
from tests.factories import make_project
from tests.personas import World
from tests.speakers.desk import PAGE, added, marked, row_of, stored
from tests.visitor import Visitor


def test_a_lead_merges_field_by_field_and_takes_it_back(
    world: World, reviewer: Visitor, lead: Visitor
) -> None:
    first = added(world, "Ines Marrow", role="minister")
    second = added(world, "I. Marrow", role="mayor")
    marked(world, reviewer, first, quotes=1)

    assert "I. Marrow" in lead.page(f"{PAGE}/{first}/merge?q=marrow").text
    preview = lead.page(f"{PAGE}/{first}/merge?into={second}")
    assert "1 claim and 1 quote go over" in preview.text
    fields = {"into": second, "version": "1", "into_version": "1", "name": "speaker"}
    assert lead.post(f"{PAGE}/{first}/merge", {**fields, "role": "into"}).status_code == 302

    assert row_of(lead, "Ines Marrow")[-3:] == ["mayor", "1", "1"]
    page = lead.page(f"{PAGE}/{second}")
    assert "Merged into this speaker" in page.text
    assert "merged a speaker into another" in page.text
    assert "This speaker was merged into another" in lead.page(f"{PAGE}/{first}").text
    assert compare(world.project_id) == []

    back = {"version": str(stored(first).version)}
    assert lead.post(f"{PAGE}/{first}/unmerge", back).status_code == 302
    assert row_of(lead, "Ines Marrow")[-3:] == ["minister", "1", "1"]
    assert row_of(lead, "I. Marrow")[-3:] == ["mayor", "0", "0"]
    assert compare(world.project_id) == []


def test_a_merge_that_was_looked_at_before_a_change_is_looked_at_again(
    world: World, lead: Visitor
) -> None:
    first, second = added(world, "A"), added(world, "B")
    change = {"uuid": second, "version": "1", "name": "B", "role": "mayor"}
    assert lead.post(f"{PAGE}/{second}/edit", change).status_code == 302
    fields = {"into": second, "version": "1", "into_version": "1"}
    answer = lead.post(f"{PAGE}/{first}/merge", fields)
    assert answer.status_code == 412
    assert "mayor" in lead.look(answer, status=412).text
    assert stored(first).merged_into is None


@pytest.mark.parametrize("into", ["", "not a speaker", "6b5e0f5e-0000-4000-8000-000000000000"])
def test_a_merge_with_nobody_is_refused(world: World, lead: Visitor, into: str) -> None:
    first = added(world, "A")
    fields = {"into": into, "version": "1", "into_version": "1"}
    assert lead.post(f"{PAGE}/{first}/merge", fields).status_code == 422
    # The page lets the lead choose instead.
    assert lead.page(f"{PAGE}/{first}/merge?into={into}").heading == "Merge A into whom?"


def test_nobody_is_merged_with_themselves_or_with_a_speaker_of_another_project(
    world: World, lead: Visitor
) -> None:
    first, foreign = added(world, "A"), str(uuid4())
    with writing():
        elsewhere = make_project("elsewhere").id
    with writing():
        add_speaker(elsewhere, SpeakerDraft(foreign, "A"), actor=world.admin.actor)
    for into in (first, foreign):
        fields = {"into": into, "version": "1", "into_version": "1"}
        assert lead.post(f"{PAGE}/{first}/merge", fields).status_code == 422
        assert lead.page(f"{PAGE}/{first}/merge?into={into}").heading == "Merge A into whom?"
