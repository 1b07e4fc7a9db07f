"""The report of leaks: nothing crosses, looked at in another way than the grouping."""

from __future__ import annotations

from array import array
from random import Random

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Words, error_from_json, error_to_json
from annotator.similarity.sketches import shingles
from annotator.splits.checking import Way, check
from annotator.splits.grouping import Groups, Join, group
from annotator.splits.leaks import (
    REASONS,
    is_leak_free,
    remarks_of,
    report_json,
    report_of,
    told_why,
)
from annotator.splits.material import Material, Reason
from annotator.splits.plan import plan_of
from annotator.splits.samples import LEAST_KEPT, Samples, hashes_of, level_for
from annotator.splits.service import split_articles
from tests.splits.making import (
    Piece,
    Shelf,
    edited,
    fresh,
    material_of,
    near_pairs,
    overlaps_of,
    words,
)

TWO = plan_of({"train": 1, "test": 1}, seed="leaks")
WHOLE, SOME = 10**9, 0


def _planted(seed: int, count: int = 120) -> list[Piece]:
    """Articles, a third of them copies, edited copies, chains of them, or with another's claim."""
    random, pieces = Random(seed), []
    for place in range(count):
        kind = random.randrange(6) if pieces else 5
        other = random.choice(pieces) if pieces else None
        claims = [" ".join(words((seed, place), 8))]
        if kind == 0 and other:
            pieces.append(Piece(other.text, claims))
        elif kind == 1 and other:
            pieces.append(Piece(edited(other.text, random.randrange(12), place), claims))
        elif kind == 2 and other:
            pieces.append(Piece(fresh((seed, place), 90), [other.claims[0].upper() + "!"]))
        else:
            pieces.append(Piece(fresh((seed, place), 90), claims))
    return pieces


@given(st.integers(0, 10**6), st.sampled_from([WHOLE, SOME]))
@settings(max_examples=12)
def test_planted_duplicates_never_cross(seed: int, most_whole: int) -> None:
    pieces = _planted(seed)
    made = split_articles(material_of(pieces, most_whole=most_whole), Shelf(pieces), TWO)
    splits = made.assigned.splits
    assert [pair for pair in near_pairs(pieces) if splits[pair[0]] != splits[pair[1]]] == []
    assert is_leak_free(made.report)
    claims: dict[str, int] = {}
    for place, piece in enumerate(pieces):
        for claim in piece.claims:
            key = claim.casefold().rstrip("!")
            assert splits[claims.setdefault(key, place)] == splits[place]


@pytest.mark.parametrize(("most_whole", "way"), [(WHOLE, Way.EVERY_RUN), (SOME, Way.SOME_RUNS)])
def test_the_check_finds_what_a_grouping_missed(most_whole: int, way: Way) -> None:
    pieces = _planted(7)
    material = material_of(pieces, most_whole=most_whole)
    # Every second article in the other split, and no groups at all.
    splits = array("h", [place % 2 for place in range(len(pieces))])
    found = check(material, Groups(len(pieces)), splits, overlaps_of(material, pieces))
    near = {(join.one, join.other) for join in found.crossing if join.reason is Reason.NEAR}
    assert near == {pair for pair in near_pairs(pieces) if splits[pair[0]] != splits[pair[1]]}
    assert near
    assert found.way is way
    reasons = {join.reason for join in found.crossing}
    assert reasons == {Reason.NEAR, Reason.SAME_TEXT, Reason.CLAIM}


def test_articles_across_one_that_is_left_out_are_held_against_each_other() -> None:
    pieces = [Piece(f"Number {n} alone", page="one") for n in range(3)]
    material = material_of(pieces, linked=[(0, 2)])
    splits = array("h", [0, -1, 1])
    found = check(material, Groups(3), splits, overlaps_of(material, pieces))
    assert found.crossing == (Join(0, 2, Reason.SAME_PAGE), Join(0, 2, Reason.LINKED))


