"""A lead builds a release by keyboard; an observer downloads a file of it and loads it."""

from __future__ import annotations

import hashlib

import pytest
from playwright.sync_api import expect
from pyarrow import parquet

from annotator.accounts.queries import user_by_email
from annotator.db import db
from annotator.jobs.worker import working
from annotator.projects.models import Role
from annotator.projects.queries import project_by_slug
from tests.browser import Complaints
from tests.factories import make_member, make_user
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import LEAD, Site
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OBSERVER = "olga@example.org"


@pytest.fixture
def observer(site: Site) -> str:
    """The address of somebody who only observes the demonstration."""
    project = project_by_slug("demo")
    assert project is not None
    make_user("Olga Observer", email=OBSERVER)
    user = user_by_email(OBSERVER)
    assert user is not None
    make_member(project, user, Role.OBSERVER)
    db.session.remove()
    return OBSERVER


def test_a_lead_builds_a_release_by_keyboard_and_an_observer_loads_it(
    arrive: Arrive, observer: str, complaints: Complaints
) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    lea = arrive(LEAD)
    page, keys, faults = lea.page, Keyboard(lea.page), []
    lea.goes_to("/projects/demo/releases")
    expect(page.get_by_text("No release yet")).to_be_visible()
    faults += look_over(lea, "no release yet")
    keys.tabs_to(page.get_by_role("main").get_by_role("link", name="New release"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("New release")
    faults += look_over(lea, "a new release")
    keys.tabs_to(page.get_by_label("Name", exact=True))
    keys.types("claims")
    keys.tabs_to(page.get_by_label("Splits"))
    keys.press("Control+A")
    keys.types("train 1")
    keys.tabs_to(page.get_by_role("button", name="Make the release"))
    keys.press("Enter")
    opens = page.get_by_role("link", name="Open claims")
    with working(lea.site.app.app_context, lea.site.config):
        expect(opens).to_be_visible()
    keys.tabs_to(opens)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("claims-v1")
    expect(page.get_by_text("No group of articles and no near-duplicate")).to_be_visible()
    faults += look_over(lea, "a release")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults == []

    olga = arrive(observer)
    olga.goes_to("/projects/demo/releases/claims/1")
    expect(olga.page.get_by_role("button", name="Withdraw the release")).to_have_count(0)
    name = "data/claims/train-00000-of-00001.parquet"
    row = olga.page.get_by_role("row").filter(has_text=name)
    digest = row.get_by_role("cell").last.locator("[title]").get_attribute("title")
    with olga.page.expect_download() as waiting:
        row.get_by_role("link").press("Enter")
    path = waiting.value.path()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    table = parquet.read_table(path)
    assert table.num_rows > 0
    assert {"wording", "rating", "evidence"} <= set(table.column_names)
