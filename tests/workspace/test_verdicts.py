"""Ratings, sources and staleness: invariants 5 and 6 of the blueprint."""

from __future__ import annotations

import pytest
from flask import Flask

from annotator.db import db
from annotator.verdicts.models import Verdict
from annotator.web.ratings import rating_words
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.formats.native import exported
from tests.personas import World
from tests.workspace.marks import Hand, rating, source


@ON_BOTH
def test_mark_verdict_and_source_in_one_save(hand: Hand) -> None:
    mark = hand.mark(
        "40 million litres",
        wording="The dam holds 40 million litres.",
        **source("https://example.org/dam?utm_source=x", title="Register", stance="supports"),
        **rating("supported", "The register says so."),
    )

    claim = mark["claim"]
    assert claim["verdict"]["rating"] == "supported"
    assert claim["verdict"]["rationale"] == "The register says so."
    assert claim["pending"] is None
    assert [(item["url"], item["stance"]) for item in claim["sources"]] == [
        ("https://example.org/dam", "supports")
    ]


def test_a_decisive_rating_waits_for_rationale_and_source_and_says_so(hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("refuted"))

    assert mark["claim"]["verdict"] is None
    assert mark["claim"]["pending"] == {
        "rating": "refuted",
        "label": "Refuted",
        "rationale": None,
        "missing": ["rationale", "source"],
    }


def test_a_default_rating_is_shown_in_the_reader_s_language_and_exported_as_it_is_stored(
    hand: Hand, world: World, visit: Visit
) -> None:
    hand.mark("The dam", **rating("uncheckable"))
    told = {
        language: hand.visitor.get(hand.base, headers={"Accept-Language": language}).text
        for language in ("ar", "en")
    }
    assert '"label":"غير قابل للتحقق"' in told["ar"]
    assert ">مؤيَّد</" in told["ar"]
    assert '"Uncheckable"' not in told["ar"]
    assert '"label":"Uncheckable"' in told["en"]

    lead = visit(world.lead)
    trail = lead.get(f"/projects/{world.slug}/audit", headers={"Accept-Language": "ar"}).text
    assert "غير قابل للتحقق</span>" in trail
    assert b'"label":"Uncheckable"' in exported(world.slug)


def test_a_rating_that_a_project_named_itself_is_shown_as_it_is(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ar"}):
        assert rating_words("Half right") == "Half right"
        assert rating_words("Refuted") == "مُفنَّد"


def test_the_pending_choice_becomes_a_verdict_when_the_last_thing_arrives(hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("refuted"))
    reasoned = hand.revise(mark, **{"verdict__rationale": "It leaks."})
    assert reasoned["claim"]["pending"]["missing"] == ["source"]

    sourced = hand.revise(reasoned, **_keys(source("https://example.org/leak")))

    assert sourced["claim"]["pending"] is None
    assert sourced["claim"]["verdict"]["rating"] == "refuted"
    assert sourced["claim"]["verdict"]["rationale"] == "It leaks."
    assert db.session.query(Verdict).count() == 1


def test_the_article_itself_is_no_evidence(hand: Hand) -> None:
    mark = hand.mark(
        "The dam",
        **source("http://www.news.example.org/dam/#top"),
        **rating("supported", "It says so."),
    )

    assert mark["claim"]["sources"][0]["is_article"] is True
    assert mark["claim"]["verdict"] is None
    assert mark["claim"]["pending"]["missing"] == ["source"]


def test_a_rating_that_decides_nothing_is_a_verdict_at_once(hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("not_enough_evidence"))

    assert mark["claim"]["verdict"]["rating"] == "not_enough_evidence"


def test_a_rating_outside_the_scale_is_refused(hand: Hand) -> None:
    mark = hand.mark("The dam")

    answer = hand.save(mark["id"], {"version": 1, **rating("true")})

    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == "verdict-rating"


@pytest.mark.parametrize("label", ["quote", "context"])
def test_only_a_claim_has_a_verdict_a_wording_and_sources(hand: Hand, label: str) -> None:
    mark = hand.mark("The dam", label=label)

    for fields in (rating("supported"), {"wording": "x"}, source("https://example.org")):
        assert hand.save(mark["id"], {"version": 1, **fields}).status_code == 422


def test_a_pending_choice_is_taken_back_by_an_empty_rating(hand: Hand) -> None:
    mark = hand.mark("The dam", **rating("refuted"))

    cleared = hand.revise(mark, **{"verdict__rating": ""})

    assert cleared["claim"]["pending"] is None


def checked(hand: Hand) -> dict:
    """A claim with a verdict."""
    return hand.mark(
        "The dam",
        wording="The dam holds.",
        **source("https://example.org/a"),
        **rating("supported", "Seen."),
    )


@ON_BOTH
def test_a_new_rating_is_appended_and_the_old_one_stays(hand: Hand) -> None:
    mark = checked(hand)

    again = hand.revise(mark, **_keys(rating("conflicting", "Sources differ.")))

    assert [item["rating"] for item in again["claim"]["verdicts"]] == ["supported", "conflicting"]
    assert again["claim"]["verdict"] == again["claim"]["verdicts"][-1]


def test_the_same_verdict_again_adds_nothing(hand: Hand) -> None:
    mark = checked(hand)

    again = hand.revise(mark, **_keys(rating("supported", "Seen.")))

    assert len(again["claim"]["verdicts"]) == 1
    assert again["claim"]["pending"] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"wording": "The dam holds water."}, "wording"),
        ({"wording": ""}, "wording"),
        (source("https://example.org/b"), "evidence"),
    ],
)
def test_what_a_verdict_rests_on_makes_it_stale(
    hand: Hand, change: dict[str, str], reason: str
) -> None:
    stale = hand.revise(checked(hand), **_keys(change))

    assert stale["claim"]["verdict"]["stale"] is True
    assert stale["claim"]["verdict"]["stale_reason"] == reason


