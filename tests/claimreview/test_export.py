"""ClaimReview out of a project: by the command line, as one file, and who publishes it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from annotator.annotations.models import Annotation, Layer, PublicState, StaleReason
from annotator.audit.models import Event
from annotator.audit.replay import compare
from annotator.claimreview.drafts import PublisherDraft
from annotator.claimreview.queries import publisher_of
from annotator.claimreview.rules import faults_among, faults_of
from annotator.claimreview.service import amend_publisher, set_publisher
from annotator.db import db, writing
from annotator.errors import Invalid
from tests.claimreview.desk import HARBOUR, Told, make_checks, say_publisher
from tests.claimreview.second_reading import is_right
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.export import work
from tests.factories import SHELL
from tests.personas import World


@pytest.fixture
def told(world: World) -> Told:
    say_publisher(world)
    return make_checks(world)


def feed(run: Run, *more: str) -> dict[str, dict[str, Any]]:
    """The entries of the exported feed by the claim's identifier."""
    done = run("export", "demo-desk", "--format", "claimreview", *more)
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["@type"] == "DataFeed"
    return {entry["item"]["url"].rsplit("/", 1)[1]: entry for entry in document["dataFeedElement"]}


@ON_BOTH
def test_what_readers_were_told_is_one_feed(world: World, told: Told, run: Run) -> None:
    done = run("export", "demo-desk", "--format", "claimreview")
    assert "3 checks written." in done.stderr
    assert f"{told.refused}: left out. The claim has the rating “Supported” in it" in done.stderr
    found = feed(run)
    assert set(found) == {told.published, told.corrected, told.void}
    for entry in found.values():
        record = {"@context": "https://schema.org", **entry["item"]}
        assert [fault for fault in faults_of(record) if fault.refuses] == []
        assert is_right(record)
    assert faults_among(entry["item"] for entry in found.values()) == []
    item = found[told.published]["item"]
    assert item["claimReviewed"] == "A claim: published"
    assert item["reviewRating"]["ratingValue"] == 1
    assert item["itemReviewed"]["author"] == {
        "@type": "Person",
        "name": "Ida Holm",
        "jobTitle": "Minister",
        "sameAs": "https://www.wikidata.org/wiki/Q42",
    }
    assert item["itemReviewed"]["appearance"]["url"] == "https://paper.example/trains"
    assert item["citation"][0]["url"] == "https://agency.example/table"


@ON_BOTH
def test_a_withdrawn_check_is_told_as_withdrawn(world: World, told: Told, run: Run) -> None:
    entry = feed(run)[told.void]
    assert entry["dateDeleted"]
    assert entry["item"]["creativeWorkStatus"] == "Withdrawn"
    assert entry["item"]["correction"]["text"] == "The year was wrong."
    assert "reviewRating" not in entry["item"]


def test_what_is_off_the_scale_has_no_number(world: World, told: Told, run: Run) -> None:
    rating = feed(run)[told.corrected]["item"]["reviewRating"]
    assert rating["alternateName"] == "Not Enough Evidence"
    assert "ratingValue" not in rating


def test_gold_stands_beside_the_reviewers_checks_that_no_decision_names(
    world: World, told: Told, run: Run
) -> None:
    # It was told alone once: the others left the feed, and readers never learned why.
    with writing():
        mark = work.mark(
            db.session.merge(world.project), told.article, world.lead.id, "97 percent",
            layer=Layer.GOLD,
        )  # fmt: skip
        work.verdict(
            mark, world.lead.id, "refuted", 1, "So it is.", public_state=PublicState.PUBLISHED
        )
        gold = mark.id
    reviewers = {told.published, told.corrected, told.void}
    assert set(feed(run)) == {gold, *reviewers}
    assert set(feed(run, "--layer", "reviewer")) == reviewers
    assert set(feed(run, "--layer", "gold")) == {gold}


