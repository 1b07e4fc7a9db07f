"""After a save, and outside it, the page of a new link is looked at and empty fields are filled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.captures.asking import CAPTURE
from annotator.captures.models import MOST_TEXT, Outcome
from annotator.db import db
from annotator.text.canonical import canonicalise
from tests.captures.conftest import TODAY
from tests.captures.sourced import (
    PAGE,
    URL,
    captures,
    jobs,
    replayed,
    source_of,
    sourced,
    stored,
    verdict,
)
from tests.databases import ON_BOTH
from tests.fetching.pages import PARAGRAPHS, TITLE
from tests.safefetch.network import Network, moved, page
from tests.workspace.marks import Hand

WorkOff = Callable[[], int]


@ON_BOTH
def test_a_new_link_is_looked_at_and_what_was_empty_is_filled(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    assert web.requests == []

    assert work_off() == 1

    source = source_of(mark)
    assert (source.title, source.publisher) == (TITLE, "The Harbour Post")
    assert source.retrieved_on == TODAY
    (capture,) = captures(mark)
    assert all(words in (capture.text or "") for words in PARAGRAPHS)
    assert "newsletter" not in (capture.text or "")
    assert capture.text_sha256 == hashlib.sha256((capture.text or "").encode()).hexdigest()
    assert (capture.url, capture.final_url, capture.status) == (URL, URL, 200)
    assert stored(mark).version == 2
    assert replayed(mark)


@ON_BOTH
def test_what_a_person_wrote_is_never_written_over(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand, title="My own title", retrieved_on="2020-01-02")

    work_off()

    source = source_of(mark)
    assert (source.title, source.retrieved_on) == ("My own title", date(2020, 1, 2))
    assert source.publisher == "The Harbour Post"


@ON_BOTH
def test_a_save_that_was_on_its_way_meanwhile_goes_on_top_and_nothing_is_lost(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    work_off()
    uuid = source_of(mark).id
    fields = {"version": 1, "note": "typed meanwhile", "sources-0-uuid": uuid,
              "sources-0-title": "What I typed"}  # fmt: skip

    answer = hand.save(mark["id"], fields)

    assert answer.status_code == 200
    shape = answer.get_json()["annotation"]
    assert (shape["version"], shape["note"]) == (3, "typed meanwhile")
    (shown,) = shape["claim"]["sources"]
    assert (shown["title"], shown["publisher"]) == ("What I typed", "The Harbour Post")
    # The answer was lost: the same request again is answered, not done twice.
    again = hand.save(mark["id"], fields)
    assert (again.status_code, again.get_json()["annotation"]["version"]) == (200, 3)
    # Another save on the old version meets a person's change, and is told so.
    assert hand.save(mark["id"], {**fields, "note": "another"}).status_code == 412
    assert replayed(mark)


def test_a_mark_can_be_removed_by_a_page_that_does_not_know_yet_what_was_filled(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    work_off()
    assert hand.remove(mark).status_code == 200


def test_what_was_filled_is_told_in_the_audit_trail_as_the_servers_doing(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    sourced(hand)
    work_off()
    events = db.session.scalars(select(Event).order_by(Event.seq.desc()).limit(3)).all()[::-1]
    assert [event.action for event in events] == [
        "capture.kept", "annotation.revised", "source.filled",
    ]  # fmt: skip
    assert {(event.actor_name, event.via) for event in events} == {("Rosa Ramirez", "background")}
    assert all(PARAGRAPHS[0] not in (event.after or "") for event in events)


def test_a_verdict_feels_nothing_of_what_is_filled(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    hand.revise(mark, **verdict(mark))
    work_off()
    assert source_of(mark).title == TITLE
    claim = stored(mark).claim
    assert claim is not None
    assert claim.stale_reason is None


@pytest.mark.parametrize(
    ("answer", "status", "outcome"),
    [
        (page(b"gone", status="404 Not Found"), 404, Outcome.STATUS),
        (page(b"%PDF", "application/pdf"), None, Outcome.NO_PAGE),
        (page(b"<p></p>"), 200, Outcome.UNREADABLE),
        (b"", None, Outcome.BROKEN_OFF),
        (moved("http://127.0.0.1/"), None, Outcome.REDIRECTS),
        (page(b"<div>" * 400_000), 200, Outcome.UNREADABLE),
    ],
    ids=["gone", "a file", "empty", "broken off", "inside", "hostile"],
)
def test_a_page_that_cannot_be_had_is_kept_as_that_and_fills_nothing(
    hand: Hand, web: Network, work_off: WorkOff, answer: bytes, status: int | None, outcome: Outcome
) -> None:
    web.pages["/wall"] = answer
    mark = sourced(hand)
    work_off()
    (capture,) = captures(mark)
    assert (capture.status, capture.failure, capture.text) == (status, outcome, None)
    assert (source_of(mark).title, source_of(mark).retrieved_on) == (None, None)
    assert stored(mark).version == 1
    assert web.hits == 0
    assert replayed(mark)


def test_a_page_that_only_leads_to_a_front_page_fills_nothing(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages |= {"/wall": moved("http://post.example.com/"), "/": PAGE}
    mark = sourced(hand)
    work_off()
    assert source_of(mark).title is None
    assert captures(mark)[0].final_url == "http://post.example.com/"


def test_a_very_long_text_is_kept_up_to_a_bound_with_its_length(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    body = "Water rose in the harbour again. " * 10_000
    web.pages["/wall"] = page(body.encode(), "text/plain")
    mark = sourced(hand)
    work_off()
    (capture,) = captures(mark)
    assert len(capture.text or "") == MOST_TEXT
    assert capture.length == len(canonicalise(body))


@ON_BOTH
def test_one_address_is_fetched_once_for_all_claims_that_name_it_at_a_time(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    first, second = sourced(hand), sourced(hand)
    work_off()
    assert len(web.requests) == 1
    assert source_of(first).title == source_of(second).title == TITLE
    assert captures(first)[0].text_sha256 == captures(second)[0].text_sha256


def test_only_a_link_that_is_new_is_looked_at(hand: Hand, web: Network, work_off: WorkOff) -> None:
    web.pages |= {"/wall": PAGE, "/other": PAGE}
    mark = sourced(hand)
    source = {"sources-0-uuid": source_of(mark).id}
    mark = hand.revise(mark, **source, **{"sources-0-stance": "supports"}, note="seen")
    assert len(jobs(CAPTURE)) == 1
    other = "http://post.example.com/other"
    hand.revise(mark, **source, **{"sources-0-url": other})
    work_off()
    # The first link was given up before anybody looked; nothing is kept of it.
    assert [one.url for one in captures(mark)] == [other]
    assert len(web.requests) == 1


def test_the_article_itself_and_a_question_without_an_answer_are_not_looked_at(
    hand: Hand, web: Network
) -> None:
    sourced(hand, "https://news.example.org/dam")
    question = {"question": "Who asked?", "answer_type": "unanswerable"}
    sourced(hand, "", **question)
    assert jobs(CAPTURE) == []


def test_a_source_that_was_removed_before_its_turn_is_left_alone(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    hand.revise(mark, **{"sources-0-uuid": source_of(mark).id, "sources-0-removed": "1"})
    work_off()
    assert web.requests == []
    assert captures(mark) == []
