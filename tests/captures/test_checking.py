"""`annotator sources check` finds what became of the pages that claims rest on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from annotator.annotations.models import StaleReason
from annotator.captures import checking
from annotator.captures.checking import look_politely, visits
from annotator.captures.looking import Look
from annotator.config import Config
from annotator.projects.queries import project_by_slug
from tests.captures.checks import GONE, Days, check, findings, judged
from tests.captures.checks import at_once as at_once
from tests.captures.checks import days_later as days_later
from tests.captures.sourced import (
    PAGE,
    URL,
    captures,
    replayed,
    sourced,
    stored,
    verdict,
)
from tests.conftest import Run
from tests.databases import ON_BOTH, config_for
from tests.fetching.pages import HTML
from tests.personas import SLUG
from tests.safefetch.network import Network, page
from tests.workspace.marks import Hand


@ON_BOTH
def test_a_changed_page_makes_the_verdict_that_rests_on_it_stale(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    mark = judged(hand, web)
    assert findings(check(run)) == []
    days_later(2)
    web.pages["/wall"] = page(HTML.replace("4.2 million", "42 million").encode())

    rows = check(run)

    assert findings(rows) == ["changed"]
    (told,) = (one for row in rows for one in row["findings"] if one["finding"] == "changed")
    assert told["matters"]
    assert "42 million" in told["after"]
    claim = stored(mark).claim
    assert claim is not None
    assert claim.stale_reason is StaleReason.CAPTURE
    assert stored(mark).version == mark["version"] + 1
    assert replayed(mark)


def test_a_verdict_that_was_confirmed_since_is_left_alone_by_the_next_run(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    mark = judged(hand, web)
    check(run)
    days_later(2)
    web.pages["/wall"] = page(HTML.replace("4.2 million", "42 million").encode())
    check(run)
    again = hand.revise({**mark, "version": stored(mark).version}, **verdict(mark))
    days_later(2)
    assert findings(check(run)) == []
    claim = stored(mark).claim
    assert claim is not None
    assert claim.stale_reason is None
    assert stored(mark).version == again["version"]


@pytest.mark.parametrize(
    "html",
    [
        HTML.replace("Subscribe to our newsletter.", "Win a car today! Only 3 left."),
        HTML.replace("<article>", "<article><p>Updated at 10:31</p>"),
    ],
    ids=["what surrounds it", "a time"],
)
def test_a_changing_advertisement_leaves_a_verdict_alone(
    hand: Hand, web: Network, run: Run, days_later: Days, html: str
) -> None:
    mark = judged(hand, web)
    check(run)
    days_later(2)
    web.pages["/wall"] = page(html.encode())
    assert findings(check(run)) == []
    assert stored(mark).version == mark["version"]


def test_a_claim_without_a_verdict_has_nothing_to_become_stale(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    check(run)
    days_later(2)
    web.pages["/wall"] = page(HTML.replace("4.2 million", "42 million").encode())
    assert findings(check(run)) == ["changed"]
    assert stored(mark).version == 1


def test_a_run_goes_on_with_what_was_not_looked_at_yet(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    web.pages |= {f"/wall/{number}": PAGE for number in range(3)}
    for number in range(3):
        sourced(hand, f"{URL}/{number}")
    check(run, "--limit", "2")
    assert len(web.requests) == 2
    check(run)
    assert len(web.requests) == 3
    check(run)
    assert len(web.requests) == 3
    check(run, "--refresh")
    assert len(web.requests) == 6
    days_later(2)
    check(run, "--older-than", "3")
    assert len(web.requests) == 6
    check(run)
    assert len(web.requests) == 9


def test_one_page_is_fetched_once_for_all_claims_that_name_it(
    hand: Hand, web: Network, run: Run
) -> None:
    web.pages["/wall"] = PAGE
    first, second = sourced(hand), sourced(hand)
    check(run)
    assert len(web.requests) == 1
    assert len(captures(first)) == len(captures(second)) == 1


def test_hosts_take_turns_and_have_their_pause(
    hand: Hand, web: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "PAUSE_SECONDS", 6000.0)
    for host, path in (("a", 1), ("a", 2), ("b", 1), ("a", 3)):
        sourced(hand, f"http://{host}.example.com/{path}")
    project = project_by_slug(SLUG)
    assert project is not None
    pauses: list[float] = []
    pages = visits(project.id, None, None)
    seen: list[tuple[str, Look]] = [
        (page.host, look) for page, look in look_politely(pages, pauses.append)
    ]
    assert [host for host, _ in seen] == [
        "a.example.com", "b.example.com", "a.example.com", "a.example.com",
    ]  # fmt: skip
    assert len(pauses) == 2
    assert all(5000 < pause <= 6000 for pause in pauses)


@pytest.mark.parametrize(
    ("url", "copy", "found"),
    [
        (URL, None, ["no_copy"]),
        (URL, f"https://web.archive.org/web/20240102030405/{URL}", []),
        (URL, f"https://web.archive.org/web/20240102030405/http://archive.is/{URL}",
         ["nested_copy"]),
        ("https://web.archive.org/web/20240102030405/https://archive.is/AbCdE", None,
         ["nested_link"]),
        ("https://archive.is/AbCdE", None, []),
        ("https://archive.is/AbCdE", "https://web.archive.org/web/20240102030405/http://x.example/",
         ["nested_copy"]),
        (URL, f"https://web.archive.org/web/20200102030405/{URL}", ["old_copy"]),
    ],
)  # fmt: skip
class TestSwitchedOff:
    """As it is until somebody sets ANNOTATOR_FETCH: what needs no network is told."""

    @pytest.fixture
    def config(self, database: str, instance: Path) -> Config:
        return config_for(database, instance)

    def test_what_is_stored_is_looked_through_and_nothing_else(
        self, hand: Hand, web: Network, run: Run, url: str, copy: str | None, found: list[str]
    ) -> None:
        sourced(hand, url, archive_url=copy or "", retrieved_on="2024-01-04")
        answer = run("sources", "check", SLUG, "--json")
        assert "Nothing is fetched without ANNOTATOR_FETCH=1" in answer.stderr
        rows = [json.loads(line) for line in answer.stdout.splitlines()]
        assert [one["finding"] for row in rows for one in row["findings"]] == found
        assert web.asked == []


def test_words_say_what_is_wrong_where(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    web.pages |= {"/wall": PAGE, "/gone": GONE}
    sourced(hand)
    sourced(hand, "http://post.example.com/gone")
    run("sources", "check", SLUG)
    web.pages["/wall"] = page(HTML.replace("4.2 million", "42 million").encode())
    days_later(2)
    answer = run("sources", "check", SLUG)
    assert "the page changed (" in answer.stdout
    assert "now:" in answer.stdout
    assert "the page is dead (status 404)" in answer.stdout
    assert "no archived copy" in answer.stdout
    assert "2 sources, something is wrong with 2." in answer.stderr


def test_a_project_that_is_not_there_is_told(run: Run, hand: Hand) -> None:
    answer = run("sources", "check", "nowhere")
    assert answer.exit_code == 1
    assert "There is no project nowhere." in answer.stderr


def test_without_fetching_so_many_sources_are_looked_through(
    hand: Hand, app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        sourced(hand, f"{URL}/{number}")
    config = app.config["ANNOTATOR"]
    monkeypatch.setitem(app.config, "ANNOTATOR", replace(config, fetch=False))
    said = run("sources", "check", SLUG, "--limit", "2").stderr
    assert "Nothing is fetched" in said
    assert "2 sources, something is wrong with" in said
