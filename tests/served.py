"""The application of a test on a port, for browsers to come to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from flask import Flask
from flask_compress import DictCache

from annotator.web import compression
from scripts.serving import serving

Serve = Callable[[], str]
#: The static files as they travel. They are the same for every test, and long to compress.
_TRAVELLING = DictCache()


@pytest.fixture
def serve(app: Flask) -> Iterator[Serve]:
    """`serve() -> address`: the application on a free port, until the browsers are closed."""
    with ExitStack() as servers:

        def start() -> str:
            compression.files.cache = _TRAVELLING
            return servers.enter_context(serving(app))

        yield start
