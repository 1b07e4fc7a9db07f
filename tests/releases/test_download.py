"""Giving out one file: whole, in ranges, on conditions, broken off, and to two at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import IO

import pytest
from flask import Flask, Response
from werkzeug.test import TestResponse

from annotator.errors import Busy, Conflict
from annotator.releases.store import Store
from annotator.web.sending import PIECE, answer

DATA = Random(1).randbytes(3 * PIECE + 1000)
SIZE = len(DATA)
ETAG = hashlib.sha256(DATA).hexdigest()

Get = Callable[..., TestResponse]


class Watched(Store):
    """A store that remembers what it opened."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.opened: list[IO[bytes]] = []

    def open(self, path: str) -> IO[bytes]:
        self.opened.append(super().open(path))
        return self.opened[-1]


@pytest.fixture
def store(tmp_path: Path) -> Watched:
    (tmp_path / "whole").write_bytes(DATA)
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "short").write_bytes(DATA[:-1])
    return Watched(str(tmp_path))


@pytest.fixture
def served(store: Watched) -> Flask:
    app = Flask(__name__)

    @app.get("/<path>")
    def give(path: str) -> Response:
        size = 0 if path == "empty" else SIZE
        name = "first-v1-train.jsonl"
        return answer(store, path, etag=ETAG, size=size, name=name, mimetype="application/jsonl")

    return app


@pytest.fixture
def get(served: Flask) -> Get:
    def asked(path: str = "/whole", *, method: str = "GET", **headers: str) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return served.test_client().open(path, method=method, headers=sent, buffered=True)

    return asked


@pytest.fixture(autouse=True)
def nothing_stays_open(store: Watched) -> Iterator[None]:
    yield
    assert [stream for stream in store.opened if not stream.closed] == []


def test_a_file_is_given_whole_with_its_digest_as_a_strong_validator(get: Get) -> None:
    found = get()
    assert (found.status_code, found.data) == (200, DATA)
    assert found.headers["ETag"] == f'"{ETAG}"'
    assert found.headers["Accept-Ranges"] == "bytes"
    assert found.headers["Content-Length"] == str(SIZE)
    assert found.headers["Cache-Control"] == "no-store, no-transform"
    assert "Content-Range" not in found.headers
    assert found.headers["Content-Disposition"] == "attachment; filename=first-v1-train.jsonl"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, SIZE),
        (f"bytes=0-{SIZE - 1}", 0, SIZE),
        (f"bytes=0-{SIZE}", 0, SIZE),
        (f"bytes=5-{'9' * 30}", 5, SIZE),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        (f"bytes={SIZE - 1}-{SIZE - 1}", SIZE - 1, SIZE),
        (f"bytes={PIECE - 1}-{PIECE}", PIECE - 1, PIECE + 1),
        (f"bytes={PIECE}-{2 * PIECE - 1}", PIECE, 2 * PIECE),
        (f"bytes=1-{2 * PIECE}", 1, 2 * PIECE + 1),
        ("bytes=-1", SIZE - 1, SIZE),
        (f"bytes=-{SIZE}", 0, SIZE),
        (f"bytes=-{SIZE + 1}", 0, SIZE),
        ("BYTES= 7-9 ", 7, 10),
    ],
)
def test_a_range_is_given_as_a_part(get: Get, asked: str, start: int, stop: int) -> None:
    found = get(Range=asked)
    assert (found.status_code, found.data) == (206, DATA[start:stop])
    assert found.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert found.headers["Content-Length"] == str(stop - start)
    assert found.headers["ETag"] == f'"{ETAG}"'


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_range_without_a_byte_of_it_is_refused(get: Get, store: Watched, asked: str) -> None:
    found = get(Range=asked)
    assert (found.status_code, found.data) == (416, b"")
    assert found.headers["Content-Range"] == f"bytes */{SIZE}"
    assert store.opened == []


@pytest.mark.parametrize(
    "asked",
    [
        *("bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1", "0-5", "lines=0-5"),
        *("bytes=0-1,5-6", "bytes=--5", "bytes=+1-2", "bytes=٣-٤", f"bytes={'9' * 5000}-"),
    ],
)
def test_what_is_no_single_range_of_bytes_is_as_if_not_said(get: Get, asked: str) -> None:
    found = get(Range=asked)
    assert (found.status_code, len(found.data)) == (200, SIZE)
    assert "Content-Range" not in found.headers


@pytest.mark.parametrize("asked", ["bytes=0-", "bytes=0-5", "bytes=-5", "bytes=3-"])
def test_a_file_without_bytes_is_given_as_it_is(get: Get, asked: str) -> None:
    found = get("/empty", Range=asked)
    assert (found.status_code, found.data, found.headers["Content-Length"]) == (200, b"", "0")