def test_what_the_check_finds_is_joined_and_split_anew() -> None:
    class Bandless(Material):
        """Sketches that no band finds: as if luck had missed every near-duplicate."""

        def text(self, place: int, revision: int, text: str) -> None:
            super().text(place, revision, text)
            self.bands = type(self.bands)("I")

    pieces = [Piece(edited(fresh(n % 30, 90), n // 30, n)) for n in range(90)]
    material = Bandless()
    for number, piece in enumerate(pieces, 1):
        material.text(material.add(str(number), number, None), 1, piece.text)
    made = split_articles(material, Shelf(pieces), TWO)
    splits = made.assigned.splits
    assert [pair for pair in near_pairs(pieces) if splits[pair[0]] != splits[pair[1]]] == []
    assert made.report["joins"]["near"] == made.report["check"]["mended"] > 0


def test_a_phrase_that_very_many_share_is_passed_over_and_counted() -> None:
    phrase = "all rights to this text are reserved by the publisher of this page"
    pieces = [Piece(f"{fresh(n, 20)} {phrase}") for n in range(600)]
    material = material_of(pieces, most_whole=SOME)
    made = split_articles(material, Shelf(pieces), TWO)
    assert made.report["groups"] == 600
    assert made.report["check"]["passed_over"] > 0
    assert made.report["check"]["compared"] < 50


def test_a_giant_group_is_no_phrase() -> None:
    text = fresh("wire", 100)
    pieces = [Piece(edited(text, 2, n)) for n in range(700)]
    material = material_of(pieces, most_whole=SOME)
    groups = group(material, overlaps_of(material, pieces))
    splits = array("h", [0] * 700)
    apart = Groups(700)
    for join in groups.joins():
        if 350 not in (join.one, join.other):
            apart.join(join)
    splits[350] = 1
    found = check(material, apart, splits, overlaps_of(material, pieces))
    assert {350} <= {place for join in found.crossing for place in join[:2]}


def test_of_long_texts_some_runs_are_kept_and_the_same_of_both() -> None:
    text = fresh("long", 2000)
    samples = Samples(SOME)
    for one in (text, edited(text, 20), " ".join(text.split()[:1100])):
        samples.add(shingles(one.split()))
    kept = [set(samples.of(number)) for number in range(3)]
    assert all(LEAST_KEPT <= len(one) < 3 * LEAST_KEPT for one in kept)
    assert abs(samples.overlap(0, 1, len(kept[0] & kept[1])) - 0.94) < 0.1
    assert abs(samples.overlap(0, 2, len(kept[0] & kept[2])) - 0.55) < 0.25


def test_samples_are_thinned_to_what_they_would_have_been() -> None:
    texts = [shingles(words(n, 50 + 40 * n)) for n in range(20)]
    thinned, thin = Samples(3000), Samples(0)
    for one in texts:
        thinned.add(one)
        thin.add(one)
    assert not thinned.is_whole
    assert [list(thinned.of(n)) for n in range(20)] == [list(thin.of(n)) for n in range(20)]
    assert level_for(len(hashes_of(texts[0]))) == 1


def test_the_report_says_how_far_the_splits_are_from_their_shares() -> None:
    pieces = [
        Piece(fresh(n), [f"Claim number {n} of this kind"] * (n % 3), strata={"claim": n % 3})
        for n in range(40)
    ]
    plan = plan_of({"train": 3, "test": 1}, stratify="label")
    report = split_articles(material_of(pieces), Shelf(pieces), plan).report
    train, test = report["splits"]
    assert train["articles"] + test["articles"] == report["articles"] == 40
    assert (train["wished"], test["wished"]) == (7500, 2500)
    assert train["claims"] + test["claims"] == sum(n % 3 for n in range(40))
    assert train["marks"] == 2 * train["claims"]
    assert train["share"]["articles"] == 10_000 * train["articles"] // 40
    assert [one["name"] for one in report["strata"]] == ["claim"]
    assert [one["count"] for one in report["strata"][0]["splits"]] == [
        train["claims"], test["claims"],
    ]  # fmt: skip


def test_the_report_tells_the_biggest_groups_and_why_they_stand_together() -> None:
    text = fresh("wire", 100)
    pieces = [Piece(edited(text, 2, n)) for n in range(4)] + [Piece(fresh(1)), Piece(fresh(1))]
    made = split_articles(material_of(pieces), Shelf(pieces), TWO)
    biggest = made.report["biggest"]
    assert [(one["articles"], one["first"], one["joins"]) for one in biggest] == [
        (4, "article-000001", {"near": 3}),
        (2, "article-000005", {"same_text": 1}),
    ]
    assert biggest[0]["split"] == dict(made.split_of())["article-000001"]


def test_the_report_is_canonical_json_and_the_same_each_time() -> None:
    pieces = _planted(3)
    made = [split_articles(material_of(pieces), Shelf(pieces), TWO).report for _ in range(2)]
    text = report_json(made[0])
    assert text == report_json(made[1])
    assert orjson.loads(text) == made[0]


def test_the_report_is_told_in_sentences_that_can_be_stored() -> None:
    pieces = _planted(3)
    pieces[0].published = "2026-03-01"
    for n in range(1, 60):
        pieces[n].published = "2026-01-01"
    plan = plan_of({"train": 3, "test": 1}, cut={"test": "2026-02-01"})
    base = {f"article-{n:06}": "test" for n in range(2, 9)}
    made = split_articles(material_of(pieces), Shelf(pieces), plan, base)
    told = list(remarks_of(made.report))
    said = " ".join(str(remark) for remark in told)
    assert "No group of articles and no near-duplicate stands in two splits." in said
    assert "as nobody said when they were published" in said
    assert "In another split than in the earlier release" in said
    assert "“train” has " in said
    assert ", where 75.00% was wished for." in said
    assert [str(error_from_json(error_to_json(one))) for one in told] == [str(one) for one in told]


def test_a_report_of_what_crosses_says_so() -> None:
    pieces = [Piece("Number 1 alone", page="one"), Piece("Number 2 alone", page="one")]
    material = material_of(pieces)
    made = split_articles(material, Shelf(pieces), TWO)
    made.assigned.splits[1] = 1 - made.assigned.splits[0]
    checked = check(material, made.groups, made.assigned.splits, overlaps_of(material, pieces))
    report = report_of(material, made.groups, TWO, made.assigned, checked)
    assert not is_leak_free(report)
    assert report["crossing"]["first"][0]["articles"] == ["article-000001", "article-000002"]
    assert "stand in different splits: 1" in str(next(remarks_of(report)))


def test_every_reason_has_its_words() -> None:
    assert set(REASONS) == set(Reason)
    material = material_of([Piece("One alone"), Piece("Two alone")])
    near = told_why(Join(0, 1, Reason.NEAR, 83), material)
    assert str(near) == "article-000001 and article-000002: their words overlap by 83%."
    page = told_why(Join(0, 1, Reason.SAME_PAGE), material)
    assert str(page) == "article-000001 and article-000002: the same page."
    assert all(isinstance(one, Words) for one in REASONS.values())
