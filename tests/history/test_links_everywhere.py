"""From everywhere a thing is shown, a link leads to its history: every page is walked for it.

A project in which everything happened is walked as its lead walks it, from link to link. What a
history tells is read from it, not assumed: that of a mark tells its verdicts, too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from annotator.history.views.reach import KINDS
from tests.audit.conftest import busy_postgresql, busy_sqlite, busy_world  # noqa: F401
from tests.conftest import Visit
from tests.databases import kind_of
from tests.personas import World
from tests.visitor import Visitor

BASE = "/projects/demo-desk"
BEGIN = (f"{BASE}/articles", f"{BASE}/audit/samples", f"{BASE}/pace?talked=1")
TAG = re.compile(r"<[^>]+>")
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
#: The trail itself and what it is read with: it shows events, and each line leads on by itself.
NOT_WALKED = re.compile(
    rf"{BASE}/(?:history/|audit(?:$|/\d+$|/proof|\.jsonl)|releases/.*/files/|.*\.(?:csv|json|atom)$)"
)
#: What has no link of its own on a page as the server makes it, and why.
ALONE = {
    **dict.fromkeys(
        ("annotation", "source", "verdict", "link", "carry", "comment", "thread", "capture"),
        "the browser draws it: tests/journeys/test_history.py goes from its card to its history",
    ),
    "supervision": "it changes what a lead sees, and no page shows it",
}
Thing = tuple[str, str]


@pytest.fixture
def template(request: pytest.FixtureRequest, template: Any) -> Any:
    """What the test's database is a copy of: a project in which everything happened."""
    return request.getfixturevalue(f"busy_{kind_of(request)}")[0]


@dataclass
class Walk:
    """Every page of the project that a lead comes to, and what the histories it leads to tell."""

    lead: Visitor
    pages: dict[str, str] = field(default_factory=dict)
    _told: dict[str, frozenset[Thing]] = field(default_factory=dict)

    def go(self) -> None:
        """Follow every link."""
        waiting = list(BEGIN)
        while waiting:
            path = waiting.pop()
            if path in self.pages or NOT_WALKED.match(path):
                continue
            answer = self.lead.get(path)
            is_page = answer.status_code == 200 and answer.mimetype == "text/html"
            self.pages[path] = answer.text if is_page else ""
            waiting += [link for link in _links(self.pages[path]) if link.startswith(BASE)]

    def told_from(self, path: str) -> frozenset[Thing]:
        """What the histories tell to which this page leads."""
        stories = [one for one in _links(self.pages[path]) if one.startswith(f"{BASE}/history/")]
        return frozenset().union(*map(self._told_in, stories))

    def _told_in(self, story: str) -> frozenset[Thing]:
        if story not in self._told:
            found, path = set(), story
            while path:
                page = self.lead.page(path)
                found |= {int(seq) for seq in re.findall(rf'{BASE}/audit/(\d+)"', page.answer.text)}
                further = (link for link in page.links() if "after=" in link)
                path = next((link for link in further if "/history/" in link), "")
            self._told[story] = frozenset(_things(found))
        return self._told[story]


def _links(text: str) -> list[str]:
    found = re.findall(r'href="([^"#?]+)', text)
    return [link for link in found if "/restoration" not in link]


def _things(seqs: set[int] | None = None) -> set[Thing]:
    """What these events tell of, or all of them; each by the kind of thing and its key."""
    rows = db.session.execute(select(Event.seq, Event.target, Event.target_id)).all()
    return {
        (target, key.rpartition("/")[2])
        for seq, target, key in rows
        if target in KINDS and (seqs is None or seq in seqs)
    }


@pytest.fixture
def walk(busy_world: World, visit: Visit) -> Walk:  # noqa: F811
    """The walk, done."""
    walk = Walk(visit(busy_world.lead))
    walk.go()
    return walk


def test_from_wherever_a_thing_is_named_its_history_is_at_most_two_links_away(walk: Walk) -> None:
    kinds = defaultdict(set)
    for kind, key in _things():
        kinds[key].add(kind)
    told = {path: walk.told_from(path) for path in walk.pages}
    without = set()
    for path, text in walk.pages.items():
        # In tags it is named to lead somewhere; as text it stands in records that are shown whole.
        for key in set(KEY.findall("".join(TAG.findall(text)))) & set(kinds):
            near = {path, *(other for other in walk.pages if key in other)}
            missing = kinds[key] - {kind for one in near for kind, its in told[one] if its == key}
            without |= {(kind, KEY.sub("…", path)) for kind in missing}
    assert without == set()


def test_no_thing_has_a_history_that_no_page_leads_to(walk: Walk) -> None:
    told = frozenset().union(*map(walk.told_from, walk.pages))
    assert {kind for kind, _key in _things() - told} <= set(ALONE)
    assert {kind for kind, _key in told} > set(ALONE) - {"supervision"}
