"""The pages of speakers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from annotator.accounts.person import Person
from annotator.audit.replay import compare
from annotator.db import writing
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.listing import PAGE_SIZE
from annotator.speakers.queries import known_speakers
from annotator.speakers.service import add_speaker
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.personas import World
from tests.speakers.desk import PAGE, added, marked, row_of, stored
from tests.visitor import Visitor


def test_a_reviewer_adds_a_speaker_and_the_same_form_twice_adds_one(
    world: World, reviewer: Visitor
) -> None:
    fields = {
        "uuid": str(uuid4()),
        "name": " Ines  Marrow ",
        "aliases": "The minister\r\nI. Marrow\r\n",
        "role": "minister",
        "wikidata": "https://www.wikidata.org/wiki/Q42",
        "homepage": "https://marrow.example/",
    }
    for _ in range(2):
        assert reviewer.post(f"{PAGE}/new", fields).status_code == 302

    (known,) = known_speakers(world.project_id)
    assert (known.name, known.aliases) == ("Ines Marrow", ("I. Marrow", "The minister"))
    assert known.wikidata == "Q42"
    page = reviewer.page(f"{PAGE}/{known.id}")
    assert page.heading == "Ines Marrow"
    assert "https://www.wikidata.org/wiki/Q42" in page.links()
    assert "https://marrow.example/" in page.links()
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", " ", "A speaker needs a name."),
        ("name", "x" * 301, "This is too long."),
        ("wikidata", "forty-two", "It is no name of Wikidata; one looks like Q42."),
        (
            "homepage",
            "javascript:alert(1)",
            "It is no web address; one begins with https:// or http://.",
        ),
        ("aliases", "\n".join(map(str, range(51))), "A speaker has at most 50 aliases."),
    ],
)
def test_what_is_wrong_with_a_speaker_stands_beside_its_field(
    reviewer: Visitor, field: str, value: str, said: str
) -> None:
    fields = {"uuid": str(uuid4()), "name": "Ines Marrow", field: value}
    answer = reviewer.post(f"{PAGE}/new", fields)
    assert answer.status_code == 422
    assert reviewer.look(answer, status=422).errors() == {field: said}


def test_a_change_on_top_of_an_older_version_shows_what_is_there_now(
    world: World, reviewer: Visitor, lead: Visitor
) -> None:
    key = added(world, "Ines Marow")
    mine = {"uuid": key, "version": "1", "name": "Ines Marrow", "role": "mayor"}
    assert lead.post(f"{PAGE}/{key}/edit", {**mine, "role": "minister"}).status_code == 302

    answer = reviewer.post(f"{PAGE}/{key}/edit", mine)
    assert answer.status_code == 412
    page = reviewer.look(answer, status=412)
    assert "This speaker was changed meanwhile" in page.text
    assert "What the speaker is now" in page.text
    assert "minister" in page.text
    # What was typed is still there, and is saved on top of what was just read.
    typed = {item.get("name"): item.get("value") for item in page.tree.iter("input")}
    assert (typed["role"], typed["version"]) == ("mayor", "2")
    assert reviewer.post(f"{PAGE}/{key}/edit", {**mine, "version": "2"}).status_code == 302
    assert stored(key).role == "mayor"


def test_a_change_without_the_version_that_it_is_based_on_is_refused(
    world: World, reviewer: Visitor
) -> None:
    key = added(world, "Ines Marrow")
    answer = reviewer.post(f"{PAGE}/{key}/edit", {"uuid": key, "name": "Ines"})
    assert answer.status_code == 428


def test_a_speaker_is_found_by_any_name_however_it_is_accented(
    world: World, reviewer: Visitor
) -> None:
    added(world, "Inés Marrow", aliases=("La ministra",))
    added(world, "Jo Kim")
    for words in ("ines", "MARROW in", "ministra"):
        page = reviewer.page(f"{PAGE}?q={words}")
        assert "Inés Marrow" in page.text
        assert "Jo Kim" not in page.text
    assert "No speaker fits" in reviewer.page(f"{PAGE}?q=nobody").text


def test_each_line_leads_those_who_may_read_it_to_the_speakers_history(
    world: World, visit: Visit
) -> None:
    added(world, "Jo Kim")

    def stories(person: Person) -> list[str]:
        return [link for link in visit(person).page(PAGE).links() if "/history/speaker/" in link]

    [story] = stories(world.lead)
    assert "Jo Kim" in visit(world.lead).page(story).text
    assert stories(world.reviewer) == []


def test_the_list_goes_on_where_its_last_row_ended_though_that_one_is_merged_away(
    world: World, reviewer: Visitor, lead: Visitor
) -> None:
    with writing():
        for number in range(PAGE_SIZE + 2):
            draft = SpeakerDraft(str(uuid4()), f"Speaker {number:03}")
            add_speaker(world.project_id, draft, actor=world.reviewer.actor)

    first = reviewer.page(PAGE)
    (further,) = (link for link in first.links() if "after=" in link)
    assert f"Speaker {PAGE_SIZE - 1:03}" in first.text
    known = {one.name: one.id for one in known_speakers(world.project_id)}
    into, last = known["Speaker 000"], known[f"Speaker {PAGE_SIZE - 1:03}"]
    fields = {"into": into, "version": "1", "into_version": "1"}
    assert lead.post(f"{PAGE}/{last}/merge", fields).status_code == 302
    rest = reviewer.page(further)
    assert f"Speaker {PAGE_SIZE - 1:03}" not in rest.text
    assert f"Speaker {PAGE_SIZE:03}" in rest.text
    assert f"Speaker {PAGE_SIZE + 1:03}" in rest.text
    # A place that no speaker has begins at the beginning.
    assert "Speaker 000" in reviewer.page(f"{PAGE}?after={uuid4()}").text


def test_nobody_is_counted_a_mark_that_they_may_not_see(
    world: World, visit: Visit, reviewer: Visitor
) -> None:
    key = added(world, "Ines Marrow")
    hand = marked(world, reviewer, key, quotes=2)
    marked(world, visit(world.other_reviewer), key)

    def figures(person: Any) -> list[str]:
        return row_of(visit(person), "Ines Marrow")[-2:]

    assert figures(world.reviewer) == ["1", "2"]
    assert figures(world.other_reviewer) == ["1", "0"]
    assert figures(world.lead) == ["2", "2"]
    assert figures(world.observer) == ["0", "0"]
    theirs = visit(world.other_reviewer).page(f"{PAGE}/{key}")
    assert "Rosa Ramirez" not in theirs.text
    assert "somebody else added a speaker" in theirs.text
    assert "Rosa Ramirez" in reviewer.page(f"{PAGE}/{key}").text

    assert hand.submit().status_code == 200
    assert figures(world.other_reviewer) == ["1", "0"]
    assert figures(world.observer) == ["1", "2"]


def test_a_removed_mark_is_not_counted_any_more(world: World, reviewer: Visitor) -> None:
    key = added(world, "Ines Marrow")
    hand = marked(world, reviewer, key)
    (mark,) = hand.layer()["annotations"]
    assert hand.remove(mark).status_code == 200
    assert row_of(reviewer, "Ines Marrow")[-2:] == ["0", "0"]
    assert hand.base not in " ".join(reviewer.page(f"{PAGE}/{key}").links())


def test_likely_doubles_are_told_in_the_list_and_on_the_page(
    world: World, reviewer: Visitor, lead: Visitor
) -> None:
    one = added(world, "Inés Marrow")
    other = added(world, "Marrow, Ines")
    added(world, "I. M.", wikidata="Q42")
    third = added(world, "The minister", wikidata="Q42")
    added(world, "Jo Kim")

    only = reviewer.page(f"{PAGE}?doubles=y").text
    assert only.count("Likely double") == 5  # once in the filter
    assert "Jo Kim" not in only
    page = reviewer.page(f"{PAGE}/{one}")
    assert f"{PAGE}/{other}" in page.links()
    assert not [link for link in page.links() if "merge" in link]
    assert f"{PAGE}/{one}/merge?into={other}" in lead.page(f"{PAGE}/{one}").links()
    assert "I. M." in reviewer.page(f"{PAGE}/{third}").text


@ON_BOTH
def test_the_marks_of_a_speaker_go_on_page_by_page(world: World, reviewer: Visitor) -> None:
    key = added(world, "Ines Marrow")
    marked(world, reviewer, key, quotes=PAGE_SIZE)
    first = reviewer.page(f"{PAGE}/{key}")
    (further,) = (link for link in first.links() if "after=" in link)
    workspace = f"reviewer={world.reviewer.id}"
    assert sum(workspace in link for link in first.links()) == PAGE_SIZE
    assert sum(workspace in link for link in reviewer.page(further).links()) == 1


def test_an_empty_list_says_where_speakers_come_from(
    world: World, visit: Visit, reviewer: Visitor
) -> None:
    assert "No speakers yet" in reviewer.page(PAGE).text
    assert "New speaker" in reviewer.page(PAGE).text
    observers = visit(world.observer).page(PAGE).text
    assert "No speakers yet" in observers
    assert "New speaker" not in observers
