"""What is wrong with a file of AVeriTeC is one sentence, with the record and the field."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import func, select

from annotator.articles.json_records import RECORD_BYTES
from annotator.articles.models import Article
from annotator.db import db
from annotator.errors import Invalid
from annotator.formats.interface import Offer, Options
from annotator.imports.running import Arrival, Plan
from annotator.projects.presets import PRESETS
from tests.factories import SHELL
from tests.formats.averitec import answer, file, read, record, refusals
from tests.personas import World


def asked(**other: Any) -> list[dict[str, Any]]:
    return [{"question": "Q?", "answers": [answer("A", **other)]}]


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no claim": ({"claim": None}, "“claim”: it must be there, and be a string"),
    "a blank claim": ({"claim": " "}, "“claim”: the text is empty"),
    "another label": ({"label": "True"}, "“label”: it must be one of Supported, Refuted, Not"),
    "no label": ({"label": None}, "“label”: it must be one of Supported, Refuted, Not"),
    "a label in a list": ({"label": ["Refuted"]}, "“label”: it must be a string, or null"),
    "an impossible day": ({"claim_date": "31-2-2021"}, "“claim_date”: “31-2-2021” is no date"),
    "another order": ({"claim_date": "2021-06-01"}, "“claim_date”: “2021-06-01” is no date"),
    "a type that is none": (
        {"claim_types": ["Numerical Claim", "Number"]},
        "“claim_types[1]”: it must be one of Event/Property Claim, Numerical",
    ),
    "types that are no list": ({"claim_types": "Number"}, "“claim_types”: it must be a list"),
    "a question that is none": ({"questions": ["Q?"]}, "“questions[0]”: it must be an object"),
    "another kind of answer": (
        {"questions": asked(answer_type="Guess")},
        "“questions[0].answers[0].answer_type”: it must be one of Extractive, Abstractive",
    ),
    "another medium": (
        {"questions": asked(source_medium="Smoke")},
        "“questions[0].answers[0].source_medium”: it must be one of Web text",
    ),
    "an answer that is a number": (
        {"questions": asked(answer=7)},
        "“questions[0].answers[0].answer”: it must be a string, or null",
    ),
    "a very long answer": (
        {"questions": asked(answer="A" * 10_001)},
        "“questions[0].answers[0].answer”: it is 10001 characters long, and may have 10000",
    ),
    "a very long name": ({"speaker": "A" * 301}, "“speaker”: it is 301 characters long"),
    "very many answers": ({"questions": asked() * 101}, "“questions”: there are more than 100"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_record_and_field(name: str) -> None:
    other, sentence = WRONG[name]
    [told] = refusals([record(), record(**other)])
    assert told.startswith(f"In in.json, record 2, {sentence}")
    assert "\n" not in told


DEEP = b'{"claim": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"
HOSTILE = {
    "deep": (b"[" + DEEP + b"]", "In in.json, record 1: it is nested deeper than 32 levels."),
    "deep and open": (b"[" * 50_000, "In in.json: the list of records has no end."),
    "huge": (
        b'[{"claim": "' + b"A" * RECORD_BYTES + b'"}]',
        "In in.json, record 1: the record is longer than 4194304 bytes.",
    ),
    "no end": (b'[{"claim": "A"}', "In in.json: the list of records has no end."),
    "a string without end": (b'[{"claim": "A', "In in.json: the list of records has no end."),
    "more behind it": (b"[]\n[]", "In in.json: something follows the list of records."),
    "no object": (b"[7]", "In in.json, record 1: the record is no JSON object."),
    "a comma too many": (b"[,]", "In in.json, record 1: it is not JSON at character 1"),
    "no JSON": (b"[{claim: 1}]", "In in.json, record 1: it is not JSON at character 2"),
    "half a pair": (b'[{"claim": "\\ud800"}]', "In in.json, record 1, “claim”: a text holds NUL"),
    "a key twice": (b'[{"claim": "A", "claim": "B"}]', "record 1, “claim”: the key is there"),
    "no text": (b"\xff\xfe[\x00]", "In in.json, line 1: it is not UTF-8 at byte 1 of the line."),
    "another kind of file": (b"Trains run.", "In in.json, line 1: it is not JSON at character 1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_could_harm_is_one_sentence(name: str) -> None:
    data, sentence = HOSTILE[name]
    told = refusals(data)
    assert sentence in told[0]
    assert all("\n" not in one for one in told)


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_do_more_than_be_refused(data: bytes, listed: bool) -> None:
    try:
        read(b"[" + data + b"]" if listed else data)
    except Invalid:
        return


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(st.sampled_from(sorted(record())), JSON)
@example("cached_original_claim_url", {"\x00": None})
@example("claim", ["half \ud800 of a pair"])
def test_a_value_of_any_kind_is_read_or_refused_by_its_name(key: str, value: Any) -> None:
    told = refusals([record(**{key: value})])
    assert len(told) <= 1
    assert all(one.startswith("In in.json, record 1, “") for one in told)


def test_a_scale_without_the_meaning_is_named() -> None:
    scale = tuple(one for one in PRESETS["averitec"].ratings if one.averitec != "Refuted")
    options = Options(project="trains", offers=Offer(ratings=scale))
    [told] = read([record()], options)
    assert str(told) == (
        "In in.json, record 1, “label”: the project's rating scale has no rating that means "
        "“Refuted”."
    )


@pytest.mark.parametrize(("preset", "rating"), [("politifact", "false"), ("claimreview", "false")])
def test_of_several_ratings_the_plainest_is_meant(preset: str, rating: str) -> None:
    offer = Offer(ratings=PRESETS[preset].ratings)
    [line] = read([record()], Options(project="trains", offers=offer))
    claim = line.value["annotations"][0]["claim"]  # type: ignore[union-attr]
    assert claim["verdict"]["rating"] == rating


def test_a_file_with_a_fault_comes_in_not_at_all_or_without_it(world: World) -> None:
    faulty = [record(), record(claim="Again.", questions=[7])]
    wanted = Plan(world.project_id, world.slug, [file(faulty)], SHELL, Options(project=world.slug))
    with pytest.raises(Invalid, match="In in.json, record 2, “questions.0.”: it must be"):
        list(Arrival(wanted).run())
    count = select(func.count()).select_from(Article)
    assert db.session.scalar(count) == 0
    arrival = Arrival(replace(wanted, keep_good=True))
    list(arrival.run())
    assert (db.session.scalar(count), arrival.report.refused) == (1, 1)


def test_records_are_read_whatever_piece_of_the_file_they_end_in() -> None:
    text = 'A "quote", a \\ and ] or } ' * 3000
    made = [record(claim=f"{number}: {text}") for number in range(4)]
    items = read(b" \n" + json.dumps(made, indent=1).encode())
    assert [item.value["text"] for item in items] == [  # type: ignore[union-attr]
        one["claim"] for one in made
    ]
