"""Whatever people write stays words, on every page that a project's lead and an admin can reach.

The words are put straight into the tables: also what the forms of today would refuse may be there.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import Column, update
from werkzeug.exceptions import HTTPException

from annotator.db import Base, db
from tests.conftest import Visit
from tests.personas import World
from tests.visitor import Visitor

HARM = "<b data-harm>\"'><img src=x onerror=alert(7)>{{7*7}}{% print(7*7) %}{0.__class__}%(s)s"
#: What people write freely, and what imports bring; quoted text is painted from the article's own.
FREE = {
    "adjudication": ("reason",),
    "annotation": ("note",),
    "article": ("title", "byline", "publisher", "trash_reason"),
    "assignment": ("return_reason",),
    "claim": ("wording", "short", "place", "checkworthy_reason", "pending_rationale"),
    "comment": ("text", "removal_reason"),
    "context": ("role",),
    "correction": ("reason",),
    "event_finding": ("note",),
    "pace_talk": ("note",),
    "project": ("name", "archive_reason"),
    "proposal": ("title",),
    "publisher": ("name",),
    "quote": ("addressee", "original_words"),
    "source": ("title", "publisher", "excerpt", "location", "question", "answer", "expert"),
    "speaker": ("name", "role"),
    "spot_decision": ("reason",),
    "trainee": ("reason",),
    "training_explanation": ("text",),
    "user": ("name", "deactivated_reason"),
}
#: Pages of one kind that are opened.
_OF_A_KIND = 2


@pytest.fixture
def harmful(busy_world: World) -> World:
    """A project in which every free word is one that would harm where it is not taken for a word.

    Its rows no longer are what its events tell: no test of the proof can use it.
    """
    with db.engines[None].begin() as connection:
        for table, names in FREE.items():
            for name in names:
                column: Column[str] = Base.metadata.tables[table].c[name]
                there = update(column.table).where(column.is_not(None))
                connection.execute(there.values({column: HARM}))
    return busy_world


def test_words_that_would_harm_stay_words_on_every_page(
    app: Flask, harmful: World, visit: Visit
) -> None:
    told: Counter[str] = Counter()
    for person in (harmful.lead, harmful.admin):
        told += _walk(app, visit(person))
    # The words are there, as they were written, on pages of many kinds.
    assert len(told) > 25, told


def _walk(app: Flask, browser: Visitor) -> Counter[str]:
    """How often the words stood on each kind of page that links lead to from the first."""
    waiting, known, opened, told = ["/projects", "/people"], set[str](), Counter[str](), Counter()
    while waiting:
        path = waiting.pop(0)
        endpoint = _endpoint(app, path)
        if endpoint is None or opened[endpoint] == _OF_A_KIND or path in known:
            continue
        known.add(path)
        answer = browser.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        opened[endpoint] += 1
        text = answer.text
        for harm in ("<b data-harm", "<img src=x", "class 'str'", "49{"):
            assert harm not in text, (path, harm)
        page = browser.look(answer)
        assert not [item for item in page.tree.iter() if "data-harm" in item.attrib], path
        told[endpoint] += "{{7*7}}{% print(7*7) %}{0.__class__}%(s)s" in page.text
        waiting += [urljoin(path, link) for link in page.links()]
    return +told


def _endpoint(app: Flask, path: str) -> str | None:
    """What answers at the address; None for another site's and for what is not asked for so."""
    parts = urlsplit(path)
    if parts.netloc or not parts.path.startswith("/"):
        return None
    try:
        endpoint, _values = app.url_map.bind("localhost").match(parts.path, method="GET")
    except HTTPException:
        return None
    return str(endpoint)
