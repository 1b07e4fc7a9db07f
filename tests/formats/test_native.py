"""Native JSON Lines: what goes out comes in, and goes out again as the same bytes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.annotations.models import Annotation
from annotator.articles.models import Article
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.projects.models import Membership
from tests.databases import ON_BOTH
from tests.export.work import TEXT, article, mark
from tests.factories import make_member, make_project, make_user
from tests.formats.native import changed, drop, exported, imported, put, repeat
from tests.personas import World


@ON_BOTH
def test_an_export_comes_back_and_leaves_again_as_the_same_bytes(
    file: bytes, elsewhere: Flask
) -> None:
    assert imported(file) == 3
    assert exported() == file


def test_so_does_an_export_with_names(files: tuple[bytes, bytes], elsewhere: Flask) -> None:
    named = files[1]
    assert b"Rosa Ramirez" in named
    imported(named)
    assert exported(names=True) == named


def test_imported_persons_cannot_sign_in_and_keep_their_pseudonyms(
    file: bytes, elsewhere: Flask
) -> None:
    imported(file)
    people = db.session.execute(
        select(Membership.number, User.name, User.email, User.password_hash)
        .join(User)
        .order_by(Membership.number)
    ).all()
    # Whoever set the empty project up was r1, which no line names; r2 and r3 are taken.
    assert [tuple(row) for row in people][1:] == [(2, "r2", None, None), (3, "r3", None, None)]


def test_a_member_who_was_there_gives_way_to_a_pseudonym_of_the_file(
    file: bytes, elsewhere: Flask
) -> None:
    data = file.replace(b'"r2"', b'"r1"')
    imported(data)
    assert exported() == data
    rows = db.session.execute(select(Membership.number, User.name).join(User))
    numbers = {name: number for number, name in rows}
    assert numbers["r1"] == 1
    assert numbers["Lead of the other place"] == 4


def test_a_quote_keeps_its_kind_and_its_parts(file: bytes, elsewhere: Flask) -> None:
    imported(file)
    quote = quote_of(json.loads(exported().splitlines()[0]))
    assert quote["quote"]["kind"] == "direct"
    assert [(piece["part"], piece["exact"]) for piece in quote["fragments"]] == [
        ("content", "We have never been better"),
        ("cue", "said"),
        ("speaker", "she"),
    ]


def test_a_mark_has_only_so_many_links_in_a_file_too(
    file: bytes, elsewhere: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotator.formats.native.links.MAX_LINKS", 0)
    with pytest.raises(Invalid, match="at most 0 links start at one mark"):
        imported(file)


def test_every_row_gets_its_event(file: bytes, elsewhere: Flask) -> None:
    imported(file)
    rows = db.session.execute(select(Event.action, func.count()).group_by(Event.action))
    counts = {action: count for action, count in rows}
    expected = {
        "article": 3,
        "revision": 3,
        "assignment": 3,
        "annotation": 5,
        "verdict": 2,
        "link": 2,
    }
    for noun, count in {**expected, "source": 2}.items():
        assert counts[f"{noun}.imported"] == count, noun
    events = db.session.scalars(select(Event.seq).order_by(Event.seq)).all()
    assert list(events) == list(range(1, len(events) + 1))


def test_a_project_that_holds_articles_takes_no_native_file(file: bytes, elsewhere: Flask) -> None:
    imported(file)
    with pytest.raises(Conflict, match="holds articles already"):
        imported(file)


def test_an_id_that_stands_elsewhere_in_the_installation_is_refused(
    file: bytes, elsewhere: Flask
) -> None:
    imported(file)
    make_project("second")
    data = file.replace(b'"project":"trains"', b'"project":"second"')
    first = json.loads(file.splitlines()[0])["id"]
    with pytest.raises(Invalid) as refusal:
        imported(data, "second")
    assert str(refusal.value) == (
        f"In back.jsonl, line 1, “id”: there is an article {first} already, "
        "and nothing is written over it."
    )


def quote_of(row: dict[str, Any]) -> dict[str, Any]:
    """The quote among the marks of a line."""
    found: dict[str, Any] = next(mark for mark in row["annotations"] if mark["label"] == "quote")
    return found


CLAIM = "annotations.3"
REFUSALS = {
    "a missing key": (drop("links"), "“links”: the key is missing"),
    "a missing key in a mark": (drop(f"{CLAIM}.note"), "“annotations-3.note”: the key is missing"),
    "an unknown key": (put("colour", "red"), "“colour”: there is no such key"),
    "another schema": (put("schema", "annotator/article/2"), "annotator/article/1"),
    "another project": (put("project", "boats"), "the file is of the project “boats”"),
    "an id that is none": (put("id", "A-1"), "“id”: it must be a UUID"),
    "an id in capitals": (put(f"{CLAIM}.id", "0" * 8 + "-000A-4000-8000-" + "0" * 12), "UUID"),
    "an empty note": (put(f"{CLAIM}.note", ""), "“annotations-3.note”"),
    "a note without end": (put(f"{CLAIM}.note", "x" * 10_001), "10,000 characters"),
    "a time without milliseconds": (put(f"{CLAIM}.created_at", "2026-11-21T09:30:00Z"), "time"),
    "a time that never was": (put(f"{CLAIM}.created_at", "2026-02-30T09:30:00.000Z"), "time"),
    "a date that never was": (put("published_on", "2026-02-30"), "“published_on”"),
    "a version below one": (put(f"{CLAIM}.version", 0), "“annotations-3.version”"),
    "true for a number": (put(f"{CLAIM}.version", True), "“annotations-3.version”"),
    "another hash": (put("text_sha256", "0" * 64), "“text_sha256”: it is not the SHA-256"),
    "a text that is not canonical": (put("text", "a\r\nb"), "“text”"),
    "an address that runs": (put("url", "javascript:alert(1)"), "“url”: it is no web address"),
    "a source that runs": (
        put(f"{CLAIM}.claim.sources.0.url", "javascript:alert(1)"),
        "“annotations-3.claim.sources-0.url”",
    ),
    "a layout with a hole": (put("layout", {"blocks": [], "inline": []}), "“layout”"),
    "an offset that names other words": (
        put(f"{CLAIM}.fragments.0.start", 54),
        "at 54 to 75 the text says “ 97 percent of trains”, and the mark says “97 percent",
    ),
    "an end beyond the text": (put(f"{CLAIM}.fragments.0.end", 10_000), "10000"),
    "another UTF-16 offset": (
        put(f"{CLAIM}.fragments.0.start_utf16", 55),
        "the file says (55, 76), and the text says (56, 76)",
    ),
    "another prefix": (put(f"{CLAIM}.fragments.0.prefix", "x"), "“annotations-3.fragments-0.pre"),
    "a mark without words": (put(f"{CLAIM}.fragments", []), "“annotations-3.fragments”"),
    "a claim with a cue": (put(f"{CLAIM}.fragments.1.part", "cue"), "only a quote has a cue"),
    "an unknown label": (put(f"{CLAIM}.label", "rumour"), "claim, quote, context"),
    "a claim without its claim": (put(f"{CLAIM}.claim", None), "“annotations-3.claim”"),
    "a verdict that is not the last": (
        put(f"{CLAIM}.claim.verdict", None),
        "it must be the last of “verdicts”",
    ),
    "a rating that the scale lacks": (
        put(f"{CLAIM}.claim.verdicts.0.rating", "maybe"),
        "the project's rating scale has no “maybe”",
    ),
    "a rating under another label": (
        put(f"{CLAIM}.claim.verdicts.0.label", "Nope"),
        "with the label “Nope”",
    ),
    "a pending choice that the scale lacks": (
        put(f"{CLAIM}.claim.pending_choice", "maybe"),
        "“annotations-3.claim.pending_choice”",
    ),
    "an older verdict that is stale": (
        lambda row: row["annotations"][3]["claim"]["verdicts"][0].update(
            stale=True, stale_reason="wording"
        ),
        "only the last verdict can be stale",
    ),
    "a scale that the project lacks": (put("scheme_version", 2), "no version 2"),
    "verdicts on no scale": (put("scheme_version", None), "“scheme_version”"),
    "what has no place yet": (
        put(f"{CLAIM}.claim.short", "In short"),
        "“annotations-3.claim.short”: this version of Annotator has no place for it yet",
    ),
    "a link without its keys": (put("links", [{}]), "“links-0.id”: the key is missing"),
    "a link to no mark here": (
        put("links.0.to", "00000000-0000-4000-8000-000000000000"),
        "“links-0.to”: there is no such mark in this article",
    ),
    "a link to itself": (
        lambda row: row["links"][0].update(to=row["links"][0]["from"]),
        "“links-0.to”: a mark is not linked to itself",
    ),
    "a link that does not fit": (
        put("links.0.kind", "repeats"),
        "“links-0.kind”: marks of these two kinds are not linked in this way",
    ),
    "a link of an unknown kind": (put("links.0.kind", "likes"), "explains, made_in, repeats"),
    "a link of somebody else": (put("links.0.author", "r3"), "are of one person"),
    "a link in the gold layer": (put("links.0.layer", "gold"), "are in one layer"),
    "a link twice": (repeat("links"), "are linked in this way already"),
    "a link's id twice": (
        lambda row: row["links"][1].update(id=row["links"][0]["id"]),
        "there is a link",
    ),
    "a claim that is quoted": (
        put(f"{CLAIM}.quote", {"kind": "direct"}),
        "“annotations-3.quote”: a quote has it, and nothing else has",
    ),
    "a quote with two cues in one place": (
        lambda row: quote_of(row)["fragments"].append(dict(quote_of(row)["fragments"][1])),
        "two pieces of this mark overlap",
    ),
    "a quote of no kind": (
        lambda row: quote_of(row)["quote"].update(kind="long"),
        "it must be one of direct, indirect, mixed",
    ),
    "a quote with what has no place yet": (
        lambda row: quote_of(row)["quote"].update(speaker="Ines Marrow"),
        "quote.speaker”: this version of Annotator has no place for it yet",
    ),
    "a reviewer twice": (repeat("reviews"), "this reviewer is there twice"),
    "a submission without its time": (put("reviews.0.submitted_at", None), "has a time"),
    "a mark twice": (repeat("annotations"), "there is an annotation"),
    "an unknown state": (put("reviews.0.state", "lost"), "assigned, started, submitted"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_it_refuses_and_says_where(file: bytes, elsewhere: Flask, case: str) -> None:
    change, sentence = REFUSALS[case]
    before = db.session.scalar(select(func.count()).select_from(Event))
    with pytest.raises(Invalid) as refusal:
        imported(changed(file, change))
    assert sentence in str(refusal.value)
    assert str(refusal.value).startswith("In back.jsonl, line 1, “")
    assert str(refusal.value).count("\n") == 0
    assert db.session.scalar(select(func.count()).select_from(Article)) == 0
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_a_fault_in_the_last_line_undoes_all_the_others(file: bytes, elsewhere: Flask) -> None:
    with pytest.raises(Invalid, match="line 4"):
        imported(file + b'{"schema": "annotator/article/1"}\n')
    assert db.session.scalar(select(func.count()).select_from(Annotation)) == 0
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_the_same_line_twice_is_refused_at_the_second(file: bytes, elsewhere: Flask) -> None:
    [first, *_] = file.splitlines(keepends=True)
    with pytest.raises(Invalid, match="line 2, “id”"):
        imported(first + first)


def test_a_null_title_becomes_the_first_line(file: bytes, elsewhere: Flask) -> None:
    imported(changed(file, put("title", None)))
    assert json.loads(exported().splitlines()[0])["title"] == "Minister: 🚆 trains are on time"


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text.strip() != ""
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_whatever_was_marked_survives_the_journey(world: World, data: st.DataObject) -> None:
    texts = data.draw(st.lists(words, min_size=1, max_size=3))
    source = make_project()
    member = make_member(source, make_user())
    with writing():
        for text in texts:
            article_id = article(source, f"{text}\n{TEXT}")
            whole = f"{text}\n{TEXT}".removeprefix("\ufeff").replace("\x85", "\ufffd")
            for _ in range(data.draw(st.integers(0, 3))):
                start = data.draw(st.integers(0, len(whole) - 1))
                end = data.draw(st.integers(start + 1, len(whole)))
                mark(source, article_id, member.user_id, whole[start:end], note=text)
    before = exported(source.slug)
    target = make_project()
    # Ids are unique in an installation, so the copy gets others.
    there = before.replace(source.slug.encode(), target.slug.encode())
    for row in map(json.loads, before.splitlines()):
        for known in [row["id"], *(annotation["id"] for annotation in row["annotations"])]:
            there = there.replace(known.encode(), (known[:-4] + "ffff").encode())
    imported(there, target.slug)
    assert exported(target.slug) == there
