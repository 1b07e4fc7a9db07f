"""Every address and every file, for everybody: nobody sees another's work before submitting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from werkzeug.test import TestResponse

from tests.applications import working
from tests.blind.asking import DAY, MOMENT, asked
from tests.blind.desk import ASKING, KNOWN, RITAS, ROSAS, Desk, make_desk, submit_for
from tests.blind.learning import of_training
from tests.blind.settled import SETTLED
from tests.databases import config_for, copy_file
from tests.personas import World
from tests.site.conftest import way_back
from tests.site.test_permissions import ask
from tests.visitor import Visitor

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
#: What is drawn by lot for each answer: tokens of forms, and the nonces of scripts.
_SECRETS = re.compile(
    r"(?<=one-time/)[\w-]+|[\w-]{20,}\.[\w-]{6}\.[\w-]{20,}|(?<=nonce[-=])\"?[\w+/=-]{16,}"
)


Served = tuple[Flask, Desk, Callable[[], None]]
Open = Callable[..., Served]


@dataclass(frozen=True, slots=True)
class Made:
    file: Path
    desk: Desk


@pytest.fixture(scope="module")
def desks(
    sqlite_world: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bool, bool], Made]:
    """`desks(is_blind, is_busy)`: each kind of desk, made once."""
    known: dict[tuple[bool, bool], Made] = {}

    def made(is_blind: bool, is_busy: bool) -> Made:
        key = (is_blind, is_busy)
        if key not in known:
            folder = tmp_path_factory.mktemp("blind")
            template, world = sqlite_world
            with working(config_for(copy_file(template, folder), folder)) as app:
                desk = make_desk(app, world, is_blind=is_blind, is_busy=is_busy)
            known[key] = Made(folder / "annotator.sqlite3", desk)
        return known[key]

    return made


@pytest.fixture(autouse=True)
def standing_clock() -> Iterator[None]:
    """Two desks differ by what was done alone."""
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def opened(desks: Callable[[bool, bool], Made], tmp_path: Path) -> Iterator[Open]:
    """`opened(is_blind, is_busy)`: a copy of that desk, served, and the way back to its start.

    With a third word, who submitted before that.
    """
    with ExitStack() as stack:

        def serve(is_blind: bool, is_busy: bool, submitted: str = "") -> Served:
            made = desks(is_blind, is_busy)
            folder = tmp_path / f"{is_blind}-{is_busy}"
            folder.mkdir()
            app = stack.enter_context(working(config_for(copy_file(made.file, folder), folder)))
            if submitted:
                submit_for(app, made.desk, submitted)
            return app, made.desk, way_back(folder)

        yield serve


def told(answer: TestResponse) -> str:
    """All that an answer says, in its headers and its body."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return headers + "\n" + answer.get_data().decode("utf-8", "replace")


def compared(answer: TestResponse) -> str:
    """The same without what differs each time."""
    kept = [(name, value) for name, value in answer.headers if name != "Set-Cookie"]
    text = "\n".join(f"{name}: {value}" for name, value in kept) + "\n" + answer.text
    return _SECRETS.sub("…", _UUID.sub("id", text))


def told_to(who: str, app: Flask, desk: Desk, restore: Callable[[], None]) -> dict[str, list[str]]:
    """By address, those words of Rosa's and Rita's that it tells this person."""
    answers = dict(asked(app, desk.browser(app, who), desk, restore))
    assert {name for name, answer in answers.items() if answer.status_code >= 500} == set()
    return found_in_texts({name: told(answer) for name, answer in answers.items()})


def found_in_texts(texts: dict[str, str]) -> dict[str, list[str]]:
    """By address, those of their words that it tells; not those that it was asked with."""
    found = {
        name: [word for word in ROSAS + RITAS + SETTLED if word in text and word not in name]
        for name, text in texts.items()
    }
    return {name: words for name, words in found.items() if words}


def words_in(found: dict[str, list[str]]) -> set[str]:
    return {word for words in found.values() for word in words}


