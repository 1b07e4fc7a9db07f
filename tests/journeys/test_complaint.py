"""An audit after a complaint: who judged this claim, what stood there before, and is that true?"""

from __future__ import annotations

import re
from pathlib import Path

import orjson
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import db
from annotator.projects.queries import project_by_slug
from tests.audit.tampering import Tamper
from tests.browser import Complaints
from tests.jobs.conftest import WorkOff
from tests.jobs.conftest import hands as hands
from tests.jobs.conftest import work_off as work_off
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, Site
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PROOF = "/projects/demo/audit/proof"


def opens(page: Page, name: str | re.Pattern[str], kind: str = "link") -> None:
    """Go to the first of this name, and press the key that opens it."""
    page.get_by_role(kind, name=name).first.focus()  # type: ignore[arg-type]
    page.keyboard.press("Enter")


def test_a_lead_follows_a_complaint_from_the_claim_to_the_proof_of_its_record(
    arrive: Arrive, site: Site, work_off: WorkOff, tmp_path: Path, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    given = select(Event.after).where(Event.action == "verdict.given").order_by(Event.seq.desc())
    claim = orjson.loads(db.session.scalars(given).first() or "{}")["annotation_id"]
    project = project_by_slug("demo")
    assert project is not None
    trail = Tamper(project.id)
    db.session.remove()
    lea = arrive(LEAD)
    page = lea.page

    # Who decided, when, and what was before: the claim, the story of its verdict, one event.
    lea.goes_to(f"/projects/demo/claims/{claim}")
    opens(page, "its own history")
    expect(page.locator(".timeline__item").first).to_contain_text("gave a verdict")
    opens(page, re.compile("^event"))
    expect(page.get_by_text("Hash of the event before it")).to_be_visible()
    seq = int(re.search(r"/audit/(\d+)", page.url)[1])  # type: ignore[index]

    # Is the record whole? The page of proof checks it in the background.
    lea.goes_to("/projects/demo/audit")
    opens(page, "Check the chain")
    opens(page, "Check the chain", "button")
    expect(page.get_by_text("Waiting")).to_be_visible()
    assert work_off() >= 1
    lea.goes_to(PROOF)
    expect(page.locator(".checked__told").first).to_contain_text("each true to what it says")
    with page.expect_download() as waiting:
        opens(page, "Download the head")
    head = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(head)
    assert site.run("audit", "verify", "demo", "--head", head).returncode == 0
    assert look_over(lea, "the proof of a record") == []

    # Somebody with the database in hand makes it another's verdict: it shows, and where.
    trail.edit(seq, actor_name="Somebody else")
    page.get_by_label("Heads that you kept").set_input_files(head)
    opens(page, "Check the chain", "button")
    expect(page.get_by_text("Waiting")).to_be_visible()
    assert work_off() >= 1
    lea.goes_to(PROOF)
    told = page.get_by_role("link", name=f"Event {seq} was changed")
    expect(told).to_be_visible()
    opens(page, re.compile(f"^Event {seq} was changed"))
    expect(page.locator(".timeline__item").first).to_contain_text("Somebody else")
    refused = site.run("audit", "verify", "demo", "--head", head)
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert f"demo: Event {seq} was changed".encode() in refused.stderr
