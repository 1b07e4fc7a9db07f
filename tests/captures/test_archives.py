"""An archive is asked for a copy, patiently, and what it says is not believed without a look."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from annotator.annotations.models import Annotation
from annotator.captures.archives import Copy, NotNow, Wayback
from annotator.captures.asking import ARCHIVE
from annotator.captures.jobs import WAITS
from annotator.clock import UTC, now
from annotator.config import Config
from annotator.db import db, writing
from annotator.errors import Refused
from annotator.jobs.keeping import keep
from annotator.jobs.models import Job, State
from tests.captures.checks import at_once as at_once
from tests.captures.checks import check
from tests.captures.conftest import TODAY
from tests.captures.sourced import PAGE, URL, jobs, replayed, source_of, sourced, stored
from tests.conftest import Run
from tests.databases import ON_BOTH, config_for
from tests.export.sources import source as make_source
from tests.jobs.conftest import hands as hands
from tests.safefetch.network import Network, page
from tests.workspace.marks import Hand

WorkOff = Callable[[], int]

ASKED = "/wayback/available?url=http%3A%2F%2Fpost.example.com%2Fwall"
MADE = f"/save/{URL}"


def copy_from(day: date, url: str = URL) -> str:
    """The address of a copy made on this day."""
    return f"https://web.archive.org/web/{day:%Y%m%d}101112/{url}"


def snapshot(day: date, **more: Any) -> bytes:
    """What the archive says of its newest copy."""
    place = copy_from(day).replace("https:", "http:", 1)
    closest = {"available": True, "status": "200", "url": place, **more}
    return told({"archived_snapshots": {"closest": closest}})


def told(found: object, **how: Any) -> bytes:
    """An answer in JSON."""
    return page(json.dumps(found).encode(), "application/json", **how)


NONE = told({"url": URL, "archived_snapshots": {}})


@pytest.fixture
def config(database: str, instance: Path) -> Config:
    """The settings of a server that fetches, and asks the archive."""
    return config_for(database, instance, fetch=True)


@pytest.fixture
def come_due(work_off: WorkOff) -> Callable[[], int]:
    """Let the time pass that jobs are put off by, and do them."""

    def go_on() -> int:
        db.session.rollback()
        with db.engines[None].begin() as connection:
            past = now() - timedelta(seconds=1)
            connection.execute(
                update(Job).where(Job.not_before.is_not(None)).values(not_before=past)
            )
        keep()
        return work_off()

    return go_on


@ON_BOTH
def test_a_copy_that_the_archive_made_becomes_the_sources(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    made = page(
        b"", headers={"Content-Location": copy_from(TODAY).removeprefix("https://web.archive.org")}
    )
    web.pages |= {"/wall": PAGE, ASKED: NONE, MADE: made}
    mark = sourced(hand)
    work_off()
    source = source_of(mark)
    assert (source.archive_url, source.archived_on) == (copy_from(TODAY), TODAY)
    assert stored(mark).version == 3
    assert replayed(mark)
    # The page that showed the first version goes on working.
    assert hand.save(mark["id"], {"version": 1, "note": "still here"}).status_code == 200


@ON_BOTH
def test_the_archive_is_asked_once_for_an_imported_source_when_its_page_is_first_read(
    hand: Hand, web: Network, run: Run, work_off: WorkOff
) -> None:
    web.pages |= {"/wall": PAGE, ASKED: snapshot(TODAY)}
    mark = hand.mark("two years")
    with writing():
        make_source(db.session.get_one(Annotation, mark["id"]), 2, URL)

    check(run)
    check(run, "--refresh")
    assert [json.loads(one.payload)["url"] for one in jobs(ARCHIVE)] == [URL]
    work_off()

    source = source_of(mark)
    assert (source.archive_url, source.archived_on) == (copy_from(TODAY), TODAY)
    # What the file left out stays out.
    assert (source.title, source.publisher) == (None, None)


def test_a_fresh_copy_is_taken_as_it_is_and_none_is_made(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    day = TODAY - timedelta(days=7)
    web.pages |= {"/wall": PAGE, ASKED: snapshot(day)}
    mark = sourced(hand)
    work_off()
    assert source_of(mark).archive_url == copy_from(day)
    assert [line.split(" ")[1] for line in web.requests] == ["/wall", ASKED]


@ON_BOTH
def test_a_copy_that_takes_its_time_is_asked_for_again_and_made_once(
    hand: Hand, web: Network, work_off: WorkOff, come_due: Callable[[], int]
) -> None:
    old = TODAY - timedelta(days=8)
    web.pages |= {"/wall": PAGE, ASKED: snapshot(old), MADE: told({"job_id": "spn2-1"})}
    mark = sourced(hand)
    work_off()
    assert source_of(mark).archive_url is None
    (_, waiting) = jobs(ARCHIVE)
    assert waiting.state is State.QUEUED
    assert waiting.not_before is not None
    keep()
    assert work_off() == 0
    web.pages[ASKED] = snapshot(TODAY)
    assert come_due() == 1
    assert source_of(mark).archive_url == copy_from(TODAY)
    assert sum(MADE in line for line in web.requests) == 1


def test_an_older_copy_is_better_than_none_when_no_other_comes(
    hand: Hand, web: Network, work_off: WorkOff, come_due: Callable[[], int]
) -> None:
    old = TODAY - timedelta(days=400)
    web.pages |= {"/wall": PAGE, ASKED: snapshot(old), MADE: page(b"", status="520 Odd")}
    mark = sourced(hand)
    work_off()
    for _ in WAITS:
        assert source_of(mark).archive_url is None
        assert come_due() == 1
    assert (source_of(mark).archive_url, source_of(mark).archived_on) == (copy_from(old), old)


def test_an_archive_that_never_has_one_ends_in_a_sentence(
    hand: Hand, web: Network, work_off: WorkOff, come_due: Callable[[], int]
) -> None:
    web.pages |= {"/wall": PAGE, ASKED: NONE, MADE: page(b"", status="403 Forbidden")}
    mark = sourced(hand)
    work_off()
    for _ in WAITS:
        come_due()
    *_, last = jobs(ARCHIVE)
    assert last.state is State.FAILED
    assert "ask for one there by hand" in (last.reason or "")
    assert len(jobs(ARCHIVE)) == len(WAITS) + 1
    assert source_of(mark).archive_url is None


@pytest.mark.parametrize(
    ("said", "least"),
    [("7200", 7200), ("", WAITS[0].seconds), ("soon", WAITS[0].seconds), ("9" * 8, 24 * 3600)],
)
def test_an_archive_that_wants_to_be_left_alone_is(
    hand: Hand, web: Network, work_off: WorkOff, said: str, least: int
) -> None:
    busy = page(b"", status="429 Too Many Requests", headers={"Retry-After": said})
    web.pages |= {"/wall": PAGE, ASKED: busy}
    sourced(hand)
    begun = now()
    work_off()
    waiting = jobs(ARCHIVE)[-1]
    assert waiting.not_before is not None
    assert waiting.not_before >= begun + timedelta(seconds=least) - timedelta(milliseconds=1)
    # It is not asked to make anything, either.
    assert not any(MADE in line for line in web.requests)


@pytest.mark.parametrize("field", ["archive_url", "archived_on"])
def test_what_a_person_said_of_a_copy_stays(
    hand: Hand, web: Network, work_off: WorkOff, field: str
) -> None:
    own = {"archive_url": "https://archive.ph/AbCdE", "archived_on": "2024-01-02"}
    web.pages |= {"/wall": PAGE, ASKED: snapshot(TODAY)}
    mark = sourced(hand, **{field: own[field]})
    work_off()
    stored_value = getattr(source_of(mark), field)
    assert str(stored_value) == own[field]
    assert (source_of(mark).archive_url is None) is (field == "archived_on")


@pytest.mark.parametrize(
    "url",
    [
        "http://web.archive.org/web/20240101000000/http://post.example.com/wall",
        "http://archive.is/AbCdE",
        "http://perma.cc/ABCD-1234",
    ],
)
def test_no_copy_is_asked_for_of_a_copy(
    hand: Hand, web: Network, work_off: WorkOff, url: str
) -> None:
    web.pages[url.partition("//")[2].partition("/")[1] + url.split("/", 3)[3]] = PAGE
    sourced(hand, url)
    work_off()
    assert jobs(ARCHIVE) == []


def test_no_copy_is_asked_for_of_a_page_that_could_not_be_had(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    sourced(hand)
    work_off()
    assert jobs(ARCHIVE) == []


@pytest.mark.parametrize(
    "answer",
    [
        page(b"<p>no JSON", "text/html"),
        page(b"[" * 100_000, "application/json"),
        told([1, 2]),
        told({"archived_snapshots": {"closest": {"available": True, "status": "200", "url": 7}}}),
        snapshot(TODAY, url="javascript:alert(1)"),
        snapshot(TODAY, url="https://evil.example/web/20240101000000/" + URL),
        snapshot(TODAY, url="http://web.archive.org/web/20240101000000/http://evil.example/"),
        snapshot(TODAY, url="http://web.archive.org/web/99999999999999/" + URL),
        snapshot(TODAY, url=copy_from(TODAY) + " onclick=x"),
        snapshot(TODAY, available=False),
        snapshot(TODAY, status="404"),
    ],
    ids=["no JSON", "deep", "a list", "a number", "a script", "elsewhere", "another page",
         "no day", "a space", "not available", "a copy of a 404"],
)  # fmt: skip
def test_no_copy_is_believed_that_is_not_one_of_this_page(web: Network, answer: bytes) -> None:
    web.pages[ASKED] = answer
    assert Wayback().newest(URL, web.ways()) is None


def test_a_key_goes_to_the_archive_and_nowhere_else(web: Network) -> None:
    web.pages |= {ASKED: snapshot(TODAY), MADE: told({})}
    archive = Wayback("ACCESS:SECRET")
    assert archive.newest(URL, web.ways()) == Copy(copy_from(TODAY), TODAY)
    assert archive.make(URL, web.ways()) is None
    asked, made = web.requests
    assert "Authorization" not in asked
    assert "Authorization: LOW ACCESS:SECRET\r\n" in made
    assert web.asked == ["archive.org", "web.archive.org"]


def test_a_moment_to_come_back_is_understood(web: Network) -> None:
    later = now().astimezone(UTC) + timedelta(hours=2)
    when = f"{later:%a, %d %b %Y %H:%M:%S} GMT"
    web.pages[ASKED] = page(b"", status="503 Busy", headers={"Retry-After": when})
    found = Wayback().newest(URL, web.ways())
    assert isinstance(found, NotNow)
    assert 7100 <= found.seconds <= 7200


@pytest.mark.parametrize(
    ("name", "value"),
    [("ANNOTATOR_ARCHIVE", "ours"), ("ANNOTATOR_ARCHIVE_KEY", "a:b\r\nHost: x"),
     ("ANNOTATOR_ARCHIVE_KEY", "nothing")],
)  # fmt: skip
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(Refused, match=name):
        Config.from_environment({"ANNOTATOR_INSTANCE": str(tmp_path), name: value})
