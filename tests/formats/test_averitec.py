"""AVeriTeC's records come in as articles with a claim, and go out as they came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Basis, Claim
from annotator.articles.models import Article
from annotator.audit.replay import compare
from annotator.db import db, writing
from annotator.formats.averitec.words import ANSWER_IDS, LABELS, MEDIUM_IDS, TYPE_IDS
from annotator.formats.interface import Options
from annotator.imports.running import Arrival, Plan
from annotator.similarity.known import Choice
from annotator.sources.models import AnswerType
from annotator.sources.models import Source as Evidence
from annotator.speakers.models import Speaker
from annotator.verdicts.models import Verdict
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.formats.averitec import (
    alike,
    answer,
    bring_in,
    file,
    needs_sample,
    record,
    sample,
    taken_out,
)
from tests.imports.arriving import bring, source
from tests.personas import World


@needs_sample
@ON_BOTH
def test_the_real_records_go_out_as_they_came(world: World) -> None:
    came = sample()
    assert bring_in(world.slug, came) == len(came) == 24
    went, lost = taken_out(world.slug)
    assert [alike(one) for one in went] == [alike(one) for one in came]
    assert lost == {}
    assert compare(world.project_id) == []


@needs_sample
def test_the_real_records_go_out_as_they_came_to_the_letter(world: World) -> None:
    """Dates without leading zeros, and null apart from an empty string, are kept too."""
    bring_in(world.slug, sample())
    assert taken_out(world.slug)[0] == sample()


@ON_BOTH
def test_a_record_becomes_an_article_with_a_claim_and_its_evidence(world: World) -> None:
    assert bring_in(world.slug, [record()]) == 1
    article = db.session.scalars(select(Article)).one()
    mark = db.session.scalars(select(Annotation)).one()
    [claim] = db.session.scalars(select(Claim)).all()
    assert (article.url, article.title) == (
        "https://blog.example/trains",
        "Nine of ten trains were on time in May.",
    )
    assert [(one.start, one.end, one.exact) for one in mark.fragments] == [(0, 39, article.title)]
    assert claim.types == '["numerical","position_statement"]'
    assert (str(claim.made_on), claim.made_on_basis, claim.place) == (
        "2021-06-01",
        Basis.EXACT,
        "FR",
    )
    assert db.session.get_one(Speaker, claim.speaker_id).name == "Ada Moreau"
    verdict = db.session.scalars(select(Verdict)).one()
    assert (verdict.rating, verdict.rationale) == ("refuted", "The railway counts seven of ten.")
    assert db.session.get_one(User, mark.author_id).name == "annotator"
    assert mark.note == "When was it said? In June. (Metadata)"


@ON_BOTH
def test_answers_become_sources_and_share_their_question(world: World) -> None:
    bring_in(world.slug, [record()])
    rows = db.session.scalars(select(Evidence).order_by(Evidence.position)).all()
    assert [(row.question, row.answer, row.answer_type, row.url) for row in rows] == [
        (
            "How many trains were on time?",
            "Seven of ten.",
            AnswerType.ABSTRACTIVE,
            "https://news.example/13",
        ),
        ("How many trains were on time?", "Yes", AnswerType.BOOLEAN, "https://news.example/3"),
        ("Who counts them?", "No answer could be found.", AnswerType.UNANSWERABLE, None),
    ]
    assert rows[0].archive_url == "https://web.archive.org/x"
    assert (rows[0].medium, rows[2].medium) == ("web_text", None)
    assert rows[1].boolean_explanation == "Its table says seven."


def test_one_name_is_one_speaker_in_every_record_and_every_file(world: World) -> None:
    bring_in(world.slug, [record(), record(claim="Again."), record(claim="More.", speaker="Bo")])
    bring_in(world.slug, [record(claim="Later.", speaker=" Ada  Moreau")])
    assert sorted(db.session.scalars(select(Speaker.name))) == ["Ada Moreau", "Bo"]
    assert taken_out(world.slug)[0][3]["speaker"] == " Ada  Moreau"
    assert compare(world.project_id) == []


QUIRKS: dict[str, dict[str, Any]] = {
    "a date with zeros": {"claim_date": "01-06-2021"},
    "no date": {"claim_date": ""},
    "a speaker of no name": {"speaker": "  "},
    "a place that is no country": {"location_ISO_code": "Europe"},
    "types out of order, and twice": {"claim_types": ["Numerical Claim", "Causal Claim"] * 2},
    "words that are none here": {"claim_id": 7, "extra": {"a": [1, 1.0, True, None]}},
    "an address that is none": {"original_claim_url": "blog, in June"},
    "an address with tracking": {
        "questions": [
            {"question": "Q?", "answers": [answer("A", source_url="http://A.example?utm_source=x")]}
        ]
    },
    "a copy alone": {
        "questions": [
            {
                "question": "Q?",
                "answers": [
                    answer("A", source_url="lost", cached_source_url="https://archive.ph/1")
                ],
            }
        ]
    },
    "the same question twice": {
        "questions": [{"question": "Q?", "answers": [answer("A" * n)]} for n in (1, 2)]
    },
    "questions without answers": {
        "questions": [
            {"question": "Q?", "answers": []},
            {"question": "R?", "answers": [answer("A")]},
            {"question": "S?", "answers": None, "why": "lost"},
            {"question": "T?"},
        ]
    },
    "questions without words": {
        "questions": [{"question": text, "answers": [answer("A")]} for text in ("", None, "")]
    },
    "a text with line breaks": {"claim": "\ufeffOne.\r\nTwo.\u2028 "},
    "an answer of no kind": {
        "questions": [{"question": "Q?", "answers": [answer("A", answer_type=None), answer("")]}]
    },
    "nothing but what must be": {
        "label": "Not Enough Evidence",
        "justification": None,
        "questions": None,
        "claim_types": None,
    },
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_a_record_goes_out_as_it_came(world: World, quirk: str) -> None:
    came = record(**QUIRKS[quirk])
    bring_in(world.slug, [came])
    assert taken_out(world.slug)[0] == [came]
    assert compare(world.project_id) == []


def test_keys_that_a_record_lacks_are_not_made_up(world: World) -> None:
    came = {"claim": "Trains run.", "label": "Not Enough Evidence"}
    bring_in(world.slug, [came])
    assert taken_out(world.slug)[0] == [came]


def test_lines_are_read_as_well_as_a_list(world: World) -> None:
    came = [record(), record(claim="Again.")]
    lines = "".join(json.dumps(one) + "\n" for one in came).encode()
    assert bring(world.slug, source(lines, "in.json")) == 2
    assert taken_out(world.slug)[0] == came


LACKING: dict[str, dict[str, Any]] = {
    "a justification": {"justification": " "},
    "a page": {"questions": [{"question": "Q?", "answers": [answer("A", source_url="Metadata")]}]},
    "a page but the claim's own": {
        "questions": [
            {
                "question": "Q?",
                "answers": [answer("A", source_url="http://www.blog.example/trains#top")],
            }
        ]
    },
    "any answer": {"questions": []},
}


@ON_BOTH
@pytest.mark.parametrize("lacking", LACKING)
def test_a_label_that_lacks_its_grounds_waits_as_a_choice(world: World, lacking: str) -> None:
    came = record(**LACKING[lacking])
    bring_in(world.slug, [came])
    assert db.session.scalars(select(Verdict)).all() == []
    claim = db.session.scalars(select(Claim)).one()
    mark = db.session.scalars(select(Annotation)).one()
    assert claim.pending_rating == "refuted"
    assert came["justification"].strip() in (mark.note or "")
    assert taken_out(world.slug) == ([came], {})
    assert compare(world.project_id) == []


def test_a_choice_that_somebody_changed_is_no_record(world: World) -> None:
    bring_in(world.slug, [record(questions=[])])
    with writing():
        db.session.execute(update(Claim).values(pending_rating="supported"))
    assert taken_out(world.slug) == ([], {"unjudged": 1})


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
URLS = st.sampled_from(
    [
        "https://a.example/1",
        "http://B.example?utm_id=1&a=2",
        "Metadata",
        "//c.example",
        "mailto:a@b",
    ]
)


def _some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.just("") | values


ANSWERS = st.fixed_dictionaries(
    {
        "answer": _some(WORDS),
        "answer_type": st.sampled_from([*ANSWER_IDS, "", None]),
        "source_url": _some(URLS | WORDS),
        "source_medium": st.sampled_from([*MEDIUM_IDS, "", None]),
    },
    optional={"cached_source_url": _some(URLS | WORDS), "boolean_explanation": _some(WORDS)},
)
RECORDS = st.fixed_dictionaries(
    {
        "claim": WORDS.map(lambda text: f"A{text}"),
        "label": st.sampled_from(LABELS),
        "justification": _some(WORDS),
        "questions": st.lists(
            st.fixed_dictionaries(
                {"question": _some(WORDS | st.just("Q")), "answers": st.lists(ANSWERS, max_size=3)}
            ),
            max_size=4,
        ),
    },
    optional={
        "required_reannotation": st.booleans(),
        "claim_date": _some(st.dates().map(lambda day: f"{day.day}-{day.month}-{day.year:04}")),
        "speaker": _some(st.sampled_from(["Ada", " Ada ", "Bo"])),
        "original_claim_url": _some(URLS | WORDS),
        "location_ISO_code": _some(WORDS | st.just("FR")),
        "claim_types": st.lists(st.sampled_from(sorted(TYPE_IDS)), max_size=4),
        "fact_checking_strategies": st.none() | st.lists(WORDS, max_size=2),
        "reporting_source": _some(WORDS),
    },
)


@ON_BOTH
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(RECORDS, min_size=1, max_size=3))
def test_records_of_this_shape_go_out_as_they_came(world: World, came: list[Any]) -> None:
    before = len(taken_out(world.slug)[0])
    arrival = Arrival(
        Plan(
            world.project_id,
            world.slug,
            [file(came)],
            SHELL,
            Options(project=world.slug),
            known=Choice.ADD,
            keep_good=True,
        )
    )
    list(arrival.run())
    # What came before, to the letter, is known by its name; else each one is there, in its order.
    assert all("has it already" in str(one) for one in arrival.report.refusals)
    known = arrival.report.refused
    assert len(taken_out(world.slug)[0]) == before + len(came) - known
    if known == 0:
        assert taken_out(world.slug)[0][before:] == came
