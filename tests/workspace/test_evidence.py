"""Sources with all that evidence needs, through the page's own requests."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from annotator.audit.replay import compare
from annotator.db import db
from annotator.sources.models import Source
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.workspace.marks import TEXT, Hand, keys, rating, source

FULL = {
    "title": "Register of dams",
    "stance": "refutes",
    "publisher": "Water Office",
    "published_on": "2024-05-02",
    "excerpt": "31 million litres",
    "retrieved_on": "2025-01-03",
    "archive_url": "https://web.archive.org/web/2025/https://example.org/dam?utm_source=x",
    "archived_on": "2025-01-03",
    "medium": "web_table",
    "location": "Table 3",
    "question": "How much does the dam hold?",
    "answer": "31 million litres.",
    "answer_type": "extractive",
    "boolean_explanation": "Table 3 says so.",
    "set": 2,
    "primary": "yes",
    "flags": ["biased", "dead"],
    "expert": "Ann Lee",
    "affiliation": "Water Office",
    "interest": "Runs the dam",
}


def sent(**fields: Any) -> dict[str, Any]:
    """The fields as a form has them."""
    found = {**fields}
    if "flags" in found:
        found["flags"] = " ".join(found["flags"])
    return found


def change(of: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The fields that change one source of a mark."""
    return keys({"sources-0-uuid": of["id"], **{f"sources-0-{k}": v for k, v in fields.items()}})


def refusal(hand: Hand, mark: dict[str, Any], **fields: Any) -> tuple[str, str]:
    """The field and the sentence that a change is refused with."""
    of = mark["claim"]["sources"][0]
    named = {name.replace("__", "-"): value for name, value in change(of, **fields).items()}
    answer = hand.save(mark["id"], {"version": mark["version"], **named})
    assert answer.status_code == 422, answer.text
    error = answer.get_json()["error"]
    return error["field"], error["sentence"]


@ON_BOTH
def test_every_field_of_a_source_is_kept_as_it_was_said(hand: Hand, world: World) -> None:
    mark = hand.mark("The dam", **source("https://example.org/dam", **sent(**FULL)))

    (kept,) = mark["claim"]["sources"]
    assert {key: kept[key] for key in FULL} == FULL
    assert hand.layer()["annotations"] == [mark]
    assert compare(world.project_id) == []


@ON_BOTH
def test_a_field_that_is_emptied_is_empty_and_one_that_is_not_named_stays(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/dam", **sent(**FULL)))
    emptied = {key: "" for key in FULL if key not in {"title", "flags"}}

    again = hand.revise(mark, **change(mark["claim"]["sources"][0], **emptied))

    (kept,) = again["claim"]["sources"]
    assert kept["title"] == "Register of dams"
    assert kept["flags"] == ["biased", "dead"]
    assert not {key for key in emptied if kept.get(key)}


def test_a_question_without_an_answer_needs_no_link_and_is_no_evidence(hand: Hand) -> None:
    asked = {"sources-0-uuid": str(uuid4()), "sources-0-question": "Who counted?"}
    mark = hand.mark(
        "The dam", **asked, **{"sources-0-answer_type": "unanswerable"}, **rating("refuted", "So.")
    )

    assert mark["claim"]["sources"][0]["url"] is None
    assert mark["claim"]["verdict"] is None
    assert mark["claim"]["pending"]["missing"] == ["source"]


def test_a_source_whose_question_found_no_answer_is_no_evidence_though_it_has_a_link(
    hand: Hand,
) -> None:
    link = source("https://example.org/a", question="Who counted?", answer_type="unanswerable")
    mark = hand.mark("The dam", **link, **rating("refuted", "It leaks."))

    assert mark["claim"]["pending"]["missing"] == ["source"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "", "answer_type": "unanswerable"}, "question"),
        ({"medium": "smoke_signal"}, "medium"),
        ({"flags": "biased rude"}, "flags"),
        ({"archive_url": "javascript:alert(1)"}, "archive_url"),
        ({"set": 0}, "set"),
        ({"published_on": "yesterday"}, "published_on"),
        ({"published_on": "0024-01-01"}, "published_on"),
        ({"answer_type": "maybe"}, "answer_type"),
        ({"same_origin_as": "0d9b6f3e-6a55-4d0c-9a52-0a3b6f7f4c11"}, "same_origin_as"),
        ({"title": "a\x00b"}, "title"),
    ],
)
def test_what_no_source_can_be_is_refused_with_its_field(
    hand: Hand, fields: dict[str, Any], field: str
) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"))

    name, sentence = refusal(hand, mark, **fields)

    assert name == f"sources-0-{field}"
    assert sentence.endswith((".", "year."))