@pytest.mark.parametrize(
    ("if_range", "status"),
    [
        (f'"{ETAG}"', 206),
        ('"another"', 200),
        (f'W/"{ETAG}"', 200),
        ("Sat, 29 Oct 2022 19:43:31 GMT", 200),
    ],
)
def test_a_part_joins_only_the_same_file(get: Get, if_range: str, status: int) -> None:
    found = get(Range="bytes=10-19", If_Range=if_range)
    assert found.status_code == status
    assert found.data == (DATA[10:20] if status == 206 else DATA)


@pytest.mark.parametrize("said", [f'"{ETAG}"', f'W/"{ETAG}"', "*", f'"other", "{ETAG}"'])
@pytest.mark.parametrize("asked", [{}, {"Range": "bytes=0-9"}, {"method": "HEAD"}])
def test_who_has_it_already_is_not_sent_it_again(
    get: Get, store: Watched, said: str, asked: dict[str, str]
) -> None:
    found = get(If_None_Match=said, **asked)
    assert (found.status_code, found.data) == (304, b"")
    assert found.headers["ETag"] == f'"{ETAG}"'
    assert store.opened == []


def test_other_conditions_are_met(get: Get) -> None:
    assert get(If_None_Match='"other"').status_code == 200
    assert get(If_None_Match='"other"', Range="bytes=0-9").status_code == 206
    assert get(If_Match=f'"{ETAG}"').status_code == 200
    assert get(If_Match="*").status_code == 200
    for other in ('"other"', f'W/"{ETAG}"'):
        found = get(If_Match=other, Range="bytes=0-9")
        assert (found.status_code, found.data) == (412, b"")


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}, {"Range": "bytes=-0"}])
def test_a_head_tells_of_the_whole_file_and_opens_nothing(
    get: Get, store: Watched, headers: dict[str, str]
) -> None:
    found = get(method="HEAD", **headers)
    assert (found.status_code, found.data) == (200, b"")
    assert found.headers["Content-Length"] == str(SIZE)
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert store.opened == []


def test_the_first_bytes_go_out_before_the_next_are_read(served: Flask, store: Watched) -> None:
    found = served.test_client().get("/whole", buffered=False)
    [stream] = store.opened
    body = iter(found.response)
    for number in range(1, 4):
        assert len(next(body)) == PIECE
        assert stream.tell() == number * PIECE
    assert (len(next(body)), next(body, None)) == (1000, None)
    found.close()


@pytest.mark.parametrize("pieces", [0, 1, 3])
def test_a_connection_that_breaks_off_leaves_nothing_open(
    served: Flask, store: Watched, pieces: int
) -> None:
    found = served.test_client().get("/whole", buffered=False)
    body = iter(found.response)
    for _ in range(pieces):
        next(body)
    assert [stream.closed for stream in store.opened] == [False]
    found.close()
    assert [stream.closed for stream in store.opened] == [True]


@pytest.mark.parametrize("broke_at", [1, PIECE, PIECE + 1, SIZE - 1])
def test_what_is_taken_up_again_is_the_whole(get: Get, broke_at: int) -> None:
    first = get().data[:broke_at]
    rest = get(Range=f"bytes={broke_at}-", If_Range=get(method="HEAD").headers["ETag"])
    assert first + rest.data == DATA


def test_two_at_once_do_not_disturb_each_other(served: Flask) -> None:
    client = served.test_client()
    one = client.get("/whole", buffered=False)
    other = client.get("/whole", buffered=False, headers={"Range": "bytes=100-"})
    taken, rest = b"", b""
    for piece, other_piece in zip(one.iter_encoded(), other.iter_encoded(), strict=True):
        taken, rest = taken + piece, rest + other_piece
    assert (taken, rest) == (DATA, DATA[100:])
    one.close()
    other.close()


def test_what_is_not_as_it_was_made_is_not_begun(served: Flask, get: Get) -> None:
    served.testing = True
    with pytest.raises(Conflict, match="not as it was made"):
        get("/short")
    with pytest.raises(Busy, match="try again later"):
        get("/absent")


def test_what_shrinks_on_the_way_breaks_off(served: Flask, store: Watched, tmp_path: Path) -> None:
    found = served.test_client().get("/whole", buffered=False)
    body = iter(found.response)
    next(body)
    with (tmp_path / "whole").open("r+b") as stream:
        stream.truncate(PIECE + 10)
    with pytest.raises(Conflict, match="not as it was made"):
        list(body)
    found.close()
