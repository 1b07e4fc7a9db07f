"""An export as known on a day: what had been recorded by then, and nothing of what came later."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import ArticleBatch
from annotator.audit.known import moment_of
from annotator.audit.models import Event
from annotator.clock import iso, now
from annotator.db import db, writing
from annotator.export.options import Options, Revisions
from annotator.export.reading.known import snapshot_for
from annotator.export.records.lines import lines
from annotator.imports.reports import Report
from annotator.imports.service import begin, finish
from tests.audit.speaking import SpeakingWork
from tests.audit.tampering import Tamper
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.export.reading import rows
from tests.factories import SHELL
from tests.looking_back import (
    ADDRESS,
    BEGAN,
    CORRECTED,
    FIRST,
    OTHER_ADDRESS,
    SECOND,
    THIRD,
    Days,
)
from tests.personas import World
from tests.workspace.marks import TEXT

ALL_TEXTS = {"revisions": Revisions.ALL}
PAGE = "/projects/demo-desk/export"


def taken_out(world: World, moment: datetime | None = None, **options: object) -> bytes:
    asked = Options(known_on=moment, **options)  # type: ignore[arg-type]
    with snapshot_for(world.project_id, asked) as snapshot:
        return b"".join(lines(snapshot, world.slug, asked))


@ON_BOTH
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(seed=st.integers(0, 2**32), steps=st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_what_was_known_at_any_moment_is_what_an_export_of_then_had(
    clock: time_machine.Traveller, world: World, seed: int, steps: list[int]
) -> None:
    dice = Random(seed)
    work = SpeakingWork(world, dice)
    made = []
    for count in steps:
        for _ in range(count):
            clock.shift(timedelta(milliseconds=dice.choice((0, 1, 40_000_000))))
            work.go_on(1)
        made.append((now(), taken_out(world), taken_out(world, **ALL_TEXTS)))
        clock.shift(timedelta(milliseconds=dice.choice((1, 5_000, 40_000_000))))
    work.go_on(5)
    for moment, plain, with_all in made:
        assert taken_out(world, moment) == plain
        assert taken_out(world, moment, **ALL_TEXTS) == with_all


def test_a_column_that_came_later_is_empty_in_what_was_known_before(days: Days) -> None:
    trail, before = Tamper(days.world.project_id), taken_out(days.world, moment_on(SECOND))
    for event in trail.rows():
        if event["target"] == "annotation":
            trail.edit(event["seq"], after=event["after"].replace('"quote":null,', ""))
    assert taken_out(days.world, moment_on(SECOND)) == before


def moment_on(day: str) -> datetime:
    return moment_of(day, began=BEGAN)


@ON_BOTH
def test_what_was_judged_again_is_as_it_was_judged_before(days: Days) -> None:
    [article] = rows(taken_out(days.world, moment_on(FIRST)))
    [claim] = article["annotations"]
    assert claim["claim"]["verdict"]["rating"] == "refuted"
    assert [one["url"] for one in claim["claim"]["sources"]] == [ADDRESS]
    assert article["reviews"][0]["state"] == "started"
    first, _later = rows(taken_out(days.world, moment_on(SECOND)))
    [claim] = first["annotations"]
    assert claim["claim"]["verdict"]["rating"] == "supported"
    assert [one["url"] for one in claim["claim"]["sources"]] == [OTHER_ADDRESS]
    assert first["reviews"][0]["state"] == "submitted"


@ON_BOTH
def test_a_corrected_article_has_the_text_of_then(days: Days) -> None:
    texts = [
        [row["text"] for row in rows(taken_out(days.world, moment_on(day)))]
        for day in (FIRST, SECOND, THIRD)
    ]
    assert texts == [[TEXT], [TEXT, TEXT], [CORRECTED, TEXT]]


def test_articles_on_their_way_in_were_not_there(
    clock: time_machine.Traveller, world: World
) -> None:
    with writing():
        import_id = begin(world.project_id, ["a.txt"], actor=SHELL)
    with writing():
        batch = ArticleBatch(world.project_id, actor=SHELL, import_id=import_id)
        batch.add(ArticleDraft("On its way."))
        batch.store()
    clock.shift(timedelta(days=1))
    with writing():
        finish(import_id, Report(), actor=SHELL)
    assert rows(taken_out(world, moment_on(FIRST))) == []
    assert len(rows(taken_out(world, moment_on(SECOND)))) == 1


@ON_BOTH
def test_the_command_line_writes_it_and_the_trail_says_so(days: Days, run: Run) -> None:
    result = run("export", "demo-desk", "--as-known-on", FIRST)
    assert result.exit_code == 0, result.stderr
    assert result.stdout_bytes == taken_out(days.world, moment_on(FIRST))
    [event] = db.session.query(Event).filter_by(action="export.made")
    assert json.loads(event.after or "")["known_on"] == f"{FIRST}T23:59:59.999Z"


def test_a_time_counts_to_the_millisecond(days: Days, run: Run) -> None:
    marked = BEGAN + timedelta(minutes=5)
    counts = []
    for moment in (marked - timedelta(milliseconds=1), marked):
        result = run("export", "demo-desk", "--unit", "claim", "--as-known-on", iso(moment))
        assert result.exit_code == 0, result.stderr
        counts.append(len(rows(result.stdout_bytes)))
    assert counts == [0, 1]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("2027-01-01", "2027-01-01 lies in the future: nothing of it is known yet."),
        ("2026-11-04T00:00:00Z", "2026-11-04T00:00:00Z lies in the future"),
        ("9999-12-31", "9999-12-31 lies in the future"),
        ("2026-10-30", "The project began on 2026-10-31; nothing was known of it before."),
        ("0001-01-01T00:00:00+14:00", "“0001-01-01T00:00:00+14:00” is no day"),
        ("yesterday", "“yesterday” is no day, such as 2026-11-01, and no time with its offset"),
        ("2026-11-01T12:00", "“2026-11-01T12:00” is no day"),
    ],
)
def test_what_is_no_day_of_the_project_is_refused_in_one_sentence(
    days: Days, run: Run, visit: Visit, said: str, sentence: str
) -> None:
    result = run("export", "demo-desk", "--as-known-on", said)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"annotator: {sentence}")
    assert result.stderr.count("\n") == 1
    answer = visit(days.world.lead).post(PAGE, {"unit": "article", "known_on": said})
    assert answer.status_code == 422
    assert sentence in unescape(answer.text)
    assert db.session.query(Event).filter_by(action="export.made").count() == 0


@ON_BOTH
def test_a_lead_downloads_what_was_known_on_a_day(days: Days, visit: Visit) -> None:
    fields = {"unit": "article", "layer": "all", "known_on": FIRST}
    answer = visit(days.world.lead).post(PAGE, fields)
    assert answer.data == taken_out(days.world, moment_on(FIRST))
    assert "demo-desk-article-as-known-on-2026-10-31.jsonl" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Annotator-Articles"] == "1"
    page = visit(days.world.lead).page(PAGE)
    assert "As known on" in page.text


@ON_BOTH
def test_an_observer_sees_no_more_by_looking_back(days: Days, visit: Visit) -> None:
    def claims() -> list[int]:
        found = []
        for day in (FIRST, SECOND, THIRD):
            fields = {"unit": "claim", "layer": "all", "known_on": day}
            found.append(len(rows(visit(days.world.observer).post(PAGE, fields).data)))
        return found

    assert claims() == [0, 1, 1], "it was submitted on the second day"
    visit(days.world.rosa).post(f"{days.base}/submission/withdrawal", json=True)
    assert claims() == [0, 0, 0], "and it is not submitted now"


def test_brat_stand_off_is_written_as_known_on_a_day(days: Days, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "out"
    words = ("--format", "brat", "--as-known-on", FIRST, "-o", path)
    assert run("export", "demo-desk", *words).exit_code == 0
    assert [file.read_text() for file in path.rglob("*.txt")] == [TEXT]
