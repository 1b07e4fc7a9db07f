"""The application of a test on a port, for browsers to come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask_compress import DictCache
from werkzeug.test import run_wsgi_app

from annotator.web import compression
from scripts.serving import serving

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Serve = Callable[[], str]
#: The static files as they travel. They are the same for every test, and long to compress.
_TRAVELLING = DictCache()
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


@pytest.fixture
def serve(app: Flask) -> Iterator[Serve]:
    """`serve() -> address`: the application on a free port, until the browsers are closed."""
    with ExitStack() as servers:

        def start() -> str:
            compression.files.cache = _TRAVELLING
            return servers.enter_context(serving(Proxy(app)))

        yield start
