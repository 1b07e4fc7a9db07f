"""Releases in a bucket: made, loaded, and broken off at every place."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from pyarrow import parquet

from annotator.clock import now
from annotator.config import Config
from annotator.db import db
from annotator.jobs.attempt import Hands
from annotator.jobs.bookkeeping import LEASE
from annotator.jobs.keeping import keep
from annotator.jobs.models import Job, State
from annotator.jobs.running import run_job
from annotator.releases.models import Release
from annotator.releases.store import Store
from tests.conftest import Run, Visit
from tests.databases import config_for
from tests.personas import World
from tests.programs import command, settings
from tests.releases.buckets import NAME, PLACE, Bucket
from tests.releases.conftest import Freeze

pytestmark = pytest.mark.readers

Ids = tuple[str, str, str]


@pytest.fixture
def config(database: str, instance: Path, bucket: Bucket) -> Config:
    return config_for(database, instance, releases=PLACE)


def read(store: Store, path: str) -> bytes:
    with store.open(path) as stream:
        return stream.read()


def is_whole(store: Store, folder: str) -> bool:
    told = json.loads(read(store, f"{folder}/manifest.json"))["files"]
    assert store.names(folder) == sorted(["manifest.json", *(one["path"] for one in told)])
    return all(
        hashlib.sha256(read(store, f"{folder}/{one['path']}")).hexdigest() == one["sha256"]
        for one in told
    )


def test_a_release_is_made_in_a_bucket_and_loaded_from_it(
    world: World, busy: Ids, run: Run, store: Store, tmp_path: Path
) -> None:
    made = run("release", "create", world.slug, "first", "--split", "train=1")
    address = f"{PLACE}/{world.slug}/first-v1"
    assert (made.exit_code, made.stdout) == (0, f"{address}\n")
    assert is_whole(store, f"{world.slug}/first-v1")
    told = json.loads(read(store, f"{world.slug}/first-v1/manifest.json"))
    datasets, s3fs = pytest.importorskip("datasets"), pytest.importorskip("s3fs")
    [one] = [
        one
        for one in told["files"]
        if one["path"].startswith("data/spans/") and one["split"] == "train"
    ]
    table = parquet.read_table(f"{address}/{one['path']}"[5:], filesystem=s3fs.S3FileSystem())
    assert table.num_rows == one["rows"] > 0
    shards = {"train": f"{address}/data/spans/train-*.parquet"}
    loaded = datasets.load_dataset("parquet", data_files=shards, cache_dir=str(tmp_path))
    assert loaded["train"]["id"] == table["id"].to_pylist()


def test_the_page_gives_out_a_file_of_the_bucket_and_takes_it_up_again(
    world: World, busy: Ids, freeze: Freeze, visit: Visit, store: Store, bucket: Bucket
) -> None:
    freeze()
    lead, page = visit(world.lead), f"/projects/{world.slug}/releases/first/1/files/index.jsonl"
    data = read(store, f"{world.slug}/first-v1/index.jsonl")
    whole = lead.get(page, headers={"Accept-Encoding": "gzip, zstd"})
    assert (whole.status_code, whole.data) == (200, data)
    assert "Content-Encoding" not in whole.headers
    headers = {"Range": "bytes=100-", "If-Range": whole.headers["ETag"]}
    rest = lead.get(page, headers=headers)
    assert (rest.status_code, rest.data) == (206, data[100:])
    bucket.is_away = True
    gone = lead.page(page, status=503)
    assert "The store of releases does not give this file: try again later." in gone.text


def test_the_next_version_reads_the_splits_of_the_first_from_the_bucket(
    world: World, busy: Ids, freeze: Freeze, store: Store
) -> None:
    freeze()
    assert freeze().version == 2
    first, second = (read(store, f"{world.slug}/first-v{number}/splits.jsonl") for number in (1, 2))
    assert first == second
    assert is_whole(store, f"{world.slug}/first-v1")


def test_a_connection_that_breaks_once_is_taken_up_again(
    world: World, busy: Ids, freeze: Freeze, store: Store, bucket: Bucket
) -> None:
    def break_off(count: int) -> None:
        bucket.is_away = count == 2

    bucket.before_put = break_off
    assert freeze().version == 1
    assert is_whole(store, f"{world.slug}/first-v1")


@pytest.mark.parametrize("number", [1, 4])
def test_a_bucket_that_takes_no_more_keeps_nothing(
    world: World, busy: Ids, run: Run, freeze: Freeze, store: Store, bucket: Bucket, number: int
) -> None:
    def refuse(count: int) -> None:
        bucket.takes_no_more = count >= number

    bucket.before_put = refuse
    result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    assert result.stderr.rstrip().endswith("in the store of releases: Access Denied.")
    assert store.names(world.slug) == []
    assert run("release", "list", world.slug).stdout == ""
    bucket.takes_no_more, bucket.before_put = False, lambda _count: None
    assert freeze().version == 1
    assert is_whole(store, f"{world.slug}/first-v1")


def test_a_server_that_went_away_leaves_no_release_and_the_next_try_clears_the_rest(
    world: World, busy: Ids, run: Run, freeze: Freeze, store: Store, bucket: Bucket
) -> None:
    def go_away(count: int) -> None:
        bucket.is_away = count >= 4

    bucket.before_put = go_away
    result = run("release", "create", world.slug, "first")
    assert result.exit_code == 1
    assert "in the store of releases: " in result.stderr.splitlines()[-1]
    assert db.session.query(Release).count() == 0
    bucket.is_away, bucket.before_put = False, lambda _count: None
    left = store.names(f"{world.slug}/first-v1")
    assert len(left) == 3
    assert "manifest.json" not in left
    assert freeze().version == 1
    assert is_whole(store, f"{world.slug}/first-v1")


@pytest.mark.parametrize("name", ["data/", "manifest.json"])
def test_a_builder_that_is_killed_leaves_no_release_and_its_job_is_done_by_the_next(
    world: World, busy: Ids, run: Run, config: Config, store: Store, bucket: Bucket, name: str
) -> None:
    process: list[subprocess.Popen[bytes]] = []

    def kill(_count: int) -> None:
        if name in bucket.path and process:
            os.kill(process.pop().pid, signal.SIGKILL)
            raise ConnectionResetError

    bucket.before_put = kill
    words = command("release", "create", world.slug, "first")
    variables = {**settings(config), "ANNOTATOR_RELEASES": PLACE}
    with subprocess.Popen(words, env=variables, stderr=subprocess.DEVNULL) as started:
        process.append(started)
    assert started.returncode == -signal.SIGKILL
    assert "manifest.json" not in store.names(f"{world.slug}/first-v1")
    assert run("release", "list", world.slug).stdout == ""
    waits = run("release", "create", world.slug, "first")
    assert "A release of this name is being made: wait until it is done." in waits.stderr
    job = db.session.query(Job).one()
    keep(now() + LEASE + timedelta(seconds=1))
    run_job(job.id, Hands(config))
    db.session.expire_all()
    assert (job.state, db.session.query(Release).one().version) == (State.DONE, 1)
    assert is_whole(store, f"{world.slug}/first-v1")


def test_a_bucket_that_is_none_is_said_before_anything_is_made(
    world: World, busy: Ids, run: Run, bucket: Bucket
) -> None:
    pytest.importorskip("s3fs").S3FileSystem().rmdir(NAME)
    result = run("release", "create", world.slug, "first")
    assert result.stderr.splitlines()[-1] == (
        f"annotator: {world.slug}/first-v1 in the store of releases: The specified bucket does not "
        "exist."
    )
    assert bucket.puts == 0
