"""Speakers: added once, changed with care, merged and taken apart again."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid, Stale
from annotator.speakers.drafts import MergeDraft, SpeakerDraft
from annotator.speakers.models import Speaker
from annotator.speakers.queries import (
    find_speaker,
    known_speakers,
    namesakes,
    resolved,
    speakers_named,
)
from annotator.speakers.service import (
    add_speaker,
    draft_of,
    merge_speakers,
    revise_speaker,
    unmerge_speaker,
)
from tests.databases import ON_BOTH
from tests.factories import make_project
from tests.personas import World


def added(world: World, name: str, **more: object) -> str:
    """A new speaker's id."""
    draft = SpeakerDraft(str(uuid4()), name, **more)  # type: ignore[arg-type]
    with writing():
        add_speaker(world.project_id, draft, actor=world.reviewer.actor)
    return draft.id


def merge(world: World, one: str, into: str, *wins: str) -> None:
    with writing():
        first, second = (db.session.get_one(Speaker, key) for key in (one, into))
        draft = MergeDraft(first.version, second.version, frozenset(wins))
        merge_speakers(first, second, draft, actor=world.lead.actor)


def unmerge(world: World, one: str) -> None:
    with writing():
        speaker = db.session.get_one(Speaker, one)
        unmerge_speaker(speaker, speaker.version, actor=world.lead.actor)


def names_of(*ids: str) -> list[str]:
    """Who each of them is now."""
    named = speakers_named(ids)
    return [named[key].name for key in ids]


@ON_BOTH
def test_a_speaker_is_added_once_however_often_it_is_sent(world: World) -> None:
    draft = SpeakerDraft(str(uuid4()), "  Ines   Marrow ", aliases=("The minister", "I. M."))
    for _ in range(2):
        with writing():
            add_speaker(world.project_id, draft, actor=world.reviewer.actor)

    (known,) = known_speakers(world.project_id)
    assert (known.name, known.aliases) == ("Ines Marrow", ("I. M.", "The minister"))
    assert compare(world.project_id) == []


@ON_BOTH
def test_an_identifier_of_another_project_is_refused(world: World) -> None:
    with writing():
        other = make_project("elsewhere").id
    draft = SpeakerDraft(added(world, "Ines Marrow"), "Ines Marrow")

    with pytest.raises(Conflict), writing():
        add_speaker(other, draft, actor=world.lead.actor)


@ON_BOTH
def test_a_change_needs_the_version_it_is_based_on(world: World) -> None:
    key = added(world, "Ines Marow")
    with writing():
        speaker = db.session.get_one(Speaker, key)
        changed = SpeakerDraft(key, "Ines Marrow", role="minister", wikidata="Q42")
        revise_speaker(speaker, 1, changed, actor=world.lead.actor)
        with pytest.raises(Stale):
            revise_speaker(speaker, 1, changed, actor=world.lead.actor)

    (known,) = known_speakers(world.project_id)
    assert (known.name, known.role, known.wikidata) == ("Ines Marrow", "minister", "Q42")
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 301),
        ("wikidata", "42"),
        ("homepage", "javascript:alert(1)"),
        ("role", "a\x00b"),
        ("aliases", tuple(str(number) for number in range(51))),
    ],
)
def test_what_a_speaker_may_not_be_is_refused_by_its_field(field: str, value: object) -> None:
    values = {"id": str(uuid4()), "name": "Ines Marrow", field: value}
    with pytest.raises(Invalid) as refusal:
        SpeakerDraft(**values).checked()  # type: ignore[arg-type]
    assert refusal.value.field == field


@ON_BOTH
def test_two_persons_may_share_a_name_and_the_second_is_known_to(world: World) -> None:
    first = added(world, "Jo Kim", aliases=("J. Kim",))
    added(world, "Jo Kim")

    known = known_speakers(world.project_id)
    assert len(namesakes(known, "jo  KIM")) == 2
    assert [one.id for one in namesakes(known, "j. kim")] == [first]


@ON_BOTH
def test_merging_never_makes_a_chain(world: World) -> None:
    first, second, third = (added(world, name) for name in ("A", "B", "C"))
    merge(world, first, second)
    merge(world, second, third)

    assert names_of(first, second, third) == ["C", "C", "C"]
    stored = find_speaker(world.project_id, first)
    assert stored is not None
    assert stored.merged_into == third
    (known,) = known_speakers(world.project_id)
    assert (known.id, known.aliases) == (third, ("A", "B"))
    assert compare(world.project_id) == []


