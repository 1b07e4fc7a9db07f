"""Making a release where something breaks: nothing of it stays, and the next try works."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from annotator.clock import now
from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.attempt import Hands
from annotator.jobs.bookkeeping import LEASE
from annotator.jobs.keeping import keep
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from annotator.releases.jobs import ask
from annotator.releases.models import Release
from annotator.releases.store import Store
from tests.conftest import Run
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.personas import World
from tests.releases.conftest import Freeze

Ids = tuple[str, str, str]
Place = Callable[[Release], Path]


def files(instance: Path) -> list[Path]:
    return [one for one in (instance / "releases").rglob("*") if one.is_file()]


def is_whole(folder: Path) -> bool:
    told = json.loads((folder / "manifest.json").read_bytes())["files"]
    there = {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}
    assert there == {"manifest.json", *(one["path"] for one in told)}
    return all(
        hashlib.sha256((folder / one["path"]).read_bytes()).hexdigest() == one["sha256"]
        for one in told
    )


@ON_BOTH
@pytest.mark.parametrize("number", [1, 5])
def test_a_disk_that_is_full_on_the_way_keeps_nothing(
    world: World,
    busy: Ids,
    run: Run,
    freeze: Freeze,
    place: Place,
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    synced = []

    def full(stream: int) -> None:
        synced.append(stream)
        if len(synced) == number:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    assert result.stderr.rstrip().endswith("in the store of releases: No space left on device.")
    assert files(instance) == []
    assert run("release", "list", world.slug).stdout == ""
    assert freeze().version == 1
    assert is_whole(place(db.session.query(Release).one()))


def test_without_room_to_make_it_in_nothing_is_made(
    world: World, busy: Ids, run: Run, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(instance / "absent"))
        result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    said = result.stderr.splitlines()[-1]
    assert said.startswith("annotator: The release could not be made in the folder for temporary")
    assert said.endswith("No such file or directory.")
    assert (files(instance), db.session.query(Release).count()) == ([], 0)


def test_what_somebody_left_who_was_stopped_is_cleared(
    world: World, busy: Ids, freeze: Freeze, place: Place, instance: Path
) -> None:
    folder = instance / "releases" / world.slug / "first-v1"
    (folder / "data" / "old").mkdir(parents=True)
    (folder / "data" / "old" / "train.parquet").write_bytes(b"PAR1")
    (folder / "README.md.tmp").write_bytes(b"half")
    assert is_whole(place(freeze()))


@ON_BOTH
def test_what_was_put_there_whole_and_never_kept_is_made_again(
    world: World, busy: Ids, freeze: Freeze, place: Place
) -> None:
    release = freeze()
    manifest = place(release) / "manifest.json"
    before = json.loads(manifest.read_bytes())["made"]["head"]
    with writing():
        db.session.delete(release)
    assert freeze().version == 1
    assert is_whole(manifest.parent)
    assert json.loads(manifest.read_bytes())["made"]["head"]["sequence"] > before["sequence"]


def test_a_release_of_another_database_is_not_written_over(
    world: World, busy: Ids, freeze: Freeze, run: Run, instance: Path, place: Place
) -> None:
    release = freeze()
    folder = place(release)
    told = json.loads((folder / "manifest.json").read_bytes())
    told["made"]["head"]["sequence"] += 1000
    (folder / "manifest.json").write_text(json.dumps(told))
    with writing():
        db.session.delete(release)
    there = {one: one.read_bytes() for one in files(instance)}
    result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    assert (
        f"{world.slug}/first-v1 in the store has a release that this database does not know: move "
        "it away first, or load the newest backup." in result.stderr
    )
    assert {one: one.read_bytes() for one in files(instance)} == there


@ON_BOTH
def test_who_lost_the_job_takes_nothing_away_that_the_next_one_put_there(
    app: Flask,
    config: Config,
    world: World,
    busy: Ids,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with writing():
        job = ask(world.project, {"name": "first"}, SHELL)
    job_id, puts, put = job.id, [], Store.put

    def another() -> None:
        with app.app_context():
            keep(now() + LEASE + timedelta(seconds=1))
            run_job(job_id, Hands(config))

    def slow(store: Store, *which: Any) -> None:
        puts.append(which)
        if len(puts) == 3:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(another).result()
            puts.append("back again")
        put(store, *which)

    monkeypatch.setattr(Store, "put", slow)
    run_job(job_id, Hands(config))
    db.session.rollback()
    assert db.session.get_one(Job, job_id, populate_existing=True).state is State.DONE
    assert is_whole(place(db.session.query(Release).one()))
    # The file that was under way is all that the first one wrote once it had lost the job.
    assert puts[-1] == "back again"