def test_words_that_changed_after_the_verdict_are_not_published(
    world: World, told: Told, run: Run
) -> None:
    with writing():
        mark = db.session.get_one(Annotation, told.published)
        assert mark.claim is not None
        mark.claim.stale_reason = StaleReason.WORDING
    done = run("export", "demo-desk", "--format", "claimreview")
    assert f"{told.published}: left out. The words changed after" in done.stderr
    with writing():
        claim = db.session.get_one(Annotation, told.published).claim
        assert claim is not None
        claim.stale_reason = StaleReason.CAPTURE
    assert told.published in feed(run)


def test_without_a_publisher_there_is_no_feed(world: World, run: Run) -> None:
    make_checks(world)
    done = run("export", "demo-desk", "--format", "claimreview")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "annotator project publisher demo-desk" in done.stderr


def test_an_empty_project_is_an_empty_feed(world: World, run: Run) -> None:
    say_publisher(world)
    assert feed(run) == {}


def test_the_publisher_is_said_and_shown_by_command(world: World, run: Run) -> None:
    assert run("project", "publisher", "demo-desk").exit_code == 1
    said = run(
        "project", "publisher", "demo-desk", "--name", "Harbour", "--checks", "https://h.example/c"
    )
    assert said.exit_code == 0, said.stderr
    assert json.loads(said.stdout) == {
        "name": "Harbour", "site": None, "checks": "https://h.example/c/", "corrections": None,
        "open": False,
    }  # fmt: skip
    opened = run("project", "publisher", "demo-desk", "--open")
    assert json.loads(opened.stdout)["open"] is True
    assert json.loads(opened.stdout)["name"] == "Harbour"
    wrong = run("project", "publisher", "demo-desk", "--site", "harbour")
    assert (wrong.exit_code, wrong.stdout) == (1, "")


@ON_BOTH
def test_saying_who_publishes_is_in_the_trail(world: World) -> None:
    say_publisher(world)
    say_publisher(world)
    say_publisher(world, PublisherDraft("Harbour Desk", None, HARBOUR.checks_url, is_open=True))
    events = db.session.query(Event).filter_by(action="publisher.set").order_by(Event.seq).all()
    assert len(events) == 2
    found = publisher_of(world.project_id)
    assert found is not None
    assert (found.name, found.checks_url, found.is_open) == (
        "Harbour Desk", f"{HARBOUR.checks_url}/", True,
    )  # fmt: skip
    db.session.rollback()
    assert compare(world.project_id) == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (PublisherDraft(" "), "name"),
        (PublisherDraft("Harbour", url="harbour.example"), "url"),
        (PublisherDraft("Harbour", checks_url="ftp://h.example"), "checks_url"),
        (PublisherDraft("Harbour", checks_url="https://h.example/#c"), "checks_url"),
        (PublisherDraft("Harbour", corrections_url="javascript:1"), "corrections_url"),
    ],
)
def test_a_publisher_that_cannot_be_is_refused(
    world: World, draft: PublisherDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal, writing():
        set_publisher(world.project, draft, actor=SHELL)
    assert refusal.value.field == field


@ON_BOTH
def test_those_who_say_different_parts_at_once_lose_none(app: Flask, world: World) -> None:
    parts: dict[str, str | bool] = {
        "url": "https://harbour.example/",
        "checks_url": "https://harbour.example/checks/",
        "corrections_url": "https://harbour.example/corrections",
        "is_open": True,
    }
    say_publisher(world, PublisherDraft("Harbour Desk"))

    def say(name: str) -> None:
        with app.app_context(), writing():
            project = db.session.merge(world.project)
            amend_publisher(project, {name: parts[name]}, actor=SHELL)

    with ThreadPoolExecutor(len(parts)) as pool:
        for task in [pool.submit(say, name) for name in parts]:
            task.result()
    db.session.expire_all()
    found = publisher_of(world.project_id)
    assert found is not None
    assert {name: getattr(found, name) for name in parts} == parts
    assert compare(world.project_id) == []