@ON_BOTH
def test_unmerging_gives_back_those_who_had_come_along(world: World) -> None:
    first, second, third, fourth = (added(world, name) for name in ("A", "B", "C", "D"))
    merge(world, first, second)
    merge(world, fourth, third)
    merge(world, second, third)
    unmerge(world, second)

    assert names_of(first, second, third, fourth) == ["B", "B", "C", "C"]
    unmerge(world, first)
    assert names_of(first, second) == ["A", "B"]
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_the_merged_one_wins_is_taken_over_and_given_back(world: World) -> None:
    first = added(world, "Ines Marrow", role="minister", wikidata="Q42")
    second = added(world, "I. Marrow", role="mayor", homepage="https://marrow.example/")
    merge(world, first, second, "name", "wikidata")

    (known,) = known_speakers(world.project_id)
    assert (known.id, known.name, known.aliases) == (second, "Ines Marrow", ("I. Marrow",))
    assert (known.role, known.wikidata) == ("mayor", "Q42")
    assert known.homepage == "https://marrow.example/"
    assert compare(world.project_id) == []

    unmerge(world, first)
    there = {one.id: one for one in known_speakers(world.project_id)}
    assert (there[first].name, there[first].wikidata) == ("Ines Marrow", "Q42")
    assert (there[second].name, there[second].aliases) == ("I. Marrow", ())
    assert (there[second].role, there[second].wikidata) == ("mayor", None)
    assert compare(world.project_id) == []


@ON_BOTH
def test_what_was_changed_since_a_merge_stays_when_it_is_taken_apart(world: World) -> None:
    first, second = added(world, "A", role="minister"), added(world, "B", role="mayor")
    merge(world, first, second, "name", "role")
    with writing():
        speaker = db.session.get_one(Speaker, second)
        said = replace(draft_of(speaker), role="former mayor")
        revise_speaker(speaker, speaker.version, said, actor=world.lead.actor)
    unmerge(world, first)

    stored = find_speaker(world.project_id, second)
    assert stored is not None
    assert (stored.name, stored.role) == ("B", "former mayor")


@ON_BOTH
def test_a_change_before_a_merge_is_not_taken_back_with_it(world: World) -> None:
    first, second = added(world, "A"), added(world, "B")
    with writing():
        speaker = db.session.get_one(Speaker, second)
        said = replace(draft_of(speaker), role="mayor")
        revise_speaker(speaker, 1, said, actor=world.lead.actor)
    merge(world, first, second)
    unmerge(world, first)

    stored = find_speaker(world.project_id, second)
    assert stored is not None
    assert (stored.role, stored.aliases) == ("mayor", "[]")


@ON_BOTH
def test_a_merge_needs_the_versions_of_both_that_it_was_looked_at_with(world: World) -> None:
    first, second = added(world, "A"), added(world, "B")
    with writing():
        one, into = (db.session.get_one(Speaker, key) for key in (first, second))
        with pytest.raises(Stale):
            merge_speakers(one, into, MergeDraft(2, 1), actor=world.lead.actor)
        with pytest.raises(Stale):
            merge_speakers(one, into, MergeDraft(1, 2), actor=world.lead.actor)


@ON_BOTH
def test_merges_that_make_no_sense_are_refused(world: World) -> None:
    first, second, third = (added(world, name) for name in ("A", "B", "C"))
    with pytest.raises(Invalid):
        merge(world, first, first)
    merge(world, first, second)
    with pytest.raises(Invalid, match="merged already"):
        merge(world, first, third)
    with pytest.raises(Invalid, match="choose that one"):
        merge(world, third, first)
    with pytest.raises(Invalid, match="not merged"):
        unmerge(world, third)


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_whoever_is_asked_for_there_is_one_answer(merges: list[tuple[int, int]]) -> None:
    into = dict(enumerate(range(8)))
    for one, other in merges:
        if into[one] == one and into[other] == other and one != other:
            into = {key: other if held == one else held for key, held in into.items()}
    rows = [
        (str(key), f"n{key}", "[]", None, None, None, None if held == key else str(held))
        for key, held in into.items()
    ]

    found = resolved(rows)

    assert {key: one.id for key, one in found.items()} == {
        str(key): str(held) for key, held in into.items()
    }
    everybody = {name for one in found.values() for name in (one.name, *one.aliases)}
    assert everybody == {f"n{key}" for key in range(8)}
