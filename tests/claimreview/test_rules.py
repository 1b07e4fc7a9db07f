"""ClaimReview: what is built passes, what is broken is found, and two readings agree."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.models import PublicState
from annotator.claimreview.building import entry_of, review_of
from annotator.claimreview.facts import Check, Grade, Publication, grade_of, turned_round
from annotator.claimreview.faults import Rule
from annotator.claimreview.rules import faults_among, faults_of
from annotator.projects.presets import PRESETS
from annotator.projects.scheme import Rating
from tests.claimreview.checks import DESK, TRAINS, checks, publications
from tests.claimreview.second_reading import is_right

_GONE = object()


def refusals(record: object) -> set[Rule]:
    return {fault.rule for fault in faults_of(record) if fault.refuses}


def remarks(record: object) -> set[Rule]:
    return {fault.rule for fault in faults_of(record) if not fault.refuses}


def changed(path: str, value: Any, record: Any = None) -> dict[str, Any]:
    """The review of the trains with one value put at a path, or taken away."""
    record = deepcopy(record or review_of(TRAINS, DESK))
    *way, last = path.split(".")
    inner = record
    for key in way:
        inner = inner[key]
    if value is _GONE:
        del inner[last]
    else:
        inner[last] = value
    return record


def test_a_whole_check_becomes_a_review_with_no_fault() -> None:
    record = review_of(TRAINS, DESK)
    assert faults_of(record) == []
    assert record["url"] == "https://checks.harbour.example/0b0b0b0b-0000-4000-8000-000000000001"
    assert record["author"] == {
        "@type": "Organization",
        "name": "Harbour Desk",
        "url": "https://harbour.example",
        "correctionsPolicy": "https://harbour.example/corrections",
    }
    assert record["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Refuted",
        "ratingValue": 1,
        "bestRating": 5,
        "worstRating": 1,
        "ratingExplanation": "The agency’s own table says 88 percent.",
    }
    assert record["itemReviewed"]["author"]["sameAs"] == "https://www.wikidata.org/wiki/Q42"
    assert record["itemReviewed"]["appearance"]["url"] == "https://paper.example/a"
    assert record["citation"][0]["archivedAt"] == "https://archive.example/t"


def test_a_rating_off_the_scale_has_no_numbers() -> None:
    averitec = {rating.id: rating for rating in PRESETS["averitec"].ratings}
    assert grade_of(averitec["refuted"], averitec) == Grade("Refuted", 1, 1, 5)
    grade = grade_of(averitec["not_enough_evidence"], averitec)
    assert grade == Grade("Not Enough Evidence")
    rating = review_of(replace(TRAINS, grade=grade), DESK)["reviewRating"]
    assert set(rating) == {"@type", "alternateName", "ratingExplanation"}


def test_a_scale_with_one_number_has_none() -> None:
    one = {rating.id: rating for rating in PRESETS["averitec"].ratings[:1]}
    assert grade_of(one["supported"], one) == Grade("Supported")


def test_a_scale_that_runs_the_wrong_way_is_found() -> None:
    def rating(key: str, order: int, number: int) -> Rating:
        return Rating(key, key, True, order, None, None, number, "unknown", "ban")

    wrong = {"no": rating("no", 1, 5), "yes": rating("yes", 2, 1)}
    found = turned_round(wrong)
    assert found is not None
    assert [one.id for one in found] == ["no", "yes"]
    for preset in PRESETS.values():
        assert turned_round({one.id: one for one in preset.ratings}) is None


def test_without_a_claimant_there_is_no_author() -> None:
    record = review_of(replace(TRAINS, claimant=None), DESK)
    assert "author" not in record["itemReviewed"]
    assert refusals(record) == set()
    assert remarks(record) == {Rule.NO_CLAIMANT}


def test_a_withdrawn_check_keeps_its_address_and_loses_its_rating() -> None:
    void = replace(TRAINS, state=PublicState.VOID, correction="We had the wrong year.")
    record = review_of(void, DESK)
    assert record["creativeWorkStatus"] == "Withdrawn"
    assert "reviewRating" not in record
    assert record["correction"]["text"] == "We had the wrong year."
    assert faults_of(record) == []
    entry = entry_of(void, DESK)
    assert entry["dateDeleted"] == "2026-03-01"
    assert "@context" not in entry["item"]


BROKEN = [
    ("@context", "https://example.org", Rule.CONTEXT),
    ("@context", _GONE, Rule.CONTEXT),
    ("@type", "Review", Rule.TYPE),
    ("claimReviewed", _GONE, Rule.CLAIM_REVIEWED),
    ("claimReviewed", "  ", Rule.CLAIM_REVIEWED),
    ("claimReviewed", "It was refuted that trains are late", Rule.RATING_IN_CLAIM),
    ("url", _GONE, Rule.URL),
    ("url", "checks/1", Rule.URL),
    ("url", "ftp://checks.example/1", Rule.URL),
    ("url", "https://somebody@checks.example/1", Rule.URL),
    ("url", "https://checks.example:99999/1", Rule.URL),
    ("url", "https://checks.example/\u202e1", Rule.URL),
    ("author", {"@type": "Organization"}, Rule.PUBLISHER),
    ("author", "Harbour Desk", Rule.PUBLISHER),
    ("author.@type", "Thing", Rule.PUBLISHER),
    ("datePublished", "1-3-2026", Rule.DAY),
    ("datePublished", "2026-02-30", Rule.DAY),
    ("dateModified", 2026, Rule.DAY),
    ("dateModified", "2026-11-22T99:99", Rule.DAY),
    ("dateModified", "2026-11-22T:::", Rule.DAY),
    ("dateModified", "2026-11-22T10:00:00+99:00", Rule.DAY),
    ("reviewRating", _GONE, Rule.RATING),
    ("reviewRating", "Refuted", Rule.RATING),
    ("reviewRating.alternateName", _GONE, Rule.RATING_WORDS),
    ("reviewRating.alternateName", "", Rule.RATING_WORDS),
    ("reviewRating.bestRating", _GONE, Rule.NUMBERS),
    ("reviewRating.ratingValue", "1", Rule.NUMBERS),
    ("reviewRating.ratingValue", True, Rule.NUMBERS),
    ("reviewRating.ratingValue", 10**400, Rule.NUMBERS),
    ("reviewRating.bestRating", 1, Rule.SCALE),
    ("reviewRating.worstRating", 0, Rule.SCALE),
    ("reviewRating.ratingValue", 6, Rule.OFF_SCALE),
    ("itemReviewed", "a claim", Rule.CLAIM),
    ("itemReviewed.@type", "Thing", Rule.CLAIM),
    ("itemReviewed.author", None, Rule.CLAIMANT),
    ("itemReviewed.author", [], Rule.CLAIMANT),
    ("itemReviewed.author.name", "", Rule.CLAIMANT),
    ("itemReviewed.author.sameAs", "Q42", Rule.SAME_AS),
    ("itemReviewed.datePublished", "yesterday", Rule.DAY),
    ("itemReviewed.appearance", "a newspaper", Rule.APPEARANCE),
    ("itemReviewed.appearance.url", _GONE, Rule.APPEARANCE),
    ("itemReviewed.firstAppearance", {"@type": "CreativeWork"}, Rule.APPEARANCE),
    ("correction", {"@type": "CorrectionComment"}, Rule.CORRECTION),
    ("correction", "", Rule.CORRECTION),
    ("creativeWorkStatus", "Withdrawn", Rule.WITHDRAWN),
]


@pytest.mark.parametrize(("path", "value", "rule"), BROKEN)
def test_each_broken_rule_is_found_and_said(path: str, value: Any, rule: Rule) -> None:
    record = changed(path, value)
    assert refusals(record) == {rule}
    assert not is_right(record)
    said = [fault.sentence for fault in faults_of(record) if fault.refuses]
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in said)


LACKING = [
    ("claimReviewed", "x" * 76, Rule.LONG_CLAIM),
    ("url", "https://elsewhere.example/1", Rule.OTHER_SITE),
    ("author", _GONE, Rule.NO_PUBLISHER),
    ("datePublished", _GONE, Rule.NO_DAY),
    ("reviewRating.alternateName", "x" * 61, Rule.LONG_RATING),
    ("reviewRating.ratingValue", 1.5, Rule.NOT_WHOLE),
    ("itemReviewed", _GONE, Rule.NO_CLAIM),
    ("itemReviewed.author", _GONE, Rule.NO_CLAIMANT),
    ("itemReviewed.author.sameAs", _GONE, Rule.NO_SAME_AS),
    ("itemReviewed.datePublished", _GONE, Rule.NO_CLAIM_DAY),
    ("itemReviewed.appearance", _GONE, Rule.NO_APPEARANCE),
    ("itemReviewed.appearance", "https://checks.harbour.example/x", Rule.OWN_SITE),
]


@pytest.mark.parametrize(("path", "value", "rule"), LACKING)
def test_what_is_only_recommended_is_remarked_on(path: str, value: Any, rule: Rule) -> None:
    record = changed(path, value)
    assert refusals(record) == set()
    assert remarks(record) == {rule}
    assert is_right(record)


@pytest.mark.parametrize(
    "moment",
    ["2026-11-22", "2026-11-22T10:00", "2026-11-22T10:00:00.5Z", "2026-11-22T23:59:59+1400"],
)
def test_a_day_may_come_with_its_time(moment: str) -> None:
    record = changed("dateModified", moment)
    assert refusals(record) == set()
    assert is_right(record)


def test_every_rule_about_records_has_a_record_that_breaks_it() -> None:
    beyond = {
        Rule.NO_VERDICT, Rule.NOT_PUBLIC, Rule.TOLD_WITHDRAWN, Rule.NO_PUBLICATION,
        Rule.STALE_WORDS, Rule.STALE, Rule.TURNED_ROUND, Rule.ONE_A_PAGE,
    }  # fmt: skip
    assert {row[2] for row in (*BROKEN, *LACKING)} == set(Rule) - beyond


def test_a_page_has_one_review() -> None:
    one, other = review_of(TRAINS, DESK), review_of(replace(TRAINS, id="other"), DESK)
    assert faults_among([one, other]) == []
    assert [fault.rule for fault in faults_among([one, other, one])] == [Rule.ONE_A_PAGE]


def test_the_old_numbers_of_a_fuzzy_rating_are_refused() -> None:
    # As publishers write "Fuzzy math": -1 of -1 to -1.
    fuzzy = {"@type": "Rating", "alternateName": "Fuzzy math"}
    fuzzy |= dict.fromkeys(("ratingValue", "bestRating", "worstRating"), -1)
    assert refusals(changed("reviewRating", fuzzy)) == {Rule.SCALE}


@given(checks(), publications)
def test_whatever_is_built_passes_both_readings(check: Check, publication: Publication) -> None:
    record = review_of(check, publication)
    assert refusals(record) == set()
    assert is_right(record)
    assert ("author" in record["itemReviewed"]) == (check.claimant is not None)
    rating = record.get("reviewRating", {})
    assert ("ratingValue" in rating) == (check.grade.value is not None and bool(rating))


_junk = st.sampled_from(
    [None, "", " ", "words", 0, 1, 3, 6, -1, 2.5, True, [], {}, "https://a.example/",
     "2026-11-22", "2026-13-01", {"@type": "Person"}, {"@type": "Person", "name": "A"}, ["x"]]
)  # fmt: skip


def paths_in(record: Any, before: str = "") -> list[str]:
    found: list[str] = []
    for key, value in record.items():
        found.append(f"{before}{key}")
        if isinstance(value, dict):
            found += paths_in(value, f"{before}{key}.")
    return found


@given(checks(), publications, st.data())
def test_both_readings_refuse_the_same(
    check: Check, publication: Publication, data: st.DataObject
) -> None:
    record = review_of(check, publication)
    path = data.draw(st.sampled_from(paths_in(record)))
    broken = changed(path, data.draw(st.just(_GONE) | _junk), record)
    assert (refusals(broken) == set()) == is_right(broken), broken


@given(st.recursive(_junk, lambda inner: st.dictionaries(st.sampled_from(
    ["@type", "@context", "author", "url", "reviewRating", "itemReviewed", "sameAs", "name"]
), inner)))  # fmt: skip
def test_anything_at_all_is_answered(record: object) -> None:
    assert refusals(record)
