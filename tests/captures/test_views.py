"""A lead sees which sources have something wrong, and whose claims rest on them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from annotator.annotations.models import Annotation
from annotator.annotations.sight import Others, Sight
from annotator.audit.service import sha256
from annotator.captures import presenters
from annotator.captures.models import Capture
from annotator.captures.presenters import wrong_sources
from annotator.clock import now
from annotator.db import db, writing
from annotator.sources.models import Source
from tests.captures.checks import GONE
from tests.captures.sourced import PAGE, URL, source_of, sourced
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.export.sources import source as make_source
from tests.fetching.pages import HTML
from tests.personas import World
from tests.safefetch.network import Network, page
from tests.statements import statements
from tests.visitor import Seen
from tests.workspace.marks import Hand

WorkOff = Callable[[], int]
EVERYTHING = Sight(0, Others.EVERYTHING)
PATH = "/projects/demo-desk/sources"


@ON_BOTH
def test_a_lead_sees_what_is_wrong_and_follows_it_to_the_claim(
    world: World, visit: Visit, hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages |= {"/wall": PAGE, "/gone": GONE}
    sourced(
        hand, archive_url=f"https://web.archive.org/web/20240102/{URL}", retrieved_on="2024-01-02"
    )
    sourced(hand, "http://post.example.com/gone")
    work_off()
    seen = visit(world.lead).page(PATH)
    assert "Its server answers with status 404." in seen.text
    assert "No archived copy" in seen.text
    assert "two years" in seen.text
    assert "Rosa Ramirez" in seen.text
    assert f"/articles/{hand.article_id}?reviewer={world.reviewer.id}" in seen.answer.text
    stories = [link for link in seen.links() if "/history/source/" in link]
    assert len(stories) == 1
    assert {visit(world.lead).get(link).status_code for link in stories} == {200}


def test_a_changed_page_says_how_much_and_where(
    world: World, visit: Visit, hand: Hand, web: Network, work_off: WorkOff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    work_off()
    # Somebody gives another link and takes it back: the page is looked at again.
    source = {"sources-0-uuid": source_of(mark).id}
    mark = hand.revise({**mark, "version": 2}, **source, **{"sources-0-url": f"{URL}?2"})
    web.pages["/wall"] = page(HTML.replace("4.2 million", "<b>42 million").encode())
    monkeypatch.setattr("annotator.captures.jobs.LATELY", timedelta(0))
    hand.revise(mark, **source, **{"sources-0-url": URL})
    work_off()
    seen = visit(world.lead).page(PATH)
    assert "of its words" in seen.text
    assert "who put the cost at 42 million" in seen.text


def test_pages_follow_one_another(
    world: World, visit: Visit, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenters, "SHOWN", 2)
    for number in range(3):
        sourced(hand, f"{URL}/{number}")
    lead = visit(world.lead)
    first = lead.page(PATH)
    assert shown(first) == {f"{URL}/1", f"{URL}/2"}
    (older,) = {link for link in first.links() if "before=" in link}
    # What is added meanwhile comes before all that were seen.
    sourced(hand, f"{URL}/3")
    last = lead.page(older)
    assert shown(last) == {f"{URL}/0"}
    assert not [link for link in last.links() if "before=" in link]
    assert PATH in last.links()
    assert len(shown(lead.page(f"{PATH}?before=nonsense"))) == 2


def shown(page: Seen) -> set[str]:
    return {link for link in page.links() if link.startswith(URL)}


def test_a_page_looks_through_only_so_many_sources(
    world: World, visit: Visit, hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenters, "LOOKED_THROUGH", 2)
    sourced(hand)
    for number in range(2):
        copy = f"https://web.archive.org/web/20260101000000/{URL}/{number}"
        sourced(hand, f"{URL}/{number}", archive_url=copy, retrieved_on="2026-01-01")
    first = visit(world.lead).page(PATH)
    assert "Nothing is wrong here" in first.text
    (older,) = {link for link in first.links() if "before=" in link}
    assert shown(visit(world.lead).page(older)) == {URL}


def test_a_removed_source_or_mark_is_not_listed(world: World, visit: Visit, hand: Hand) -> None:
    removed = sourced(hand)
    assert hand.remove(removed).status_code == 200
    assert "Nothing is wrong" in visit(world.lead).page(PATH).text


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("admin", 200), ("reviewer", 404), ("observer", 404), ("stranger", 404)],
)
def test_only_leads_see_it(world: World, visit: Visit, who: str, status: int) -> None:
    assert visit(getattr(world, who)).get(PATH).status_code == status


@ON_BOTH
def test_many_pages_that_changed_are_not_read_one_by_one(world: World, hand: Hand) -> None:
    mark = hand.mark("two years")

    def changed(count: int) -> None:
        with writing():
            for number in range(count):
                source = make_source(
                    db.session.get_one(Annotation, mark["id"]), 2, f"{URL}/{number}"
                )
                for day in range(2):
                    text = f"On day {day} there were {number + day} and more people at the wall."
                    db.session.add(kept(source, now() - timedelta(days=2 - day), text))

    changed(3)
    with statements() as few:
        assert len(wrong_sources(world.project_id, EVERYTHING).rows) == 3
    changed(260)
    with statements() as many:
        page = wrong_sources(world.project_id, EVERYTHING)
    assert (len(page.rows), page.older is None) == (presenters.SHOWN, False)
    assert all(row.findings[0].change is not None for row in page.rows)
    assert len(many) <= len(few)


def kept(source: Source, at: datetime, text: str) -> Capture:
    """A look at the page of a source that found this text."""
    return Capture(
        id=str(uuid4()), project_id=source.project_id, source_id=source.id, url=source.url or "",
        fetched_at=at, status=200, text=text, text_sha256=sha256(text), length=len(text),
    )  # fmt: skip
