"""Which split each group goes to: shares, strata, earlier releases, days."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.splits.assigning import NOWHERE, Moved
from annotator.splits.plan import plan_of
from annotator.splits.service import Split, split_articles
from tests.splits.making import Piece, Shelf, fresh, material_of

THREE = {"train": 0.8, "dev": 0.1, "test": 0.1}


def grouped(groups: list[int], **more: object) -> list[Piece]:
    """Articles of which those with the same number are of one page."""
    return [
        Piece(f"Number {place} alone", page=f"page {one}", **more)  # type: ignore[arg-type]
        for place, one in enumerate(groups)
    ]


def split(pieces: list[Piece], plan: object = None, base: object = None, **more: object) -> Split:
    """The splits of these articles."""
    plan = plan or plan_of(THREE, seed="1")
    return split_articles(material_of(pieces, **more), Shelf(pieces), plan, base)  # type: ignore[arg-type]


def names(made: Split) -> list[str | None]:
    """The split of every article."""
    names = made.plan.names
    return [None if one == NOWHERE else names[one] for one in made.assigned.splits]


GROUPS = st.lists(st.integers(0, 15), max_size=60)
PARTS = st.lists(st.integers(1, 9), min_size=1, max_size=4)


@given(GROUPS, PARTS, st.text(max_size=5))
def test_no_group_crosses_and_shares_are_missed_by_less_than_the_largest_group(
    groups: list[int], parts: list[int], seed: str
) -> None:
    shares = {f"split{index}": part for index, part in enumerate(parts)}
    made = split(grouped(groups), plan_of(shares, seed=seed.encode("ascii", "replace").decode()))
    assert len(set(zip(groups, made.assigned.splits, strict=True))) == len(set(groups))
    most = max(Counter(groups).values(), default=0)
    had = Counter(made.assigned.splits)
    for index, part in enumerate(made.plan.parts):
        above = had[index] - Fraction(part * len(groups), sum(made.plan.parts))
        assert above < most or not groups
        assert above > -most * len(parts) or not groups


@given(GROUPS, GROUPS)
@settings(max_examples=50)
def test_later_groups_move_no_earlier_article(earlier: list[int], later: list[int]) -> None:
    others = [100 + one for one in later]
    before, after = split(grouped(earlier)), split(grouped([*earlier, *others]))
    assert list(before.assigned.splits) == list(after.assigned.splits)[: len(earlier)]


@given(GROUPS, GROUPS)
@settings(max_examples=50)
def test_articles_that_join_earlier_groups_follow_them_into_their_splits(
    earlier: list[int], later: list[int]
) -> None:
    before = split(grouped(earlier))
    after = split(grouped([*earlier, *later]), base=dict(before.split_of()))
    assert list(before.assigned.splits) == list(after.assigned.splits)[: len(earlier)]
    assert after.assigned.moved == []


@given(GROUPS, st.integers(0, 99))
@settings(max_examples=40)
def test_the_order_in_which_rows_are_read_changes_nothing(groups: list[int], order: int) -> None:
    pieces = [
        Piece(
            f"Number {place} alone",
            claims=[f"This is claim number {one}", f"Another one about {one % 4} as well"],
            strata={"claim": one % 3, "quote": one % 2},
        )
        for place, one in enumerate(groups)
    ]
    plan = plan_of(THREE, stratify="label")
    one, other = split(pieces, plan), split(pieces, plan, shuffled=order)
    assert one.report == other.report
    assert one.assigned.splits == other.assigned.splits


def test_another_seed_makes_other_splits() -> None:
    pieces = grouped(list(range(200)))
    made = [names(split(pieces, plan_of(THREE, seed=seed))) for seed in ("1", "1", "2")]
    assert made[0] == made[1] != made[2]
    assert all(Counter(one)["train"] in range(155, 165) for one in made)


def test_the_same_articles_get_the_same_splits_on_every_machine() -> None:
    made = split(grouped([0, 1, 2, 3, 4, 0, 5, 6, 7, 1, 8, 9]))
    assert "".join(name[1] for name in names(made) if name) == "rrererrrrrre"


def test_one_article_and_none_are_split_as_well() -> None:
    assert names(split([])) == []
    assert len(names(split([Piece(fresh(1))]))) == 1


def test_a_giant_group_goes_where_it_fits_best() -> None:
    for seed in range(20):
        made = split(grouped([0] * 50 + list(range(1, 51))), plan_of(THREE, seed=str(seed)))
        had = Counter(names(made))
        assert (names(made)[0], had["train"], had["dev"], had["test"]) == ("train", 80, 10, 10)


def _rated(count: int) -> list[Piece]:
    return [
        Piece(
            f"Number {place} alone",
            strata={"supported": 2} if place % 10 else {"refuted": 3, "conflicting": 1},
        )
        for place in range(count)
    ]


def test_strata_come_near_their_shares_where_they_would_not_by_themselves() -> None:
    shares = {"train": 2, "test": 1}
    for seed in range(10):
        made = split(_rated(300), plan_of(shares, seed=str(seed), stratify="rating"))
        for stratum in made.report["strata"]:
            assert abs(stratum["splits"][1]["share"] - 3333) <= 700, stratum
        assert abs(made.report["splits"][1]["share"]["articles"] - 3333) <= 100


def test_one_stratum_alone_is_split_by_the_shares() -> None:
    pieces = [Piece(f"Number {place} alone", strata={"claim": 5}) for place in range(100)]
    had = Counter(names(split(pieces, plan_of(THREE, stratify="label"))))
    assert (had["train"], had["dev"], had["test"]) == (80, 10, 10)


def test_a_newcomer_that_joins_two_groups_brings_the_smaller_part_to_the_larger() -> None:
    base = {
        "article-000001": "test", "article-000002": "train", "article-000003": "train",
    }  # fmt: skip
    pieces = [*grouped([0, 1, 1]), Piece("A text of its own", page="page 0")]
    made = split(pieces, base=base, linked=[(2, 3)])
    assert names(made) == ["train"] * 4
    assert made.assigned.moved == [Moved("article-000001", "test", "train")]
    assert made.report["moved"] == [
        {"article_id": "article-000001", "before": "test", "after": "train"}
    ]


@given(GROUPS, st.lists(st.tuples(st.integers(0, 79), st.integers(0, 79)), max_size=12))
@settings(max_examples=50)
def test_whoever_moves_is_told_and_only_where_groups_of_two_splits_were_joined(
    earlier: list[int], links: list[tuple[int, int]]
) -> None:
    before = split(grouped(earlier))
    base = dict(before.split_of())
    pieces = [*grouped(earlier), *(Piece(f"New {n}") for n in range(80 - len(earlier)))]
    pairs = [(min(pair), max(pair)) for pair in links if pair[0] != pair[1]]
    after = split(pieces, base=base, linked=pairs)
    now = dict(after.split_of())
    told = {one.article_id for one in after.assigned.moved}
    assert told == {one for one in base if now[one] != base[one]}
    for members in after.groups.each():
        were = [base[after.material.ids[one]] for one in members if one < len(earlier)]
        if were:
            is_in = now[after.material.ids[members[0]]]
            assert were.count(is_in) == max(Counter(were).values())


def test_of_equal_parts_the_earliest_stays() -> None:
    base = {"article-000001": "test", "article-000002": "train"}
    made = split(grouped([0, 0]), base=base)
    assert names(made) == ["test", "test"]


def test_articles_of_an_earlier_release_that_are_gone_are_forgotten() -> None:
    assert len(names(split(grouped([0]), base={"gone": "test"}))) == 1


def test_an_earlier_split_that_the_plan_does_not_have_is_refused() -> None:
    with pytest.raises(Invalid, match="has a split “final”"):
        split(grouped([0]), base={"gone": "final"})


def _dated(*days: str | None) -> list[Piece]:
    return [Piece(f"Number {n} alone", published=day) for n, day in enumerate(days)]


def test_what_was_published_from_a_day_on_goes_to_its_split_and_nothing_else_does() -> None:
    days = [f"2026-0{month}-15" for month in range(1, 10) for _ in range(10)]
    plan = plan_of(THREE, cut={"test": "2026-07-15"})
    found = list(zip(days, names(split(_dated(*days), plan)), strict=True))
    assert all((name == "test") == (day >= "2026-07-15") for day, name in found)
    before = Counter(name for day, name in found if day < "2026-07-15")
    assert abs(before["dev"] * 9 - 60) <= 9


def test_each_split_of_several_days_has_what_lies_between_them() -> None:
    plan = plan_of(THREE, cut={"test": "2026-03-01", "dev": "2026-02-01"})
    made = split(_dated("2026-01-31", "2026-02-01", "2026-02-28", "2026-03-01"), plan)
    assert names(made) == ["train", "dev", "dev", "test"]


def test_of_a_group_on_both_sides_of_a_day_the_later_articles_are_kept() -> None:
    pieces = _dated("2026-01-01", "2026-03-01", None, "2026-03-02")
    for place in (0, 1, 2):
        pieces[place].page = "one story"
    made = split(pieces, plan_of(THREE, cut={"test": "2026-02-01"}))
    assert names(made) == [None, "test", None, "test"]
    assert list(made.left_out()) == [
        ("article-000001", "straddles"), ("article-000003", "undated"),
    ]  # fmt: skip
    assert made.report["left_out"] == {"undated": 1, "straddles": 1}
    assert made.report["articles"] == 2


def test_a_day_is_stronger_than_an_earlier_release() -> None:
    pieces = _dated("2026-01-01", "2026-03-01")
    plan = plan_of(THREE, cut={"test": "2026-02-01"})
    made = split(pieces, plan, {"article-000001": "test", "article-000002": "train"})
    assert names(made)[0] in {"train", "dev"}
    assert names(made)[1] == "test"
    assert [one.article_id for one in made.assigned.moved] == ["article-000001", "article-000002"]
