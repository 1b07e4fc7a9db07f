"""Earlier texts on the export page: by choice, with articles only, and for each person."""

from __future__ import annotations

from annotator.audit.models import Event
from annotator.db import db
from tests.revisions.all_texts import exported, newest_only, rows_of
from tests.revisions.desk import Desk
from tests.revisions.story import tell

ARTICLES = {"unit": "article", "layer": "all"}


def test_a_lead_chooses_earlier_texts_on_the_page(desk: Desk) -> None:
    tell(desk)
    lead, address = desk.visit(desk.world.lead), f"/projects/{desk.world.slug}/export"
    page = lead.page(address)
    assert "With earlier texts" in page.text
    assert "/schema/corrections-1.json" in page.links()
    assert lead.post(address, ARTICLES).data == newest_only()
    assert lead.post(address, {**ARTICLES, "revisions": "y"}).data == exported()
    events = db.session.query(Event).filter_by(action="export.made").order_by(Event.seq)
    assert ['"revisions":"all"' in (event.after or "") for event in events] == [False, True]


def test_earlier_texts_of_spans_are_refused_beside_the_field(desk: Desk) -> None:
    lead = desk.visit(desk.world.lead)
    fields = {"unit": "span", "layer": "all", "revisions": "y"}
    answer = lead.post(f"/projects/{desk.world.slug}/export", fields)
    assert answer.status_code == 422
    assert "Earlier texts come with articles only." in answer.text


def test_an_observer_is_given_of_earlier_texts_what_was_handed_in(desk: Desk) -> None:
    marks = tell(desk)
    observer = desk.visit(desk.world.observer)
    answer = observer.post(f"/projects/{desk.world.slug}/export", {**ARTICLES, "revisions": "y"})
    report, *texts = rows_of(answer.data)
    theirs = {marks["given"], marks["changed"]}
    seen = [{mark["id"] for mark in text["annotations"]} for text in texts[:3]]
    told = [{mark["annotation"] for mark in said["marks"]} for said in report["corrections"]]
    assert seen[0] == told[0] == theirs
    assert all(found <= theirs for found in [*seen, *told])
