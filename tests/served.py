"""The application of a test on a port, for browsers to come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Condition
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask_compress import DictCache
from werkzeug.test import run_wsgi_app
from werkzeug.wsgi import ClosingIterator

from annotator.web import compression
from scripts.serving import serving
from tests.windows import EMPTY

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Serve = Callable[[], str]
#: The static files as they travel. They are the same for every test, and long to compress.
_TRAVELLING = DictCache()
#: The longest that an answer which nobody waits for any more may take, in seconds.
_LAST_ANSWER = 60.0
#: An answer: its status, its headers and its body.
Answer = tuple[str, list[tuple[str, str]], bytes]
_answers: WeakKeyDictionary[Flask, dict[tuple[str, str], Answer]] = WeakKeyDictionary()


class Proxy:
    """Stands before the application as a proxy may: what never changes is asked for once.

    Each new browser asks for more than a hundred files, which takes longer than all else a test
    asks. Only what is marked immutable is kept, for this application and this encoding.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._kept = _answers.setdefault(app, {})

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or not environ["PATH_INFO"].startswith("/static/"):
            return self._app(environ, start_response)
        key = (environ["PATH_INFO"], environ.get("HTTP_ACCEPT_ENCODING", ""))
        status, headers, body = self._kept.get(key) or self._asked(environ, key)
        start_response(status, list(headers))
        return [body]

    def _asked(self, environ: WSGIEnvironment, key: tuple[str, str]) -> Answer:
        body, status, headers = run_wsgi_app(self._app, environ, buffered=True)
        answer = status, headers.to_wsgi_list(), b"".join(body)
        if status.startswith("200") and "immutable" in headers.get("Cache-Control", ""):
            self._kept[key] = answer
        return answer


class Place:
    """A server that outlives the tests of a worker: browsers keep what they have of its address."""

    def __init__(self) -> None:
        self.address = ""
        self._app: Proxy | None = None
        self._at_work = 0
        self._changed = Condition()

    @contextmanager
    def shows(self, app: Proxy) -> Iterator[None]:
        """Show this application until the block ends; `RuntimeError` if it is still at work."""
        self._app = app
        try:
            yield
        finally:
            self._app = None
            with self._changed:
                if not self._changed.wait_for(lambda: not self._at_work, _LAST_ANSWER):
                    raise RuntimeError("The application is still at work.")

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] == EMPTY:
            start_response("200 OK", [("Content-Type", "text/html")])
            return [b"<!doctype html><title>Empty</title><link rel=icon href=data:,>"]
        self._counts(1)
        if (app := self._app) is None:
            self._counts(-1)
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return []
        try:
            answer = app(environ, start_response)
        except BaseException:
            self._counts(-1)
            raise
        return ClosingIterator(answer, [lambda: self._counts(-1)])

    def _counts(self, change: int) -> None:
        with self._changed:
            self._at_work += change
            self._changed.notify_all()


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    """The server of this worker, for one test after the other."""
    place = Place()
    with serving(place) as place.address:
        yield place


@pytest.fixture
def serve(app: Flask, place: Place) -> Iterator[Serve]:
    """`serve() -> address`: the application on a port, until the browsers are closed."""
    with ExitStack() as servers:

        def start() -> str:
            compression.files.cache = _TRAVELLING
            servers.enter_context(place.shows(Proxy(app)))
            return place.address

        yield start
