"""Plans of splits: what can be said of them, and what is refused."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Invalid
from annotator.splits.plan import SplitPlan, Stratify, plan_from_json, plan_of

THREE = {"train": 0.8, "dev": 0.1, "test": 0.1}

SHARES = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda name: name != "all"),
    st.integers(1, 1000),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize(
    "shares",
    [
        THREE,
        {"train": 8, "dev": 1, "test": 1},
        {"train": 80, "dev": 10, "test": 10},
        {"train": "0.8", "dev": "0.10", "test": "0.1"},
    ],
)
def test_shares_percentages_and_parts_say_the_same(shares: dict[str, float]) -> None:
    assert plan_of(shares) == SplitPlan(("train", "dev", "test"), (8, 1, 1))


def test_shares_may_add_up_to_one_within_rounding() -> None:
    assert plan_of({"a": 0.33, "b": 0.33, "c": 0.33}).parts == (1, 1, 1)
    assert plan_of({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3}).parts == (1, 1, 1)
    assert plan_of({"a": 33.3, "b": 33.3, "c": 33.4}).parts == (333, 333, 334)


def test_one_split_may_have_everything() -> None:
    assert plan_of({"train": 1}).parts == (1,)


@given(SHARES, st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_a_plan_read_from_its_json_is_the_same_plan(shares: dict[str, int], seed: str) -> None:
    if len({name.lower() for name in shares}) < len(shares):
        return
    made = plan_of(shares, seed=seed, join=["publisher", "speaker"], stratify="rating")
    assert plan_from_json(json.loads(made.canonical())) == made
    total = sum(shares.values())
    assert [Fraction(part, sum(made.parts)) for part in made.parts] == [
        Fraction(share, total) for share in shares.values()
    ]


def test_the_canonical_json_of_a_plan_is_always_the_same_text() -> None:
    made = plan_of(THREE, seed="7", join=["speaker"], stratify="label", cut={"test": "2026-01-31"})
    assert made.stratify is Stratify.LABEL
    assert made.canonical() == (
        '{"cut":[{"from":"2026-01-31","split":"test"}],"join":["speaker"],"seed":"7","splits":'
        '[{"name":"train","parts":8},{"name":"dev","parts":1},{"name":"test","parts":1}],'
        '"stratify":"label"}'
    )


def test_days_of_a_cut_stand_in_their_order() -> None:
    made = plan_of(THREE, cut={"test": "2026-02-01", "dev": "2026-01-01"})
    assert made.cut == (("dev", "2026-01-01"), ("test", "2026-02-01"))


@pytest.mark.parametrize(
    ("shares", "more", "field", "said"),
    [
        ({}, {}, "splits", "at least one split"),
        ({f"s{n}": 1 for n in range(21)}, {}, "splits", "20 splits at the most"),
        ({"my train": 1}, {}, "splits", "“my train” is no name"),
        ({"1st": 1}, {}, "splits", "no name"),
        ({"all": 1}, {}, "splits", "called “all”"),
        ({"Test": 1, "test": 1}, {}, "splits", "the same name"),
        ({"train": 0.8, "test": 0.1}, {}, "splits", "add up to 0.9, not to 1"),
        ({"train": 1, "test": 0}, {}, "splits", "share of “test” has to be"),
        ({"train": 1, "test": -1}, {}, "splits", "above 0"),
        ({"train": float("nan")}, {}, "splits", "above 0"),
        ({"train": float("inf")}, {}, "splits", "above 0"),
        ({"train": True}, {}, "splits", "above 0"),
        ({"train": "1e99"}, {}, "splits", "above 0"),
        (THREE, {"seed": "x" * 201}, "seed", "200 characters"),
        (THREE, {"seed": 5}, "seed", "A seed is text"),
        (THREE, {"seed": "\ud800"}, "seed", "A seed is text"),
        (THREE, {"join": ["language"]}, "join", "by speaker and by publisher"),
        (THREE, {"stratify": "size"}, "stratify", "by label or by rating"),
        (THREE, {"cut": {"final": "2026-01-01"}}, "cut", "no split “final”"),
        (THREE, {"cut": {"test": "2026-02-30"}}, "cut", "“2026-02-30” is no day"),
        (THREE, {"cut": {"test": "20260130"}}, "cut", "is no day"),
        (THREE, {"cut": {"test": "2026-01-01", "dev": "2026-01-01"}}, "cut", "the same day"),
        ({"test": 1}, {"cut": {"test": "2026-01-01"}}, "cut", "without a first day"),
    ],
)
def test_what_no_plan_can_be_is_refused_in_a_sentence(
    shares: dict[str, float], more: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=re.escape(said)) as refused:
        plan_of(shares, **more)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {**plan_of(THREE).to_json(), "more": 1},
        {**plan_of(THREE).to_json(), "splits": {}},
        {**plan_of(THREE).to_json(), "splits": [{"name": "train"}]},
        {**plan_of(THREE).to_json(), "splits": [{"name": 1, "parts": 1}]},
        {**plan_of(THREE).to_json(), "join": "speaker"},
        {**plan_of(THREE).to_json(), "cut": ["test"]},
    ],
)
def test_json_that_is_no_plan_is_refused(value: object) -> None:
    with pytest.raises(Invalid, match="no plan of splits"):
        plan_from_json(value)


def test_json_that_names_a_split_twice_is_refused() -> None:
    twice = [{"name": "train", "parts": 1}, {"name": "train", "parts": 1}]
    with pytest.raises(Invalid, match="the same name"):
        plan_from_json({**plan_of(THREE).to_json(), "splits": twice})
