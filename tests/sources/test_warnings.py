"""What is said of doubtful evidence, and which sources count as one."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.sources.evidence import Evidence
from annotator.sources.models import AnswerType, Stance
from annotator.sources.urls import normalise_url
from annotator.sources.warnings import Doubt, independent, warnings_of

_numbers = count(1)
KEPT = "https://web.archive.org/web/2024/https://kept.example/"


def evidence(url: str | None = None, **fields: Any) -> Evidence:
    """A source that counts, on a site of its own unless it is named, with a kept copy."""
    number = next(_numbers)
    values: dict[str, Any] = {"counts": True, "archive_url": KEPT, **fields}
    return Evidence(str(number), url or f"https://site-{number}.example/", **values)


def doubts(
    *sources: Evidence, made_on: date | None = None, decisive: bool = True, wanted: int = 2
) -> list[tuple[Doubt, str | None]]:
    """Each doubt with the source that it is about."""
    found = warnings_of(sources, made_on=made_on, decisive=decisive, wanted=wanted)
    return [(one.doubt, one.source) for one in found]


def balanced() -> list[Evidence]:
    return [evidence(stance=Stance.SUPPORTS), evidence(stance=Stance.REFUTES)]


def test_evidence_from_both_sides_of_independent_sources_with_copies_is_not_doubted() -> None:
    assert doubts(*balanced(), made_on=date(2024, 5, 1)) == []


def test_a_claim_without_sources_is_not_doubted_before_it_is_decided() -> None:
    assert doubts(decisive=False) == []


@pytest.mark.parametrize(("day", "told"), [(2, True), (1, False), (30, True)])
def test_evidence_published_after_the_claim_was_made_is_told(day: int, told: bool) -> None:
    late = evidence(stance=Stance.SUPPORTS, published_on=date(2024, 5, day))

    found = doubts(late, *balanced(), made_on=date(2024, 5, 1))

    assert ((Doubt.LATER, late.id) in found) is told


def test_what_the_project_asks_of_every_source_and_one_does_not_say_is_told() -> None:
    bare = evidence(stance=Stance.SUPPORTS, unsaid=("publisher", "medium"))

    found = warnings_of([bare, *balanced()], made_on=None, decisive=True, wanted=2)

    told = [(one.doubt, one.source, one.field) for one in found]
    assert told == [(Doubt.UNSAID, bare.id, "publisher"), (Doubt.UNSAID, bare.id, "medium")]


def test_nothing_is_late_where_nobody_knows_when_the_claim_was_made() -> None:
    assert doubts(evidence(published_on=date(2030, 1, 1)), *balanced()) == []


def test_a_source_without_a_kept_copy_is_told_unless_its_link_is_one() -> None:
    bare, kept = evidence(archive_url=None), evidence(KEPT, archive_url=None)

    assert doubts(bare, kept, *balanced()) == [(Doubt.NO_ARCHIVE, bare.id)]


def test_a_link_that_was_flagged_dead_is_told() -> None:
    dead = evidence(flags=frozenset({"dead", "satire"}))

    assert doubts(dead, *balanced()) == [(Doubt.DEAD_LINK, dead.id)]


@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.REFUTES])
def test_a_decisive_verdict_on_one_sided_evidence_is_told(stance: Stance) -> None:
    sources = [evidence(stance=stance), evidence(stance=stance), evidence(stance=Stance.CONTEXT)]

    assert doubts(*sources) == [(Doubt.ONE_SIDED, None)]
    assert doubts(*sources, decisive=False) == []


def test_only_the_article_itself_is_told() -> None:
    article = evidence(counts=False, is_article=True)

    assert doubts(article, decisive=False) == [(Doubt.ONLY_ARTICLE, None)]
    assert doubts(article, *balanced(), decisive=False) == []


def test_fewer_independent_sources_than_the_project_asks_for_are_told_with_both_numbers() -> None:
    found = warnings_of(balanced(), made_on=None, decisive=True, wanted=3)

    assert [(one.doubt, one.found, one.wanted) for one in found] == [(Doubt.FEW_INDEPENDENT, 2, 3)]


def test_a_question_without_an_answer_is_no_evidence_and_is_not_doubted() -> None:
    asked = Evidence("q", None, counts=False, answer_type=AnswerType.UNANSWERABLE)

    assert doubts(asked, *balanced()) == []
    assert independent([asked]) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"url": "https://www.paper.example/a"}, {"url": "http://m.paper.example/b"}),
        ({"publisher": "The  Agency"}, {"publisher": "the agency"}),
        ({"url": f"{KEPT}a"}, {"url": "https://kept.example/b"}),
    ],
    ids=["one site", "one publisher", "one site, of which one is a kept copy"],
)
def test_sources_of_one_house_count_as_one(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert independent([evidence(**one), evidence(**other)]) == 1


def test_two_copies_in_one_archive_are_two_sources() -> None:
    copies = [evidence("https://archive.ph/abc"), evidence("https://archive.ph/def")]

    assert independent(copies) == 2


def test_sources_that_name_one_origin_count_as_one_even_where_that_does_not_count() -> None:
    first = evidence()
    second = evidence(same_origin_as=first.id)
    article = evidence(counts=False, is_article=True)
    third, fourth = (evidence(same_origin_as=article.id) for _ in range(2))

    assert independent([first, second]) == 1
    assert independent([article, third, fourth]) == 1
    assert independent([first, second, article, third, fourth]) == 2


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.none() | st.integers(0, 7))))
def test_independence_does_not_depend_on_the_order(ties: list[tuple[int, int, int | None]]) -> None:
    sources = [
        Evidence(
            str(number),
            f"https://site-{site}.example/{number}",
            counts=True,
            publisher=f"House {house}",
            same_origin_as=None if origin is None or origin == number else str(origin),
        )
        for number, (site, house, origin) in enumerate(ties)
    ]

    assert independent(sources) == independent(sources[::-1])
    assert (independent(sources) > 0) is bool(sources)


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.a.example/1", "a.example"),
        ("https://web.archive.org/web/2020/https://www.a.example/1", "a.example"),
        ("https://web.archive.org/web/2020/a.example/1", "a.example"),
        ("https://archive.ph/2020.01.01-000000/https://a.example/1", "a.example"),
        (
            "https://web.archive.org/web/2020/https://archive.ph/2020/https://a.example/",
            "a.example",
        ),
        ("https://archive.is/AbCdE", None),
        # Somebody's slip behind the archive's own address, which is a link all the same.
        ("https://web.archive.org/web/2020/https://[a.example/1", None),
        ("https://web.archive.org/web/2020/[a.example/1", None),
        ("https://web.archive.org/web/2020/https://[a]/1", None),
    ],
)
def test_a_source_stands_on_the_site_of_its_page(url: str, site: str | None) -> None:
    assert normalise_url(url) == url
    assert evidence(url=url).site == site


@given(st.text(max_size=30))
def test_whatever_stands_behind_an_archive_has_a_site_or_none(rest: str) -> None:
    evidence(url=f"https://web.archive.org/web/2020/{rest}").site  # noqa: B018 - it is worked out