def test_a_source_has_no_origin_in_itself(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"))
    own = mark["claim"]["sources"][0]["id"]

    assert refusal(hand, mark, same_origin_as=own)[0] == "sources-0-same_origin_as"


def test_a_source_that_goes_cannot_name_an_origin_that_never_was(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"))

    field, _ = refusal(hand, mark, same_origin_as=str(uuid4()), removed="y")
    assert field == "sources-0-same_origin_as"


def three(hand: Hand) -> dict[str, Any]:
    """A claim with three sources, the second and the third with the origin of the first."""
    mark = hand.mark("The dam", **source("https://a.example/"))
    first = mark["claim"]["sources"][0]["id"]
    for host in ("b", "c"):
        mark = hand.revise(mark, **keys(source(f"https://{host}.example/", same_origin_as=first)))
    return mark


def origins(mark: dict[str, Any]) -> dict[str, str | None]:
    """Which host each source has its origin from, by host."""
    hosts = {one["id"]: one["host"][0] for one in mark["claim"]["sources"]}
    found = {}
    for one in mark["claim"]["sources"]:
        origin = one.get("same_origin_as")
        found[hosts[one["id"]]] = None if origin is None else hosts[origin]
    return found


@ON_BOTH
def test_a_group_of_one_origin_outlives_the_source_that_it_was_named_after(
    hand: Hand, world: World
) -> None:
    mark = three(hand)
    first = mark["claim"]["sources"][0]

    gone = hand.revise(mark, **change(first, removed="y"))
    assert origins(gone) == {"b": None, "c": "b"}

    back = hand.revise(gone, **change(first, removed=""))
    assert origins(back) == {"a": "b", "b": None, "c": "b"}
    assert compare(world.project_id) == []


def test_two_sources_in_one_request_may_name_each_other_in_any_order(hand: Hand) -> None:
    first, second = str(uuid4()), str(uuid4())
    fields = {
        "sources-0-uuid": first,
        "sources-0-url": "https://a.example/",
        "sources-0-same_origin_as": second,
        "sources-1-uuid": second,
        "sources-1-url": "https://b.example/",
    }

    assert origins(hand.mark("The dam", **fields)) == {"a": "b", "b": None}


@pytest.mark.parametrize(
    ("fields", "stale"),
    [
        ({"stance": "supports"}, True),
        ({"excerpt": "30 million"}, True),
        ({"question": "Q?"}, True),
        ({"answer": "A."}, True),
        ({"answer_type": "abstractive"}, True),
        ({"boolean_explanation": "E."}, True),
        ({"set": 3}, True),
        ({"flags": "satire"}, True),
        ({"title": "T"}, False),
        ({"publisher": "P"}, False),
        ({"published_on": "2020-01-01"}, False),
        ({"retrieved_on": "2020-01-01"}, False),
        ({"archive_url": "https://archive.ph/x", "archived_on": "2020-01-01"}, False),
        ({"medium": "pdf"}, False),
        ({"location": "p. 7"}, False),
        ({"primary": "no"}, False),
        ({"expert": "E", "affiliation": "A", "interest": "I"}, False),
    ],
)
def test_a_verdict_feels_what_a_source_says_and_not_where_it_was_found(
    hand: Hand, fields: dict[str, Any], stale: bool
) -> None:
    link = source("https://example.org/a", stance="refutes", set=2)
    mark = hand.mark("The dam", **link, **rating("refuted", "It leaks."))

    again = hand.revise(mark, **change(mark["claim"]["sources"][0], **fields))

    assert again["claim"]["verdict"]["stale"] is stale


def test_the_claim_tells_its_doubts_and_what_its_evidence_speaks_for(hand: Hand) -> None:
    mark = hand.mark(
        "The dam", **source("https://example.org/a", stance="refutes"), **rating("refuted", "So.")
    )
    own = mark["claim"]["sources"][0]["id"]

    assert mark["claim"]["verdict"]["rating"] == "refuted"
    assert mark["claim"]["warnings"] == [
        {"doubt": "no_archive", "source": own},
        {"doubt": "one_sided"},
        {"doubt": "few_independent", "found": 1, "wanted": 2},
    ]
    assert mark["claim"]["advice"] == {
        "rating": "refuted",
        "label": "Refuted",
        "reason": "all_refute",
    }


def test_no_two_spellings_of_a_page_are_two_pages(hand: Hand) -> None:
    hand.mark("The dam", **source("https://www.example.org/a?utm_source=x"))
    hand.mark("the mayor", **source("http://example.org/a#top"))

    assert len({one.page_key for one in db.session.query(Source)}) == 1


def test_evidence_is_late_by_the_day_of_the_claim_before_that_of_the_article(
    world: World, visit: Visit
) -> None:
    article = make_article(world.project, TEXT, published_on=date(2024, 5, 10))
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    link = source("https://example.org/a", published_on="2024-05-12", stance="refutes")

    mark = hand.mark("The dam", **link)
    assert "published_later" in doubts(mark)

    later = hand.revise(mark, **{"claim__made_on": "2024-05-20", "claim__made_on_basis": "exact"})
    assert "published_later" not in doubts(later)


def doubts(mark: dict[str, Any]) -> list[str]:
    """What is doubtful about the evidence of a mark."""
    return [warning["doubt"] for warning in mark["claim"]["warnings"]]


def test_a_slip_behind_an_archives_own_address_breaks_no_page(hand: Hand) -> None:
    slip = "https://web.archive.org/web/2020/https://[example.org/dam"

    two = {**source(slip), **source("https://example.org/dam", index=1)}

    mark = hand.mark("The dam", **two, **rating("refuted", "It leaks."))

    assert mark["claim"]["sources"][0]["url"] == slip
    assert hand.visitor.get(f"/projects/{hand.slug}/claims/{mark['id']}").status_code == 200
