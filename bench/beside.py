"""Somebody's saves beside long work in the same process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from annotator import create_app
from annotator.articles.drafts import ArticleDraft
from annotator.articles.service import import_text
from annotator.config import Config
from annotator.db import db, writing
from annotator.db.migrate import upgrade
from bench.loader import SHELL, make_project
from bench.measure import percentile

#: Between one save and the next, in seconds.
PAUSE = 0.02


@contextmanager
def application(instance: Path, url: str | None = None) -> Iterator[Flask]:
    """An application of its own in this folder, with an empty database there or at the URL."""
    settings = {"ANNOTATOR_INSTANCE": str(instance)}
    if url is not None:
        settings["ANNOTATOR_DATABASE_URL"] = url
    app = create_app(Config.from_environment(settings))
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def waits_beside(app: Flask, work: Callable[[], object]) -> list[float]:
    """How long each of somebody's saves took while this work was done, in seconds."""
    found: list[float] = []
    over = threading.Event()

    def save() -> None:
        with app.app_context():
            project, _ = make_project(f"other-{time.monotonic_ns()}")
            while not over.wait(PAUSE):
                begun = time.perf_counter()
                with writing():
                    import_text(project, ArticleDraft("A short text."), actor=SHELL)
                found.append(time.perf_counter() - begun)

    thread = threading.Thread(target=save)
    thread.start()
    work()
    over.set()
    thread.join()
    return found


def tell_waits(words: str, found: list[float]) -> None:
    """Print how long the saves took."""
    p50, p95 = (percentile(found, share) * 1000 for share in (0.5, 0.95))
    most = max(found) * 1000
    print(f"  a save {words}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {most:.0f} ms")
