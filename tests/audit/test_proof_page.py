"""The page that proves a chain: the head to keep, checks in the background, what they found."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import orjson
import pytest

from annotator.audit.verify import Head, verify
from annotator.db import writing
from annotator.projects.workflow import set_workflow, workflow_of
from tests.audit.tampering import Tamper
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import SHELL
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.personas import SLUG, World
from tests.visitor import Seen, Visitor

PATH = f"/projects/{SLUG}/audit/proof"
SEQ = 17


@pytest.fixture
def lead(busy_world: World, visit: Visit) -> Visitor:
    """The lead's browser, in a project where much has happened."""
    return visit(busy_world.lead)


def kept(*heads: Head, slug: str = SLUG) -> dict[str, Any]:
    """A form with a file of these heads."""
    lines = [orjson.dumps({"project": slug, "seq": one.seq, "hash": one.hash}) for one in heads]
    return {"kept": (BytesIO(b"\n".join(lines)), "kept.jsonl")}


def checked(lead: Visitor, work_off: WorkOff, data: dict[str, Any] | None = None) -> Seen:
    """The page after a check."""
    answer = lead.post(PATH, data or {})
    assert answer.status_code == 302, answer.text[:2000]
    assert work_off() >= 1
    return lead.page(PATH)


@pytest.mark.parametrize("persona", ["reviewer", "other_reviewer", "observer", "stranger"])
def test_others_find_no_such_page(world: World, visit: Visit, persona: str) -> None:
    browser = visit(getattr(world, persona))
    assert browser.get(PATH).status_code == 404
    assert browser.get(f"{PATH}/head").status_code == 404
    assert browser.post(PATH).status_code == 404


@ON_BOTH
def test_the_head_on_the_page_is_what_the_command_reads(lead: Visitor, trail: Tamper) -> None:
    head = verify(trail.project_id).head
    assert head.hash in lead.page(PATH).text
    answer = lead.get(f"{PATH}/head")
    assert f"{SLUG}-head-{head.seq}.jsonl" in answer.headers["Content-Disposition"]
    line = {"project": SLUG, "seq": head.seq, "hash": head.hash}
    assert [orjson.loads(one) for one in answer.data.splitlines()] == [line]
    earlier = orjson.loads(lead.get(f"{PATH}/head?event=3").data)
    assert earlier["hash"] == trail.rows()[2]["hash"]


@pytest.mark.parametrize("event", ["0", "999999", "x", "", "-1"])
def test_there_is_no_head_of_an_event_that_is_not_there(lead: Visitor, event: str) -> None:
    assert lead.get(f"{PATH}/head?event={event}").status_code == 404


@ON_BOTH
def test_a_whole_chain_is_told_with_what_it_passes_through(
    lead: Visitor, trail: Tamper, work_off: WorkOff
) -> None:
    rows = trail.rows()
    page = checked(lead, work_off)
    assert f"{len(rows)} events, each true to what it says and to the one before." in page.text
    assert "No kept head was given" in page.text
    heads = [Head(seq, rows[seq - 1]["hash"]) for seq in (3, SEQ)]
    page = checked(lead, work_off, kept(*heads))
    assert "The chain passes through the 2 heads that were given." in page.text
    assert "Lea Lindqvist" in page.text


@ON_BOTH
def test_what_was_changed_leads_to_the_first_event_at_fault(
    lead: Visitor, trail: Tamper, work_off: WorkOff
) -> None:
    trail.edit(SEQ, actor_name="Nobody")
    page = checked(lead, work_off)
    assert f"Event {SEQ} was changed: its hash is not that of what it says." in page.text
    assert f"/projects/{SLUG}/audit?before={SEQ + 1}" in page.links()
    arabic = lead.get(PATH, headers={"Accept-Language": "ar"}).text
    assert "its hash is not" not in arabic


def test_a_chain_that_was_written_anew_shows_against_a_kept_head_only(
    lead: Visitor, trail: Tamper, work_off: WorkOff
) -> None:
    head = verify(trail.project_id).head
    trail.chain_anew(SEQ)
    assert "Not whole" not in checked(lead, work_off).text
    page = checked(lead, work_off, kept(head))
    assert f"Event {head.seq} is not the one whose hash was saved" in page.text


def test_a_check_under_way_is_shown_and_not_begun_twice(lead: Visitor, work_off: WorkOff) -> None:
    assert lead.post(PATH).status_code == 302
    assert "Waiting" in lead.page(PATH).text
    assert "is being checked already" in lead.look(lead.post(PATH), status=409).text
    work_off()
    assert "Waiting" not in lead.page(PATH).text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"{", "Line 1 of the file of hashes is not"),
        (b"\n\xff\xfe\n", "Line 2 of the file of hashes is not"),
        (b"\n\n", "The file of hashes holds no hash."),
        (b'{"project": "demo-desk", "seq": 3, "hash": "<b>"}', "Line 1 of the file of hashes"),
        (
            orjson.dumps({"project": "elsewhere", "seq": 3, "hash": "0" * 64}),
            "No line of this file is of the project demo-desk.",
        ),
    ],
)
def test_a_file_that_holds_no_head_of_the_project_is_refused_at_its_field(
    lead: Visitor, sent: bytes, said: str
) -> None:
    page = lead.submit(PATH, {"kept": (BytesIO(sent), "kept.jsonl")})
    assert page.errors()["kept"].startswith(said)


def test_a_file_that_is_too_large_is_refused(lead: Visitor) -> None:
    # Written out here: of a body so large the client makes a file, which it leaves open.
    head = b'--x\r\nContent-Disposition: form-data; name="kept"; filename="kept"\r\n\r\n'
    body = head + b"\n" * 600_000 + b"\r\n--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    assert lead.open("POST", PATH, data=body, content_type=kind).status_code == 413


def test_an_export_is_listed_with_the_head_that_went_along(
    lead: Visitor, work_off: WorkOff
) -> None:
    answer = lead.post(f"/projects/{SLUG}/export", {"unit": "article"})
    head = orjson.loads(answer.headers["X-Annotator-Head"])
    page = lead.page(PATH)
    assert head["hash"] in page.text
    assert "Not checked yet" in page.text
    assert f"{PATH}/head?event={head['seq']}" in page.links()
    page = checked(lead, work_off, kept(Head(head["seq"], head["hash"])))
    assert "The chain passes through the 1 head that was given." in page.text
    assert "Passes through it" in page.text


def test_who_may_not_read_the_trail_gets_no_head_with_a_file(world: World, visit: Visit) -> None:
    answer = visit(world.observer).post(f"/projects/{SLUG}/export", {"unit": "article"})
    assert answer.status_code == 200
    assert "X-Annotator-Head" not in answer.headers


def test_a_blind_project_keeps_heads_from_a_lead_who_may_review_in_it(
    world: World, visit: Visit
) -> None:
    with writing():
        blind = replace(workflow_of(world.project_id), blind=True)
        set_workflow(world.project, blind, actor=SHELL)
    lead = visit(world.lead)
    page = lead.page(PATH)
    assert "This project is reviewed blind" in page.text
    assert "The head now" not in page.text
    assert lead.get(f"{PATH}/head").status_code == 404
    assert lead.post(PATH).status_code == 404
    answer = lead.post(f"/projects/{SLUG}/export", {"unit": "article"})
    assert "X-Annotator-Head" not in answer.headers
