"""Native JSON Lines: what goes out comes in, and goes out again as the same bytes."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from annotator.accounts.models import User
from annotator.audit.models import Event
from annotator.db import db, writing
from annotator.errors import Conflict, Invalid
from annotator.projects.models import Membership
from tests.databases import ON_BOTH
from tests.export.work import TEXT, article, mark
from tests.factories import make_member, make_project, make_user
from tests.formats.native import changed, exported, imported, put, quote_of
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
    for noun, count in {**expected, "source": 5}.items():
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
