"""brat stand-off: in with every fragment and every annotator, and out as it came."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Fragment, Label, Part
from annotator.assignments.models import Assignment
from annotator.assignments.service import return_work
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.formats.mapping import Annotators, LabelMapping, Offsets, Unmarked
from annotator.projects.queries import project_by_slug
from tests.databases import ON_BOTH
from tests.factories import SHELL, make_article, make_member, make_project, make_user
from tests.formats.brat import (
    ANN,
    POLNEAR,
    TEXT,
    at,
    bring_in,
    content,
    folder_at,
    native_rows,
    pieces_in,
    read,
    refusals,
    row,
    take_out,
)
from tests.formats.native import SLUG, imported

FILES = {
    "dam.txt": TEXT,
    "dam_ann.ann": ANN,
    "dam_bo.ann": ANN.replace("T13\tDiscuss", "T13\tFact"),
}


def marked(label: str, words: str, places: str | None = None, **more: str) -> dict[str, str]:
    """A folder with one text-bound record."""
    return {"dam.txt": TEXT, "dam.ann": f"T1\t{label} {places or at(words)}\t{words}\n", **more}


def test_an_event_becomes_a_quote_with_its_parts() -> None:
    first, second, third = row({"dam.txt": TEXT, "dam_ann.ann": ANN})["annotations"]
    assert [(piece["part"], piece["exact"]) for piece in first["fragments"]] == [
        ("content", "The dam will hold"),
        ("content", "so will the bridge"),
        ("cue", "told"),
        ("speaker", "the mayor"),
    ]
    assert (first["label"], first["author"], first["note"]) == ("quote", "ann", "Two pieces")
    # The speaker is shared, and pieces stay in the order of the file.
    assert [(piece["part"], piece["exact"]) for piece in second["fragments"]] == [
        ("content", "safe,”"),
        ("content", "“We are"),
        ("content", "Critics"),
        ("cue", "she said"),
        ("speaker", "the mayor"),
    ]
    assert second["quote"]["kind"] == "direct"
    assert [piece["exact"] for piece in third["fragments"]] == ["will hold” 🌊"]


def test_every_annotator_has_a_review_and_what_is_kept_stands_under_them() -> None:
    found = row({**FILES, "dam_cy.ann": ""})
    states = [(one["reviewer"], one["state"]) for one in found["reviews"]]
    assert states == [("ann", "submitted"), ("bo", "submitted"), ("cy", "assigned")]
    kept = found["origin"]["brat"]["by_person"]
    assert [line.split("\t")[0] for line in kept["ann"]] == (
        ["T12", "T13", "A1", "M1", "R1", "N1", "#2", "*"]
    )
    assert kept["cy"] == []
    nothing = LabelMapping(labels={"X": Label.CLAIM}, unmarked=Unmarked.NOTHING_TO_MARK)
    [review] = row({"dam.txt": TEXT, "dam.ann": "\n"}, nothing)["reviews"]
    assert (review["state"], review["nothing_to_mark"]) == ("submitted", True)


@ON_BOTH
def test_a_folder_with_every_quirk_goes_out_as_it_came(elsewhere: Flask) -> None:
    assert bring_in(SLUG, FILES) == 1
    out = take_out(SLUG)
    assert sorted(out) == sorted(FILES)
    assert out["dam.txt"].decode() == TEXT
    for name in ("dam_ann.ann", "dam_bo.ann"):
        assert content(out[name]) == content(FILES[name].encode())


@ON_BOTH
def test_what_is_kept_of_work_that_went_back_is_no_submitted_work(elsewhere: Flask) -> None:
    bring_in(SLUG, FILES)
    reviewer = db.session.scalars(select(User.id).where(User.name == "bo")).one()
    with writing():
        wanted = select(Assignment).where(Assignment.reviewer_id == reviewer)
        return_work(db.session.scalars(wanted).one(), reason="Look again", actor=SHELL)
    out = take_out(SLUG, submitted_only=True)
    assert content(out["dam_ann.ann"]) == content(FILES["dam_ann.ann"].encode())
    assert out["dam_bo.ann"] == b""


@ON_BOTH
@pytest.mark.skipif(not POLNEAR.is_dir(), reason="PolNeAR is not there")
def test_polnear_comes_in_and_goes_out_as_the_same_records(elsewhere: Flask) -> None:
    files = folder_at(POLNEAR)
    assert bring_in(SLUG, files) == 6
    counts = dict(
        db.session.execute(select(Fragment.part, func.count()).group_by(Fragment.part)).all()
    )
    assert counts == {Part.CONTENT: pieces_in(files), Part.CUE: 210, Part.SPEAKER: 204}
    assert db.session.scalar(select(func.count()).select_from(Annotation)) == 210
    out = take_out(SLUG)
    assert sorted(out) == sorted(files)
    for name, data in files.items():
        if name.endswith(".txt"):
            assert out[name] == data
        else:
            assert content(out[name]) == content(data), name


def test_the_way_through_native_json_lines_loses_nothing(elsewhere: Flask) -> None:
    bring_in(SLUG, FILES)
    rows, out = native_rows(SLUG), take_out(SLUG)
    assert b'"by_person":{"r' in rows
    assert b'"ann"' not in rows
    copy = make_project("copy")
    text = rows.replace(b'"project":"trains"', b'"project":"copy"')
    for mark in db.session.scalars(select(Annotation.id)):
        text = text.replace(mark.encode(), (mark[:-4] + "ffff").encode())
    article = rows.partition(b'"id":"')[2][:36]
    assert imported(text.replace(article, article[:-4] + b"ffff"), copy.slug) == 1
    again = take_out(copy.slug, names=False)
    assert [content(data) for name, data in sorted(again.items()) if name.endswith(".ann")] == [
        content(data) for name, data in sorted(out.items()) if name.endswith(".ann")
    ]


def test_without_names_persons_are_pseudonyms_everywhere(elsewhere: Flask) -> None:
    bring_in(SLUG, FILES)
    assert sorted(take_out(SLUG, names=False)) == ["dam.txt", "dam_r2.ann", "dam_r3.ann"]


def test_a_dataset_comes_in_beside_other_articles_and_its_people_are_the_same(
    elsewhere: Flask,
) -> None:
    bring_in(SLUG, FILES)
    make_article(db.session.merge(_project()), "Another.\n")
    bring_in(SLUG, {"b/dam.txt": TEXT, "b/dam_ann.ann": ANN, "b/dam_cy.ann": ANN})
    out = take_out(SLUG, names=False)
    assert sorted(name for name in out if name.endswith(".ann")) == [
        "b/dam_r2.ann",
        "b/dam_r4.ann",
        "dam_r2.ann",
        "dam_r3.ann",
    ]
    # Nobody who can sign in is given what somebody else of the name marked.
    make_member(_project(), make_user("Ann"))
    bring_in(SLUG, {"c/dam.txt": TEXT, "c/dam_Ann.ann": ANN})
    assert "c/dam_r6.ann" in take_out(SLUG, names=False)


def test_what_came_in_can_be_replayed_from_its_events(elsewhere: Flask) -> None:
    bring_in(SLUG, FILES)
    assert compare(_project().id) == []


def _project() -> Any:
    return project_by_slug(SLUG)


ASTRAL = "🌊🌊 the dam\nwill 🌊 hold\n"


@pytest.mark.parametrize(
    ("text", "places", "count"),
    [
        (ASTRAL, "7 10", 0),
        (ASTRAL, "9 12", 1),
        (ASTRAL.replace("\n", "\r\n"), "7 10", 0),
        ("\ufeff" + ASTRAL.replace("\n", "\r\n"), "8 11", 0),
    ],
)
def test_offsets_are_read_as_what_they_count(text: str, places: str, count: int) -> None:
    end = "will 🌊 hold"
    far = [sum(map(int, places.split(" ")[:1])) + 4]
    units = 2 if count else 1
    ending = 2 if "\r" in text and text.startswith("\ufeff") else 1
    start = far[0] - 1 + ending
    second = f"T2\tClaim {start} {start + len(end) + units - 1}\t{end}\n"
    found = row({"a.txt": text, "a.ann": f"T1\tClaim {places}\tdam\n{second}"})
    assert [mark["fragments"][0]["start"] for mark in found["annotations"]] == [7, 11]


def test_offsets_that_count_carriage_returns_are_known_by_the_words() -> None:
    text = "One line.\r\nTwo 🌊 lines.\r\nThe dam.\r\n"
    for offset in (text.index("dam"), text.replace("🌊", "ab").index("dam")):
        found = row({"a.txt": text, "a.ann": f"T1\tClaim {offset} {offset + 3}\tdam\n"})
        assert found["annotations"][0]["fragments"][0]["exact"] == "dam"


def test_words_that_are_not_at_their_places_are_reported_and_nothing_is_moved() -> None:
    ann = ANN.replace("\ttold\nT3", "\tasked\nT3")
    items = read({"dam.txt": TEXT, "dam_ann.ann": ann})
    start = TEXT.index("told")
    assert refusals(items) == [
        f"In dam_ann.ann, line 2: at {start} {start + 4} the text says “told”, and the record "
        "says “asked”.",
        "In dam_ann.ann, line 5: it speaks of a record whose words are not there.",
        "In dam_ann.ann, line 17: it speaks of a record whose words are not there.",
        "In dam_ann.ann, line 22: it speaks of a record whose words are not there.",
    ]
    # Whoever asks for what is good gets the rest of the article.
    [line] = [item for item in items if not hasattr(item, "sentence")]
    assert [mark["origin"]["brat"]["id"] for mark in line.value["annotations"]] == ["E2", "E3"]  # type: ignore[union-attr]


def test_offsets_can_be_said_to_count_utf16() -> None:
    utf16 = LabelMapping(labels={"Claim": Label.CLAIM}, offsets=Offsets.UTF_16)
    found = row({"a.txt": ASTRAL, "a.ann": "T1\tClaim 9 12\tdam\n"}, utf16)
    assert found["annotations"][0]["fragments"][0]["start"] == 7
    points = LabelMapping(labels={"Claim": Label.CLAIM}, offsets=Offsets.CODE_POINTS)
    items = read({"a.txt": ASTRAL, "a.ann": "T1\tClaim 9 12\tdam\n"}, points)
    assert "at 9 12 the text says “m↵w”, and the record says “dam”" in refusals(items)[0]


def test_a_mapping_says_what_a_label_becomes() -> None:
    mapping = LabelMapping(
        labels={"Fact": Label.CONTEXT, "Say": Label.QUOTE},
        roles={"trigger": Part.CUE, "What": Part.CONTENT, "Who": Part.SPEAKER},
    )
    [context] = row(marked("Fact", "The dam"), mapping)["annotations"]
    assert (context["label"], context["fragments"][0]["exact"]) == ("context", "The dam")
    ann = f"T1\tSay {at('told')}\ttold\nT2\tWord {at('The dam')}\tThe dam\nE1\tSay:T1 What:T2\n"
    [quote] = row({"dam.txt": TEXT, "dam.ann": ann}, mapping)["annotations"]
    assert [(piece["part"], piece["exact"]) for piece in quote["fragments"]] == [
        ("content", "The dam"),
        ("cue", "told"),
    ]


def test_an_event_that_can_be_no_mark_here_is_kept_whole() -> None:
    ann = (
        f"T1\tAttribution {at('told')}\ttold\nT2\tContent {at('The dam')}\tThe dam\n"
        f"T3\tContent {at('dam will')}\tdam will\nE1\tAttribution:T1 Content:T2 Content2:T3\n"
    )
    found = row({"dam.txt": TEXT, "dam.ann": ann})
    assert found["annotations"] == []
    assert len(found["origin"]["brat"]["by_person"]["annotator"]) == 4


def test_annotators_may_have_a_folder_each() -> None:
    mapping = LabelMapping(labels={"Claim": Label.CLAIM}, annotators=Annotators.FOLDER)
    claim = f"T1\tClaim {at('The dam')}\tThe dam\n"
    files = {"ann/dam.txt": TEXT, "ann/dam.ann": claim, "bo/dam.txt": TEXT, "bo/dam.ann": claim}
    found = row(files, mapping)
    assert [mark["author"] for mark in found["annotations"]] == ["ann", "bo"]
    assert found["external_id"] == "dam"
    assert refusals(read({**files, "bo/dam.txt": TEXT + "x"}, mapping)) == [
        "In bo/dam.txt: it is not the same text as “ann/dam.txt”."
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"a.ann": ANN}, "In a.ann: there is no text for it"),
        ({"dam.txt": TEXT, "dam_.ann": ANN}, "In dam_.ann: there is no text for it"),
        ({"dam.txt": "", "dam.ann": ""}, "In dam.txt, “text”: the text is empty"),
        ({"dam.txt": b"\xff", "dam.ann": ""}, "In dam.txt, “file”: the text is not valid utf-8"),
        ({"dam.txt": TEXT, "dam.ann": b"\xff"}, "In dam.ann, “file”: the text is not valid utf-8"),
        ({"dam.txt": TEXT, "dam.ann": "hello"}, "In dam.ann, line 1: this is no record"),
        ({"dam.txt": TEXT, "dam.ann": "", "dam_annotator.ann": ""}, "is of the same annotator"),
        ({"dam.txt": TEXT, "dam_\u200b.ann": ""}, "invisible characters"),
        (marked("Claim", "The dam", "900 907"), "The offset 900 is outside the text"),
        ({"dam.txt": TEXT}, "it is no folder of .txt and .ann files"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(
    files: dict[str, str | bytes], sentence: str
) -> None:
    said = []
    try:
        said = refusals(read(files))
    except Invalid as refusal:
        said = [str(refusal)]
    assert any(sentence.lower() in one.lower() for one in said), said


def test_hidden_files_beside_them_are_passed_over() -> None:
    found = row({**FILES, "__MACOSX/._dam.ann": b"\xff", ".dam_x.ann": b"\xff"})
    assert len(found["reviews"]) == 2
