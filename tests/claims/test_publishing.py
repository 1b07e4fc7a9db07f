"""What readers outside were told, as it was known on a day, and whether it changed since."""

from __future__ import annotations

from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine

from annotator.claimreview.drafts import PublisherDraft
from annotator.clock import now
from annotator.export.options import Options
from annotator.export.reading.known import snapshot_for
from annotator.export.reviews.feed import Told, feed_pieces
from tests.claimreview.desk import HARBOUR, say_publisher
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.looking_back import ADDRESS, BEGAN, clock
from tests.personas import World
from tests.workspace.marks import TEXT, Hand, rating, source

__all__ = ["clock"]

FEEDS = [f"/projects/demo-desk/claimreview.{kind}" for kind in ("atom", "json")]
PAGE = "/projects/demo-desk/publishing"
OPEN = PublisherDraft(HARBOUR.name, HARBOUR.url, HARBOUR.checks_url, is_open=True)
PUBLISHED = {"verdict-public_state": "published"}


class Desk:
    """Rosa's published check, and what she and the lead do with it day by day."""

    def __init__(self, world: World, visit: Visit, clock: time_machine.Traveller) -> None:
        self.world, self._visit, self._clock = world, visit, clock
        say_publisher(world)
        self.article = make_article(
            world.project, TEXT, title="The dam", url="https://paper.example/dam"
        )
        judged = {**rating("refuted", "It holds ten."), **source(ADDRESS), **PUBLISHED}
        self.claim = self.hand.mark("The dam holds 40 million litres", **judged)
        self.hand.submit()

    @property
    def hand(self) -> Hand:
        """Rosa's; on another day she has signed in anew."""
        return Hand(self._visit(self.world.rosa), self.world.slug, self.article.id, TEXT)

    def correct(self) -> None:
        """On the next day the wording and the verdict change, and so does who publishes."""
        self._clock.shift(timedelta(days=1))
        self._visit(self.world.rosa).post(f"{self.hand.base}/submission/withdrawal", json=True)
        corrected = {
            **rating("supported", "The minutes say forty."),
            "verdict-public_state": "corrected",
            "verdict-correction_note": "The first table was another dam's.",
            "wording": "The new dam holds 40 million litres.",
        }
        answer = self.hand.save(self.claim["id"], {"version": self.claim["version"], **corrected})
        assert answer.status_code == 200, answer.text
        self.hand.submit()
        say_publisher(self.world, PublisherDraft("Harbour Checks", checks_url="https://h.example/"))
        self._clock.shift(timedelta(days=1))


@pytest.fixture
def desk(clock: time_machine.Traveller, visit: Visit, world: World) -> Desk:
    return Desk(world, visit, clock)


def file_of(world: World, moment: datetime | None = None) -> bytes:
    asked = Options(kind="claimreview", known_on=moment)
    with snapshot_for(world.project_id, asked) as snapshot:
        return b"".join(feed_pieces(snapshot, world.slug, asked, Told()))


@ON_BOTH
def test_the_file_as_known_then_is_the_file_of_then(desk: Desk, world: World) -> None:
    made, then = file_of(world), now()
    assert b"The dam holds 40 million litres" in made
    assert b"Harbour Desk" in made
    desk.correct()
    assert b"The new dam" in file_of(world)
    assert file_of(world, then) == made


def test_the_command_line_writes_it_too(desk: Desk, run: Run) -> None:
    desk.correct()
    day = BEGAN.date().isoformat()
    done = run("export", "demo-desk", "--format", "claimreview", "--as-known-on", day)
    assert done.exit_code == 0, done.stderr
    assert "The dam holds 40 million litres" in done.stdout
    assert "Harbour Desk" in done.stdout


def test_nobody_published_before_somebody_said_who(
    clock: time_machine.Traveller, visit: Visit, world: World, run: Run
) -> None:
    before = now()
    clock.shift(timedelta(days=1))
    Desk(world, visit, clock)
    day = before.date().isoformat()
    done = run("export", "demo-desk", "--format", "claimreview", "--as-known-on", day)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "Nobody has said who publishes" in done.stderr
    assert visit(world.lead).get(f"{FEEDS[0]}?known_on={day}").status_code == 404


@ON_BOTH
@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_as_known_then_is_the_feed_of_then(desk: Desk, visit: Visit, address: str) -> None:
    day = BEGAN.date().isoformat()
    then = visit(desk.world.observer).get(address).data
    desk.correct()
    observer = visit(desk.world.observer)
    assert observer.get(address).data != then
    asked_back = observer.get(f"{address}?known_on={day}").data
    assert asked_back.replace(f"?known_on={day}".encode(), b"") == then


