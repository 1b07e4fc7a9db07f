"""Files in a folder, in memory and in a bucket: the same to whoever uses them."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask, Response

from annotator.config import Config
from annotator.errors import Refused
from annotator.releases.store import Store
from annotator.web.sending import PIECE, answer
from tests.databases import SECRET_KEY
from tests.releases.buckets import PLACE, Bucket

KINDS = ["folder", "memory", pytest.param("s3", marks=pytest.mark.readers)]
DATA = Random(2).randbytes(2 * PIECE + 7)


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "s3":
        request.getfixturevalue("bucket")
        yield Store(PLACE)
    elif request.param == "memory":
        yield Store("memory://place")
        Store("memory://place").remove("a")
    else:
        yield Store(str(tmp_path / "not" / "yet there"))


@pytest.fixture
def local(tmp_path: Path) -> Path:
    path = tmp_path / "local"
    path.write_bytes(DATA)
    return path


def test_what_was_put_is_there_until_it_is_removed(store: Store, local: Path) -> None:
    assert store.names("a/first-v1") == []
    store.remove("a/first-v1")
    for name in ("manifest.json", "data/claims/train.parquet", "lines/claims/train.jsonl"):
        store.put(local, f"a/first-v1/{name}")
    store.put(local, "a/first-v10/other")
    assert store.names("a/first-v1") == [
        *("data/claims/train.parquet", "lines/claims/train.jsonl", "manifest.json"),
    ]
    assert store.size("a/first-v1/manifest.json") == len(DATA)
    assert store.exists("a/first-v1/manifest.json")
    assert not store.exists("a/first-v1/absent")
    assert not store.exists("a/first-v1/data")
    with store.open("a/first-v1/manifest.json") as stream:
        assert stream.read() == DATA
        stream.seek(-5, os.SEEK_END)
        assert stream.read() == DATA[-5:]
    store.remove("a/first-v1")
    assert store.names("a/first-v1") == []
    assert store.names("a/first-v10") == ["other"]


def test_a_second_one_takes_the_place_of_the_first(
    store: Store, local: Path, tmp_path: Path
) -> None:
    store.put(local, "a/file")
    (tmp_path / "local").write_bytes(b"other")
    store.put(local, "a/file")
    with store.open("a/file") as stream:
        assert stream.read() == b"other"
    assert store.names("a") == ["file"]


def test_what_another_process_changed_is_seen(store: Store, local: Path) -> None:
    other = Store(store.place)
    store.put(local, "a/file")
    assert (other.names("a"), store.exists("a/file")) == (["file"], True)
    other.remove("a")
    assert (store.names("a"), store.exists("a/file")) == ([], False)


def test_what_is_absent_is_said_to_be(store: Store) -> None:
    for ask in (store.open, store.size):
        with pytest.raises(Refused) as caught:
            ask("a/absent")
        said = str(caught.value)
        assert said.startswith("a/absent in the store of releases: ")
        assert said.endswith("No such file or directory.")


def test_a_download_is_taken_up_again(store: Store, local: Path) -> None:
    store.put(local, "a/file")
    etag, app = hashlib.sha256(DATA).hexdigest(), Flask(__name__)

    @app.get("/")
    def give() -> Response:
        kind = "application/jsonl"
        return answer(store, "a/file", etag=etag, size=len(DATA), name="file", mimetype=kind)

    first = app.test_client().get("/", buffered=False)
    begun = next(first.iter_encoded())
    first.close()
    headers = {"Range": f"bytes={len(begun)}-", "If-Range": first.headers["ETag"]}
    rest = app.test_client().get("/", headers=headers, buffered=True)
    assert (rest.status_code, begun + rest.data) == (206, DATA)


def test_a_full_disk_leaves_nothing_under_the_name(tmp_path: Path, local: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    (tmp_path / "place").mkdir()
    (tmp_path / "place" / "file.tmp").symlink_to(full)
    store = Store(str(tmp_path))
    with pytest.raises(Refused, match=r"^place/file in .*: No space left on device\.$"):
        store.put(local, "place/file")
    assert store.names("place") == []
    store.put(local, "place/file")
    assert store.names("place") == ["file"]


@pytest.mark.readers
def test_a_large_file_goes_up_in_parts_and_comes_back_whole(bucket: Bucket, tmp_path: Path) -> None:
    data = Random(3).randbytes(1 << 20) * 20
    (tmp_path / "large").write_bytes(data)
    store = Store(PLACE)
    store.put(tmp_path / "large", "a/large")
    assert bucket.puts == 3
    with store.open("a/large") as stream:
        assert hashlib.sha256(stream.read()).digest() == hashlib.sha256(data).digest()


@pytest.mark.readers
def test_a_server_that_is_gone_is_not_an_empty_one(bucket: Bucket, local: Path) -> None:
    store = Store(PLACE)
    store.put(local, "a/file")
    bucket.kill()
    for ask in (store.names, store.exists, store.size, store.open, store.remove):
        with pytest.raises(Refused, match="Could not connect to the endpoint URL"):
            ask("a/file")
    with pytest.raises(Refused, match="^a/other in the store of releases: Could not connect"):
        store.put(local, "a/other")


@pytest.mark.readers
def test_no_such_bucket_and_no_keys_are_said_in_one_sentence(
    bucket: Bucket, local: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="^a in .*: The specified bucket does not exist.$"):
        Store("s3://another/folder").names("a")
    with pytest.raises(Refused, match="^a in .*: The specified bucket does not exist.$"):
        Store("s3://another/folder").put(local, "a")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("HOME", str(tmp_path))
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
    with pytest.raises(Refused, match="^a in .*: Unable to locate credentials.$"):
        Store(PLACE).put(local, "a")


def test_no_rights_are_said_in_one_sentence(
    tmp_path: Path, local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "place").write_text("a file where the folder should be")
    with pytest.raises(Refused, match=r"^a/file in the store of releases: Not a directory\.$"):
        Store(str(tmp_path / "place")).put(local, "a/file")


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("s3://", "ANNOTATOR_RELEASES is s3://, which names no bucket: write s3://BUCKET/FOLDER."),
        ("s3:/desk", "which names no bucket: write s3://BUCKET/FOLDER."),
        ("elsewhere://x", "which cannot be reached: Protocol not known: elsewhere."),
    ],
)
def test_a_place_that_is_none_is_refused(place: str, sentence: str) -> None:
    if place == "s3://":
        pytest.importorskip("s3fs")
    with pytest.raises(Refused) as caught:
        Store(place)
    assert str(caught.value).endswith(sentence)


def test_without_the_client_of_s3_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules["fsspec.registry"]._registry, "s3", raising=False)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(Refused, match=r"needs s3fs: .* pip install 'annotator\[s3\]'\.$"):
        Store(PLACE)


def test_the_settings_name_the_place(tmp_path: Path) -> None:
    variables = {"ANNOTATOR_INSTANCE": str(tmp_path), "ANNOTATOR_SECRET_KEY": SECRET_KEY}
    usual = Config.from_environment(variables)
    assert Store.of(usual).address("a/first-v1") == f"{tmp_path}/releases/a/first-v1"
    other = Config.from_environment({**variables, "ANNOTATOR_RELEASES": "memory://x/"})
    assert Store.of(other).address("a/first-v1") == "memory://x/a/first-v1"