@pytest.mark.parametrize("is_blind", [True, False], ids=["blind", "open"])
def test_no_reviewer_is_told_a_known_answer_before_they_tried(opened: Open, is_blind: bool) -> None:
    app, desk, restore = opened(is_blind, False)
    browser = desk.browser(app, "reviewer without work")
    answers = dict(asked(app, browser, desk, restore))
    texts = {name: told(answer) for name, answer in answers.items()}
    assert [name for name, text in texts.items() if any(word in text for word in KNOWN)] == []
    lead = desk.browser(app, "lead at work")
    pages = (
        told(ask(lead, app, endpoint, of_training(endpoint), desk.things))
        for endpoint in ("training.article", "workspace.article")
    )
    text = "".join(pages)
    assert [word for word in KNOWN if word not in text] == []


@pytest.mark.parametrize("who", ASKING)
def test_before_submitting_no_answer_tells_whether_another_did_anything(
    opened: Open, who: str
) -> None:
    answers: dict[str, list[str]] = {}
    for is_busy in (False, True):
        app, desk, restore = opened(True, is_busy)
        for name, answer in asked(app, desk.browser(app, who), desk, restore):
            assert answer.status_code < 500, (name, answer.text[:500])
            answers.setdefault(_UUID.sub("id", name), []).append(compared(answer))
    assert found_in_texts({name: two[-1] for name, two in answers.items()}) == {}
    differing = {name: two for name, two in answers.items() if len(set(two)) > 1}
    found = [f"{name}: {_first_difference(*two)}" for name, two in differing.items()]
    assert not found, "\n".join(found)


def test_in_an_open_project_a_lead_finds_them(opened: Open) -> None:
    app, desk, restore = opened(False, True)
    found = told_to("lead without work", app, desk, restore)
    assert words_in(found) == {*ROSAS, *RITAS, *SETTLED}
    assert found.keys() >= SEEN_BY_LEADS


def test_a_lead_who_supervises_finds_all_of_it_in_a_blind_project(opened: Open) -> None:
    app, desk, restore = opened(True, True)
    found = told_to("supervisor", app, desk, restore)
    assert words_in(found) == {*ROSAS, *RITAS, *SETTLED}
    assert found.keys() >= SEEN_BY_LEADS


def test_a_lead_who_submitted_finds_all_of_it(opened: Open) -> None:
    app, desk, restore = opened(True, True, "lead at work")
    found = told_to("lead at work", app, desk, restore)
    assert words_in(found) == {*ROSAS, *RITAS}


def test_a_reviewer_who_submitted_is_told_of_speakers_and_still_reads_their_own(
    opened: Open,
) -> None:
    app, desk, restore = opened(True, True, "reviewer at work")
    found = told_to("reviewer at work", app, desk, restore)
    assert words_in(found) == {"xspeakerx", "xnamelessx"}


def test_an_observer_finds_what_was_submitted(opened: Open) -> None:
    app, desk, restore = opened(True, True)
    found = told_to("observer", app, desk, restore)
    words = words_in(found)
    assert set(ROSAS) <= words
    assert "xdraftx" not in words


def test_a_closed_feed_is_nobodys_who_is_signed_out(opened: Open) -> None:
    app, desk, _restore = opened(True, True)
    for name in ("claimreview.atom", "claimreview.json"):
        answer = Visitor(app).get(f"/projects/{desk.things['slug']}/{name}")
        assert answer.status_code in (302, 401, 404), name
        assert not any(word in told(answer) for word in ROSAS)


#: Where a lead of an open project finds them at least: were the words not found there, that
#: they are not found in a blind one would say nothing.
SEEN_BY_LEADS = {
    "workspace.article?reviewer={other_id}",
    "workspace.annotations?reviewer={other_id}",
    f"workspace.compare?reviewer={{other_id}}&before=1&after={MOMENT}",
    "workspace.past?reviewer={other_id}",
    "claims.index",
    "claims.claim",
    "claims.index" + DAY,
    "speakers.index",
    "speakers.known",
    "audit.index",
    "audit.mark_history",
    "captures.index",
    "claimreview.index",
    "claimreview.atom",
    "claimreview.json",
    "export.download {'kind': 'averitec'}",
    "export.download {'kind': 'claimreview'}",
}


def _first_difference(one: str, other: str) -> str:
    at = next(
        (place for place, two in enumerate(zip(one, other, strict=False)) if two[0] != two[1]),
        min(len(one), len(other)),
    )
    return f"{one[max(at - 80, 0) : at + 80]!r} <> {other[max(at - 80, 0) : at + 80]!r}"