def test_a_removed_source_makes_the_verdict_stale(hand: Hand) -> None:
    mark = checked(hand)
    removal = {"sources-0-uuid": mark["claim"]["sources"][0]["id"], "sources-0-removed": "y"}

    stale = hand.revise(mark, **_keys(removal))

    assert stale["claim"]["sources"] == []
    assert stale["claim"]["verdict"]["stale_reason"] == "evidence"


def test_a_note_or_a_sources_title_leaves_the_verdict_fresh(hand: Hand) -> None:
    mark = checked(hand)
    titled = {"sources-0-uuid": mark["claim"]["sources"][0]["id"], "sources-0-title": "Register"}

    fresh = hand.revise(mark, note="n", **_keys(titled))

    assert fresh["claim"]["sources"][0]["title"] == "Register"
    assert fresh["claim"]["verdict"]["stale"] is False


def test_moved_borders_make_it_stale_where_there_is_no_wording(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"), **rating("supported", "Seen."))
    moved = {
        "fragments-0-start": 0,
        "fragments-0-end": 13,
        "fragments-0-exact": "The dam holds",
    }

    stale = hand.revise(mark, **_keys(moved))

    assert stale["claim"]["verdict"]["stale_reason"] == "wording"


def test_words_moved_under_another_label_are_felt_when_it_is_a_claim_again(hand: Hand) -> None:
    mark = hand.mark("The dam", **source("https://example.org/a"), **rating("supported", "Seen."))
    moved = {
        "label": "context",
        "fragments-0-start": 0,
        "fragments-0-end": 13,
        "fragments-0-exact": "The dam holds",
    }
    context = hand.revise(mark, **_keys(moved))

    again = hand.revise(context, label="claim")

    assert again["claim"]["verdict"]["stale_reason"] == "wording"


def test_an_identifier_of_an_earlier_verdict_is_refused_at_once(hand: Hand) -> None:
    mark = checked(hand)
    used = {"verdict-uuid": mark["claim"]["verdict"]["id"], "verdict-rating": "conflicting"}

    answer = hand.save(mark["id"], {"version": mark["version"], **used})

    assert answer.status_code == 422
    assert answer.get_json()["error"]["field"] == "verdict-uuid"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.news.example.org/dam/#top",
        "https://news.example.org./dam",
        "https://news.example.org/%64am",
        "https://news.example.org//dam",
        "https://news.example.org/./x/../dam",
        "https://m.news.example.org/dam",
        "https://NEWS.example.org:443/dam?utm_source=x",
        # An archive's copy of the article is the article.
        "https://web.archive.org/web/20260102030405/http://news.example.org:80/dam",
        "https://archive.ph/2026.01.02-030405/https://news.example.org/dam",
        "https://web.archive.org/web/2026/https://archive.ph/2026/https://news.example.org/dam",
    ],
)
def test_no_spelling_makes_the_article_its_own_evidence(hand: Hand, spelling: str) -> None:
    mark = hand.mark("The dam", **source(spelling), **rating("supported", "It says so."))

    assert mark["claim"]["sources"][0]["is_article"] is True
    assert mark["claim"]["verdict"] is None


def test_recording_the_rating_again_confirms_a_stale_verdict(hand: Hand) -> None:
    stale = hand.revise(checked(hand), wording="Another wording.")

    confirmed = hand.revise(stale, **_keys(rating("supported", "Seen.")))

    assert confirmed["claim"]["verdict"]["stale"] is False
    assert [item["rating"] for item in confirmed["claim"]["verdicts"]] == ["supported"] * 2


def test_a_link_that_is_no_link_is_refused_in_words(hand: Hand) -> None:
    mark = hand.mark("The dam")

    for url in (
        "javascript:alert(1)",
        "ftp://example.org",
        "example.org",
        "https://u:p@host/",
        "https://evil.example\\.good.example/",
    ):
        answer = hand.save(mark["id"], {"version": 1, **source(url)})
        assert answer.status_code == 422, url
        assert answer.get_json()["error"]["field"] == "sources-0-url"


def test_an_identifier_of_another_claims_source_is_refused(hand: Hand) -> None:
    other = hand.mark("40 million", **source("https://example.org/a"))
    mark = hand.mark("The dam")
    stolen = {
        "sources-0-uuid": other["claim"]["sources"][0]["id"],
        "sources-0-url": "https://example.org/b",
    }

    assert hand.save(mark["id"], {"version": 1, **stolen}).status_code == 409


def _keys(fields: dict[str, str]) -> dict[str, str]:
    return {name.replace("-", "__"): value for name, value in fields.items()}
