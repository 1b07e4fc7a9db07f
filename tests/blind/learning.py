"""What may tell of the known answers of the desk's training article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Flask
from werkzeug.test import TestResponse

from tests.blind.desk import Desk
from tests.site.table import ROWS, Row
from tests.site.test_permissions import ask
from tests.visitor import Visitor

#: Where they may stand.
_ENDPOINTS = (
    *("workspace.article", "workspace.annotations", "training.article", "training.explanation"),
    *("comments.thread", "spotchecks.told", "training.again"),
)
_WEIR = {"article_id": "{training_id}", "annotation_id": "{known_mark}", "mark_id": "{known_mark}"}


def asked_of_training(
    app: Flask, browser: Visitor, desk: Desk, restore: Callable[[], None]
) -> Iterator[tuple[str, TestResponse]]:
    """Those addresses, asked of the training article; with a name for each."""
    for endpoint in _ENDPOINTS:
        row = of_training(endpoint)
        yield f"{endpoint} of training", ask(browser, app, endpoint, row, desk.things)
        if row.method != "GET":
            restore()


def of_training(endpoint: str) -> Row:
    """The row of the table, with the training article in place of the other."""
    row = ROWS[endpoint]
    return replace(row, values={key: _WEIR.get(key, text) for key, text in row.values.items()})
