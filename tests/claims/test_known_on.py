"""Claims as they were known on a day: the page of one, and the list of all of them."""

from __future__ import annotations

import re
from html import unescape

import pytest

from annotator.claims import listing
from annotator.claims.views import known
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.looking_back import ADDRESS, FIRST, OTHER_ADDRESS, SECOND, THIRD, Days
from tests.workspace.marks import TEXT, Hand, rating, source

LIST = "/projects/demo-desk/claims"


def titles(text: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'class="table__main"><a [^>]*>([^<]*)<', text)]


def page(days: Days) -> str:
    return f"{LIST}/{days.claim}"


@ON_BOTH
def test_a_claim_s_page_has_the_verdict_the_evidence_and_the_words_of_each_day(
    days: Days, visit: Visit
) -> None:
    rosa = visit(days.world.rosa)
    first = rosa.page(f"{page(days)}?known_on={FIRST}")
    assert "As known at the end of October 31, 2026 (UTC)." in first.text
    assert "It holds ten." in first.text
    assert ADDRESS in first.links()
    assert OTHER_ADDRESS not in first.links()
    assert "The dam holds 40 million litres" in first.text
    second = rosa.page(f"{page(days)}?known_on={SECOND}")
    assert "The new dam holds 40 million litres." in second.text
    assert "The board's minutes say forty." in second.text
    assert OTHER_ADDRESS in second.links()
    assert ADDRESS not in second.links()


@ON_BOTH
def test_the_history_on_it_ends_with_that_day(days: Days, visit: Visit) -> None:
    rosa = visit(days.world.rosa)

    def judged(address: str) -> int:
        return rosa.page(address).text.count("gave a verdict")

    assert judged(f"{page(days)}?known_on={FIRST}") == 1
    assert judged(f"{page(days)}?known_on={SECOND}") == judged(page(days)) == 2


def test_it_leads_to_other_pages_of_that_day_and_back_to_now(days: Days, visit: Visit) -> None:
    links = visit(days.world.rosa).page(f"{page(days)}?known_on={FIRST}").links()
    assert f"{LIST}?known_on={FIRST}" in links
    assert any(one.startswith(f"{days.base}?") and f"known_on={FIRST}" in one for one in links)
    assert page(days) in links
    now = visit(days.world.rosa).page(page(days))
    assert f"{page(days)}?known_on=2026-11-03" in now.links()


def test_machines_are_told_nothing_of_an_earlier_day(days: Days, visit: Visit) -> None:
    text = visit(days.world.rosa).get(f"{page(days)}?known_on={SECOND}").text
    assert "ld+json" not in text


@ON_BOTH
def test_a_claim_that_came_later_was_not_known(days: Days, visit: Visit) -> None:
    hand = Hand(visit(days.world.ravi), days.world.slug, days.later_id, TEXT)
    later = hand.mark("The dam")["id"]
    ravi = visit(days.world.ravi)
    assert ravi.get(f"{LIST}/{later}").status_code == 200
    answer = ravi.get(f"{LIST}/{later}?known_on={THIRD}")
    assert answer.status_code == 404
    assert "not known yet on that day" in answer.text


@ON_BOTH
def test_an_observer_sees_no_more_of_a_claim_by_looking_back(days: Days, visit: Visit) -> None:
    def answers() -> list[int]:
        observer = visit(days.world.observer)
        return [observer.get(f"{page(days)}?known_on={on}").status_code for on in (FIRST, SECOND)]

    assert answers() == [404, 200], "it was submitted on the second day"
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert answers() == [404, 404], "and it is not submitted now"


@pytest.mark.parametrize("said", ["2027-01-01", "2026-10-30", "yesterday"])
def test_what_is_no_day_of_the_project_is_refused(days: Days, visit: Visit, said: str) -> None:
    rosa = visit(days.world.rosa)
    for address in (page(days), LIST):
        assert rosa.get(f"{address}?known_on={said}").status_code == 422


@ON_BOTH
def test_the_list_has_the_claims_of_that_day_with_the_verdicts_of_then(
    days: Days, visit: Visit
) -> None:
    lead = visit(days.world.lead)
    hand = Hand(visit(days.world.ravi), days.world.slug, days.later_id, TEXT)
    hand.mark("The dam")

    def found(day: str, **wanted: str) -> list[str]:
        return titles(lead.get(LIST, query_string={"known_on": day, **wanted}).text)

    assert found(FIRST) == ["The dam holds 40 million litres"]
    assert found(FIRST, rating="refuted") == ["The dam holds 40 million litres"]
    assert found(FIRST, rating="supported") == []
    assert found(SECOND, rating="supported") == ["The new dam holds 40 million litres."]
    assert found(SECOND, rating="refuted") == []
    assert found(FIRST, q="new dam") == []
    assert len(found("2026-11-03")) == 2


def test_the_list_leads_to_the_claims_of_that_day_and_keeps_its_filter(
    days: Days, visit: Visit
) -> None:
    address = f"{LIST}?known_on={FIRST}&rating=refuted"
    seen = visit(days.world.lead).page(address)
    assert "As known at the end of October 31, 2026 (UTC)." in seen.text
    assert f"{page(days)}?known_on={FIRST}" in seen.links()
    assert f"{LIST}?rating=refuted" in seen.links(), "back to now"
    hidden = {
        (one.get("name"), one.get("value"))
        for one in seen.tree.iter("input")
        if one.get("type") == "hidden"
    }
    assert {("known_on", FIRST), ("rating", "refuted")} <= hidden


@ON_BOTH
def test_each_page_of_the_list_of_a_day_is_full_or_the_last(
    days: Days, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    for part in (listing, known):
        monkeypatch.setattr(part, "PAGE_SIZE", 2)
    hand = Hand(visit(days.world.ravi), days.world.slug, days.later_id, TEXT)
    judged = {**rating("refuted", "It holds ten."), **source(ADDRESS)}
    words_of_others = ["litres"] * 16
    for words in ("The dam", "40 million", "We", "dam holds", "two years", *words_of_others):
        hand.mark(words, **(judged if words == "We" else {}))
    lead = visit(days.world.lead)

    def pages(wanted: str) -> list[list[str]]:
        address, found = f"{LIST}?known_on=2026-11-03{wanted}", list[list[str]]()
        while address:
            found.append(titles(lead.get(address).text))
            more = [one for one in lead.page(address).links() if "after=" in one]
            address = more[-1] if more else ""
        return found

    everything = pages("")
    assert [len(rows) for rows in everything] == [2] * 11
    assert len({title for rows in everything for title in rows}) == 7
    assert pages("&rating=refuted") == [["We"]]
    assert pages("&rating=supported") == [["The new dam holds 40 million litres."]]
    assert pages("&state=stale") == pages("&rating=supported"), "its text was corrected"
    assert [len(rows) for rows in pages("&q=dam")] == [2, 1]
    assert pages("&q=years") == [["two years"]]
    assert pages("&q=nobody") == [[]]


def test_nothing_of_what_is_not_theirs_is_listed(days: Days, visit: Visit) -> None:
    assert titles(visit(days.world.ravi).get(f"{LIST}?known_on={SECOND}").text) == []
    observer = visit(days.world.observer)
    assert titles(observer.get(f"{LIST}?known_on={FIRST}").text) == []
    assert len(titles(observer.get(f"{LIST}?known_on={SECOND}").text)) == 1
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert titles(observer.get(f"{LIST}?known_on={SECOND}").text) == []
