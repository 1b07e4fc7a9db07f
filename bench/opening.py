"""Opening an article: processor time and bytes, by the number of marks on it."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

from annotator import create_app
from annotator.accounts.sessions import open_session
from annotator.assignments.models import State
from annotator.config import Config
from annotator.db import writing
from annotator.db.migrate import upgrade
from bench.loader import load_articles, load_marks, make_project
from bench.measure import percentile, spread
from bench.save import signed_in
from bench.serving import Load, annotator_server, bare_server, load
from bench.texts import article_text

ROUNDS = 5
EACH = 40
#: Words of the article, marks on it.
SIZES = ((700, 0), (700, 100), (700, 1_000), (10_000, 500))


def main(folder: Path) -> None:
    """Measure in turn, ours and a bare route that sends the text, and print medians and ratios."""
    environment = {"ANNOTATOR_INSTANCE": str(folder / "instance")}
    pages, cookie = articles_to_open(environment, SIZES, State.SUBMITTED)
    log = folder / "servers.log"
    with (
        annotator_server(environment, log) as (own_pid, own_port),
        bare_server(folder / "bare.sqlite3", log) as (bare_pid, bare_port),
    ):
        for (words, marks), path in zip(SIZES, pages, strict=True):
            bare_path = store_bare(bare_port, words)
            headers = {"Cookie": cookie, "Accept": "text/html"}
            own, bare = [], []
            _get(own_pid, own_port, path, headers, 5)
            for _ in range(ROUNDS):
                own.append(_get(own_pid, own_port, path, headers, EACH))
                bare.append(_get(bare_pid, bare_port, bare_path, {}, EACH))
            _tell(words, marks, own, bare, _size(own_port, path, headers))


def articles_to_open(
    environment: dict[str, str], sizes: Sequence[tuple[int, int]], state: State
) -> tuple[list[str], str]:
    """The paths of articles of so many words and marks each, and a reviewer's cookie."""
    app = create_app(Config.from_environment(environment))
    pages = []
    with app.app_context():
        upgrade()
        project, reviewer = make_project()
        for number, (words, marks) in enumerate(sizes):
            article = load_articles(project, 1, words, first=number)[-1]
            if marks:
                load_marks(project, reviewer, [article], marks, first=number, state=state)
            pages.append(f"/projects/bench/articles/{article[0]}")
        with writing():
            secret = open_session(reviewer.id, address="127.0.0.1", agent="bench")
    cookie, _ = signed_in(app, secret)
    return pages, cookie


def store_bare(port: int, words: int) -> str:
    """Give the reference the text; returns its address there."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", f"/texts/{words}", article_text(words, words).encode())
    connection.getresponse().read()
    connection.close()
    return f"/texts/{words}"


def _get(pid: int, port: int, path: str, headers: dict[str, str], each: int) -> Load:
    return load(pid, port, 1, each, lambda _client, _n: (path, {}), headers)


def _size(port: int, path: str, headers: dict[str, str]) -> tuple[int, int]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=headers)
    body = connection.getresponse().read()
    connection.close()
    return len(body), len(gzip.compress(body))


def _tell(words: int, marks: int, own: list[Load], bare: list[Load], size: tuple[int, int]) -> None:
    print(f"\nOpen an article of {words} words with {marks} marks ({size[0] // 1024} KiB)")
    for name, runs in (("annotator", own), ("bare route", bare)):
        seconds = [value * 1000 for run in runs for value in run.seconds]
        print(
            f"  {name:<11} server {spread([run.cpu_milliseconds for run in runs])} ms CPU, "
            f"p50 {percentile(seconds, 0.5):.1f} ms, {sum(len(run.errors) for run in runs)} errors"
        )
    ratios = [
        one.cpu_milliseconds / other.cpu_milliseconds for one, other in zip(own, bare, strict=True)
    ]
    print(f"  server CPU, annotator / bare route: {spread(ratios)}")
