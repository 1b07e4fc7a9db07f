"""Persons in an article's origin are named as everywhere else."""

from __future__ import annotations

from annotator.articles.origins import by_account, by_name

ORIGIN = {"brat": {"document": "a", "by_person": {"Ann": ["T1"], "Bo": []}}, "more": 1}


def test_names_become_accounts_on_the_way_in_and_names_of_the_day_on_the_way_out() -> None:
    inside = by_account(ORIGIN, lambda name, _field: {"Ann": 7, "Bo": 9}[name])
    assert inside == {"brat": {"document": "a", "by_person": {"7": ["T1"], "9": []}}, "more": 1}
    stored = '{"brat":{"document":"a","by_person":{"7":["T1"],"9":[]}},"more":1}'
    outside = by_name(stored, {7: "r1", 9: "r2"})
    assert outside == {"brat": {"document": "a", "by_person": {"r1": ["T1"], "r2": []}}, "more": 1}


def test_an_origin_without_persons_stays_as_it_is() -> None:
    for origin in (None, {"section": "home"}, {"brat": "a"}, {"brat": {"by_person": 3}}):
        assert by_account(origin, lambda name, field: 1) == origin
    for stored in ('{"section":"home"}', '{"brat":{"by_person":3}}', '{"by_person":{"7":1}}'):
        assert by_name(stored, {7: "r1"}) is None
    assert by_name('{"brat":{"by_person":{"Ann":1}}}', {7: "r1"}) is None
