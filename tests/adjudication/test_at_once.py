"""Adjudicators, and those who submit, at one moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

from flask import Flask

from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from tests.adjudication.made import SHORT, Bench, golds, words
from tests.adjudication.test_views import base, fields
from tests.conftest import Visit
from tests.databases import ON_BOTH

WINDOWS = 6


@ON_BOTH
def test_of_many_who_settle_the_same_at_one_moment_one_does_and_the_others_are_told(
    app: Flask, bench: Bench, disputed: tuple[str, str], visit: Visit
) -> None:
    one, two = disputed
    asked = [fields(bench, pair) for pair in ((one, two), (two, one))] * (WINDOWS // 2)
    people = [bench.world.lead, bench.world.admin] * (WINDOWS // 2)
    windows, start = [visit(person) for person in people], Barrier(WINDOWS)
    for window in windows:
        window.page(base(bench))

    def settle(number: int) -> int:
        with app.app_context():
            start.wait()
            address = f"{base(bench)}/decisions/{uuid4()}"
            return windows[number].post(address, asked[number], json=True).status_code

    with ThreadPoolExecutor(WINDOWS) as pool:
        answers = list(pool.map(settle, range(WINDOWS)))
    assert sorted(answers) == [200] + [412] * (WINDOWS - 1)
    assert len(bench.case.in_force) == 1
    assert len(golds(bench)) == 1
    assert compare(bench.world.project_id) == []
    assert verify(bench.world.project_id).ok


@ON_BOTH
def test_of_two_who_finish_at_one_moment_nobody_makes_gold_twice(
    app: Flask, bench: Bench, visit: Visit
) -> None:
    for person in (bench.world.rosa, bench.world.ravi):
        bench.mark(person, SHORT, Label.CONTEXT)
    bench.hand_in()
    windows = [visit(bench.world.lead), visit(bench.world.admin)]
    version, start = bench.case.version, Barrier(2)
    for window in windows:
        window.page(base(bench))

    def finish(number: int) -> int:
        with app.app_context():
            start.wait()
            address = f"{base(bench)}/finish"
            return windows[number].post(address, {"version": version}, json=True).status_code

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(finish, range(2))) == {302}
    assert [words(gold) for gold in golds(bench)] == [SHORT]
    assert len(bench.case.decisions) == 1
    assert compare(bench.world.project_id) == []
