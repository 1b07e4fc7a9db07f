"""When a page is dead, and when it only could not be had."""

from __future__ import annotations

import pytest

from annotator.annotations.models import StaleReason
from annotator.captures import looking
from annotator.captures.models import Outcome
from annotator.sources.rules import flags_of
from tests.captures.checks import GONE, Days, check, findings, judged
from tests.captures.checks import at_once as at_once
from tests.captures.checks import days_later as days_later
from tests.captures.sourced import (
    PAGE,
    captures,
    replayed,
    source_of,
    sourced,
    stored,
)
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.safefetch.network import Network, moved, page
from tests.workspace.marks import Hand


@ON_BOTH
def test_a_page_is_dead_only_when_it_is_still_gone_a_day_later(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    mark = judged(hand, web, GONE)
    assert findings(check(run)) == ["missing"]
    assert flags_of(source_of(mark)) == []
    days_later(0.5)
    assert findings(check(run, "--refresh")) == ["missing"]
    days_later(0.6)
    assert findings(check(run, "--refresh")) == ["dead"]
    assert flags_of(source_of(mark)) == ["dead"]
    claim = stored(mark).claim
    assert claim is not None
    assert claim.stale_reason is StaleReason.CAPTURE
    version = stored(mark).version
    days_later(2)
    assert findings(check(run)) == ["dead"]
    assert stored(mark).version == version
    assert replayed(mark)
    # It comes back: told, and left to a person.
    web.pages["/wall"] = PAGE
    days_later(2)
    assert findings(check(run)) == ["back"]
    assert flags_of(source_of(mark)) == ["dead"]


def test_a_page_that_was_there_in_between_is_not_dead(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    mark = sourced(hand)
    for answer in (GONE, PAGE, GONE):
        web.pages["/wall"] = answer
        found = findings(check(run))
        days_later(2)
    assert found == ["missing"]
    assert flags_of(source_of(mark)) == []


def test_a_page_that_its_server_calls_gone_for_good_is_dead_at_once(
    hand: Hand, web: Network, run: Run
) -> None:
    web.pages["/wall"] = page(b"", status="410 Gone")
    mark = sourced(hand)
    assert findings(check(run)) == ["dead"]
    assert flags_of(source_of(mark)) == ["dead"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (page(b"", status="500 Oh no"), "status"),
        (page(b"", status="403 Forbidden"), "status"),
        (page(b"%PDF", "application/pdf"), "no_page"),
        (b"", "broken_off"),
    ],
)
def test_what_says_nothing_about_a_page_never_makes_it_dead(
    hand: Hand, web: Network, run: Run, days_later: Days, answer: bytes, why: str
) -> None:
    web.pages["/wall"] = answer
    mark = sourced(hand)
    for _ in range(3):
        (row,) = check(run)
        days_later(5)
    assert (row["findings"][0]["finding"], row["findings"][0]["why"]) == ("unreachable", why)
    assert flags_of(source_of(mark)) == []


def test_a_host_that_is_gone_and_one_that_refuses_are_told_apart(
    hand: Hand, web: Network, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(host: str, _port: int) -> list[str]:
        if host == "gone.example.com":
            raise OSError
        return ["93.184.215.14"]

    ways = web.ways()
    monkeypatch.setattr(looking, "WAYS", type(ways)(nobody, web.connect, ways.context))
    web.deaf = {"93.184.215.14"}
    gone = sourced(hand, "http://gone.example.com/x")
    deaf = sourced(hand, "http://deaf.example.com/x")
    rows = {row["url"]: row["findings"][0] for row in check(run)}
    assert rows["http://gone.example.com/x"]["finding"] == "missing"
    assert rows["http://gone.example.com/x"]["why"] == "no_host"
    assert rows["http://deaf.example.com/x"]["why"] == "unreachable"
    assert captures(gone)[0].failure is Outcome.NO_HOST
    assert captures(deaf)[0].failure is Outcome.UNREACHABLE


def test_a_page_that_leads_to_a_front_page_is_missing(hand: Hand, web: Network, run: Run) -> None:
    web.pages |= {"/wall": moved("http://post.example.com/"), "/": PAGE}
    sourced(hand)
    (row,) = check(run)
    assert (row["findings"][0]["finding"], row["findings"][0]["why"]) == ("missing", "home")