@pytest.mark.parametrize("address", FEEDS)
def test_only_who_looks_into_the_work_looks_back_in_a_feed(
    desk: Desk, visit: Visit, address: str
) -> None:
    say_publisher(desk.world, OPEN)
    day = f"{address}?known_on={BEGAN.date().isoformat()}"
    world = desk.world
    people = (None, world.stranger, world.other_reviewer, world.observer, world.lead)
    answers = [visit(who).get(day, json=True).status_code for who in people]
    assert answers == [401, 404, 404, 200, 200]


def test_what_was_taken_back_since_is_told_of_that_day_as_it_was_told_then(
    desk: Desk, visit: Visit, clock: time_machine.Traveller
) -> None:
    # Readers knew of it: to leave it out would tell them something else than they were told.
    clock.shift(timedelta(days=1))
    visit(desk.world.rosa).post(f"{desk.hand.base}/submission/withdrawal", json=True)
    observer = visit(desk.world.observer)
    day = f"{FEEDS[1]}?known_on={BEGAN.date().isoformat()}"
    [then] = observer.get(day).get_json(force=True)["items"]
    [now_] = observer.get(FEEDS[1]).get_json(force=True)["items"]
    assert then["title"] == "Refuted: The dam holds 40 million litres"
    assert now_["title"] == "Withdrawn: The dam holds 40 million litres"
    assert now_["id"] == then["id"]


@ON_BOTH
def test_the_page_of_publishing_tells_what_was_told_on_a_day(desk: Desk, visit: Visit) -> None:
    desk.correct()
    day = BEGAN.date().isoformat()
    page = visit(desk.world.lead).page(f"{PAGE}?known_on={day}")
    assert "As known at the end of October 31, 2026 (UTC)." in page.text
    assert "The dam holds 40 million litres" in page.text
    assert "Harbour Desk" in page.text
    assert not [one for one in page.tree.iter("input") if one.get("name") == "checks_url"]
    assert f"{FEEDS[0]}?known_on={day}" in page.links()
    now_page = visit(desk.world.lead).page(PAGE)
    assert "The new dam holds 40 million litres." in now_page.text


@pytest.mark.parametrize("address", FEEDS)
def test_a_feed_that_did_not_change_is_not_sent_again(
    desk: Desk, visit: Visit, clock: time_machine.Traveller, address: str
) -> None:
    say_publisher(desk.world, OPEN)
    clock.shift(timedelta(minutes=1))
    anybody = visit(None)
    first = anybody.get(address)
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert first.headers["Last-Modified"]
    tag = first.headers["ETag"]
    again = anybody.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    since = anybody.get(address, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    earlier = format_datetime(now() - timedelta(days=2), usegmt=True)
    assert anybody.get(address, headers={"If-Modified-Since": earlier}).status_code == 200
    desk.correct()
    say_publisher(desk.world, OPEN)
    changed = anybody.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_closed_feed_is_kept_by_nobody(desk: Desk, visit: Visit) -> None:
    answer = visit(desk.world.lead).get(FEEDS[0])
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"Cookie", "Accept-Language"} <= set(answer.vary)


def test_what_changed_a_moment_ago_has_no_time_yet(
    desk: Desk, visit: Visit, clock: time_machine.Traveller
) -> None:
    lead = visit(desk.world.lead)
    assert "Last-Modified" not in lead.get(FEEDS[0]).headers
    clock.shift(timedelta(seconds=3))
    assert "Last-Modified" in lead.get(FEEDS[0]).headers


@pytest.mark.parametrize("address", FEEDS)
def test_what_was_withdrawn_says_so_in_the_reader_s_language(
    desk: Desk, visit: Visit, address: str
) -> None:
    say_publisher(desk.world, OPEN)
    withdrawn = {
        **rating("refuted", "It holds ten."),
        "verdict-public_state": "void",
        "verdict-correction_note": "It was no claim.",
    }
    visit(desk.world.rosa).post(f"{desk.hand.base}/submission/withdrawal", json=True)
    saved = desk.hand.save(desk.claim["id"], {"version": desk.claim["version"], **withdrawn})
    assert saved.status_code == 200, saved.text
    desk.hand.submit()

    def told(language: str) -> str:
        answer = visit(None).get(address, headers={"Accept-Language": language})
        return answer.get_data(as_text=True)

    assert "Withdrawn: The dam" in told("en")
    assert "\u0645\u0633\u062d\u0648\u0628: " in told("ar")
    assert "Withdrawn: " not in told("ar")
