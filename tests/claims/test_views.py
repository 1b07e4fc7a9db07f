"""A claim's page, the list of claims, the page of publishing and the feeds, by who asks."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from annotator.annotations.models import Annotation, StaleReason
from annotator.assignments.models import Assignment, State
from annotator.audit.models import Event
from annotator.claimreview.drafts import PublisherDraft
from annotator.claims import listing
from annotator.db import db, writing
from tests.claimreview.desk import HARBOUR, Told, make_checks, say_publisher
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World
from tests.visitor import Visitor
from tests.workspace.marks import TEXT, Hand, source

ATOM = "{http://www.w3.org/2005/Atom}"
OPEN = PublisherDraft(HARBOUR.name, HARBOUR.url, HARBOUR.checks_url, None, is_open=True)


@pytest.fixture
def told(world: World) -> Told:
    say_publisher(world)
    return make_checks(world)


def page_of(world: World, claim: str) -> str:
    return f"/projects/{world.slug}/claims/{claim}"


def take_back() -> None:
    """The reviewer goes on with work that had been handed in."""
    with writing():
        found = db.session.query(Assignment).one()
        found.state, found.submitted_at, found.nothing_to_mark = State.STARTED, None, None


def titles(text: str) -> list[str]:
    return re.findall(r'class="table__main"><a [^>]*>([^<]*)<', text)


@ON_BOTH
def test_a_claim_has_a_page_with_its_words_its_verdict_and_what_stands_in_the_way(
    world: World, told: Told, visit: Visit
) -> None:
    answer = visit(world.reviewer).get(page_of(world, told.published))
    assert answer.status_code == 200
    assert "<mark>97 percent</mark>" in answer.text
    assert "under version 1 of the scale" in answer.text
    assert "Ida Holm" in answer.text
    [markup] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    assert json.loads(markup)["claimReviewed"] == "A claim: published"
    for claim in (told.draft, told.void, told.refused):
        assert "ld+json" not in visit(world.reviewer).get(page_of(world, claim)).text


def test_a_published_claim_whose_work_is_not_submitted_says_that_nobody_is_told_yet(
    world: World, told: Told, visit: Visit
) -> None:
    said = "The work on this article is not submitted"
    before = visit(world.reviewer).get(page_of(world, told.published)).text
    take_back()
    after = visit(world.reviewer).get(page_of(world, told.published)).text
    assert (said in before, "ld+json" in before) == (False, True)
    assert (said in after, "ld+json" in after) == (True, False)
    assert "Nothing stands in the way." not in after


def test_what_is_in_a_review_cannot_end_its_script(world: World, told: Told, visit: Visit) -> None:
    with writing():
        claim = db.session.get_one(Annotation, told.published).claim
        assert claim is not None
        claim.short = "</script><b>out</b>"
    text = visit(world.reviewer).get(page_of(world, told.published)).text
    [markup] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert json.loads(markup)["claimReviewed"] == "</script><b>out</b>"
    assert "<b>out</b>" not in text


def test_another_persons_claim_looks_absent_until_it_is_theirs_to_read(
    world: World, told: Told, visit: Visit
) -> None:
    address = page_of(world, told.published)
    statuses = [visit(who).get(address).status_code for who in (world.reviewer, world.lead)]
    assert statuses == [200, 200]
    for who in (world.other_reviewer, world.stranger):
        assert visit(who).get(address).status_code == 404
    assert visit(world.observer).get(address).status_code == 200
    take_back()
    assert visit(world.observer).get(address).status_code == 404
    assert visit(world.lead).get(address).status_code == 200


def test_a_stale_verdict_says_why_and_is_not_told_to_machines(
    world: World, told: Told, visit: Visit
) -> None:
    with writing():
        claim = db.session.get_one(Annotation, told.published).claim
        assert claim is not None
        claim.stale_reason = StaleReason.WORDING
    text = visit(world.reviewer).get(page_of(world, told.published)).text
    assert "The wording changed after this verdict." in text
    assert "The words changed after the verdict was given" in text
    assert "ld+json" not in text


def test_the_page_tells_the_whole_history_word_by_word(world: World, visit: Visit) -> None:
    article = make_article(world.project, TEXT)
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    mark = hand.mark("40 million litres", wording="The dam holds 40 million litres.")
    hand.revise(mark, wording="The dam holds 50 million litres.")
    text = visit(world.reviewer).get(page_of(world, mark["id"])).text
    assert "<del>40 </del><ins>50 </ins>" in text
    assert "marked a passage" in text
    assert "changed a mark" in text
    assert "Not checked yet" in text
    hand.remove({**mark, "version": 2})
    assert "This mark was deleted" in visit(world.reviewer).get(page_of(world, mark["id"])).text


def test_the_page_says_what_a_source_is_flagged_as_and_which_set_it_is_in(
    world: World, visit: Visit
) -> None:
    article = make_article(world.project, TEXT)
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    found = source("https://water.example/table", flags="biased dead", medium="pdf", set=1)
    mark = hand.mark("40 million litres", **found)
    text = visit(world.reviewer).get(page_of(world, mark["id"])).text
    for words in ("Biased", "Dead link", "PDF", "Evidence set 1"):
        assert f"<bdi>{words}</bdi>" in text


def test_a_mark_that_is_no_claim_has_no_page(world: World, visit: Visit) -> None:
    article = make_article(world.project, TEXT)
    hand = Hand(visit(world.reviewer), world.slug, article.id, TEXT)
    quote = hand.mark("We built it in two years", label="quote")
    assert visit(world.reviewer).get(page_of(world, quote["id"])).status_code == 404


@ON_BOTH
def test_the_list_is_filtered_by_verdict_state_person_language_and_words(
    world: World, told: Told, visit: Visit
) -> None:
    lead, base = visit(world.lead), f"/projects/{world.slug}/claims"

    def found(**wanted: str) -> list[str]:
        return sorted(titles(lead.get(base, query_string=wanted).text))

    assert len(found()) == 5
    assert found(rating="refuted") == ["A claim: published"]
    assert found(state="void") == ["A claim: void"]
    assert found(state="draft") == ["A claim: draft"]
    assert found(state="unchecked") == []
    assert found(q="claim: corr") == ["A claim: corrected"]
    assert found(q="97 PERCENT") == ["A claim: published"]
    assert len(found(person=str(world.rosa.id), language="en")) == 5
    assert found(person=str(world.ravi.id)) == []
    assert len(found(state="no such state", language="xx")) == 5
    with writing():
        claim = db.session.get_one(Annotation, told.void).claim
        assert claim is not None
        claim.stale_reason = StaleReason.EVIDENCE
    assert found(state="stale") == ["A claim: void"]


def test_the_list_has_only_what_its_reader_may_read(world: World, told: Told, visit: Visit) -> None:
    base = f"/projects/{world.slug}/claims"
    assert len(titles(visit(world.reviewer).get(base).text)) == 5
    assert titles(visit(world.other_reviewer).get(base).text) == []
    assert "No claims yet" in visit(world.other_reviewer).get(base).text
    assert len(titles(visit(world.observer).get(base).text)) == 5
    take_back()
    assert titles(visit(world.observer).get(base).text) == []


@ON_BOTH
def test_the_list_goes_on_where_it_ended(
    world: World, told: Told, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    monkeypatch.setattr("annotator.claims.views.listed.PAGE_SIZE", 2)
    lead, address, seen = visit(world.lead), f"/projects/{world.slug}/claims", []
    while address:
        text = lead.get(address).text
        seen += titles(text)
        more = re.search(r'rel="next" href="([^"]*)"', text)
        address = more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == len(set(seen)) == 5
    assert len(titles(lead.get(f"/projects/{world.slug}/claims?after=nonsense_x").text)) == 2


@ON_BOTH
def test_the_feeds_tell_what_readers_were_told(world: World, told: Told, visit: Visit) -> None:
    observer, base = visit(world.observer), f"/projects/{world.slug}/claimreview"
    answer = observer.get(f"{base}.atom")
    assert answer.mimetype == "application/atom+xml"
    entries = ET.fromstring(answer.data).findall(f"{ATOM}entry")  # noqa: S314 - our own answer
    ids = {entry.findtext(f"{ATOM}id") for entry in entries}
    wanted = {told.published, told.corrected, told.void}
    assert ids == {f"urn:uuid:{one}" for one in wanted}
    headings = {entry.findtext(f"{ATOM}title") for entry in entries}
    assert "Withdrawn: A claim: void" in headings
    feed: dict[str, Any] = observer.get(f"{base}.json").get_json(force=True)
    Draft202012Validator(
        {
            "type": "object",
            "required": ["version", "title", "items"],
            "properties": {"items": {"items": {"required": ["id", "content_text"]}}},
        }
    ).validate(feed)
    assert {item["id"] for item in feed["items"]} == ids
    assert all(item["_claim_review"]["@type"] == "ClaimReview" for item in feed["items"])


def test_a_feed_is_closed_until_a_lead_opens_it(world: World, told: Told, visit: Visit) -> None:
    address = f"/projects/{world.slug}/claimreview.atom"
    people = (None, world.stranger, world.other_reviewer, world.observer, world.lead)
    answers = [visit(who).get(address, json=True).status_code for who in people]
    assert answers == [401, 404, 404, 200, 200]
    say_publisher(world, OPEN)
    assert [visit(who).get(address).status_code for who in people] == [200] * 5


def test_a_feed_has_only_what_was_handed_in(world: World, told: Told, visit: Visit) -> None:
    take_back()
    feed = visit(world.lead).get(f"/projects/{world.slug}/claimreview.json")
    assert feed.get_json(force=True)["items"] == []


def test_a_lead_says_who_publishes_and_reads_what_is_refused(
    world: World, told: Told, visit: Visit
) -> None:
    lead, address = visit(world.lead), f"/projects/{world.slug}/publishing"
    assert "The claim has the rating “Supported” in it" in lead.get(address).text
    now = {"seen": seen(lead, address)}
    wrong = lead.post(address, {**now, "name": "Harbour", "checks_url": "harbour"})
    assert wrong.status_code == 422
    assert "field--wrong" in wrong.text
    assert lead.post(address, {"name": "", "checks_url": ""}).status_code == 422
    fields = {"name": "Harbour", "checks_url": "https://h.example/c"}
    assert lead.post(address, fields).status_code == 428
    done = lead.post(address, {**fields, **now})
    assert done.status_code == 302
    assert db.session.query(Event).filter_by(action="publisher.set").count() == 2


@ON_BOTH
def test_a_lead_does_not_open_again_what_another_closed_meanwhile(
    world: World, told: Told, visit: Visit
) -> None:
    address = f"/projects/{world.slug}/publishing"
    say_publisher(world, OPEN)
    first, second = visit(world.lead), visit(world.admin)
    kept = {"checks_url": HARBOUR.checks_url, "seen": seen(first, address)}
    fields = {"name": "Harbour", "is_open": "y", **kept}
    closed = {"name": "Closed Harbour", **kept}
    assert second.post(address, closed).status_code == 302

    refused = first.post(address, fields)

    assert refused.status_code == 412
    assert "Somebody said otherwise meanwhile" in refused.text
    assert "Closed Harbour" in refused.text
    assert visit().get(f"/projects/{world.slug}/claimreview.atom", json=True).status_code == 401
    [stamp] = re.findall(r'name="seen" type="hidden" value="([^"]*)"', refused.text)
    assert first.post(address, {**fields, "seen": stamp}).status_code == 302


def seen(visitor: Visitor, address: str) -> str:
    """What the form of a page says that it was made from."""
    [stamp] = visitor.page(address).tree.findall(".//input[@name='seen']")
    return stamp.get("value") or ""


def test_the_export_page_gives_the_same_feed(world: World, told: Told, visit: Visit) -> None:
    answer = visit(world.lead).post(f"/projects/{world.slug}/export", {"kind": "claimreview"})
    assert answer.mimetype == "application/ld+json"
    assert len(json.loads(answer.data)["dataFeedElement"]) == 3
