"""Speakers are added, changed, merged and taken apart: by the keyboard alone."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from annotator.db import db, writing
from annotator.projects.queries import project_by_slug
from annotator.speakers.drafts import SpeakerDraft
from annotator.speakers.service import add_speaker
from tests.browser import Complaints
from tests.factories import SHELL
from tests.journeys.conftest import Arrive
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import LEAD, ROSA, Site
from tests.journeys.test_accessibility import look_over

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SPEAKERS = "/projects/demo/speakers"


@pytest.fixture(autouse=True)
def _axe_writes_styles(complaints: Complaints) -> None:
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")


def added(site: Site, name: str, **more: str) -> str:
    """A speaker of the demonstration; where the page is."""
    draft = SpeakerDraft(str(uuid4()), name, **more)  # type: ignore[arg-type]
    with site.app.app_context():
        project = project_by_slug("demo")
        assert project is not None
        with writing():
            add_speaker(project.id, draft, actor=SHELL)
        db.session.remove()
    return f"{SPEAKERS}/{draft.id}"


def test_a_reviewer_adds_a_speaker_mends_what_is_wrong_and_changes_it(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("422")
    rosa = arrive(ROSA)
    page, keyboard = rosa.page, Keyboard(rosa.page)
    rosa.goes_to("/projects/demo/articles")
    keyboard.tabs_to(page.get_by_role("link", name="Speakers"))
    keyboard.press("Enter")
    expect(page.get_by_role("table", name="Speakers")).to_contain_text("Ines Haldor")
    faults = look_over(rosa, "speakers")

    keyboard.tabs_to(page.get_by_role("link", name="New speaker").first)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("New speaker")
    keyboard.tabs_to(page.get_by_label("Name", exact=True))
    keyboard.types("Ines Marrow")
    keyboard.tabs_to(page.get_by_label("Wikidata"))
    keyboard.types("forty-two")
    keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    faults += look_over(rosa, "a refused speaker")
    keyboard.tabs_to(page.get_by_label("Wikidata"))
    keyboard.press("Control+a")
    keyboard.types("https://www.wikidata.org/wiki/Q42")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines Marrow")
    expect(page.get_by_role("link", name="Q42")).to_have_attribute(
        "href", "https://www.wikidata.org/wiki/Q42"
    )

    keyboard.tabs_to(page.get_by_role("link", name="Change", exact=True))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Change a speaker")
    keyboard.tabs_to(page.get_by_label("Role"))
    keyboard.types("minister")
    faults += look_over(rosa, "a speaker to be changed")
    keyboard.press("Enter")
    expect(page.get_by_text("The speaker is changed.")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="minister").first).to_be_visible()
    expect(page.get_by_role("link", name="Merge")).to_have_count(0)
    assert faults == []


def test_a_project_without_speakers_says_so(arrive: Arrive, site: Site) -> None:
    assert site.run("project", "create", "quiet", "--name", "Quiet desk").returncode == 0
    assert site.run("project", "member", "quiet", LEAD, "lead").returncode == 0
    lea = arrive(LEAD)
    lea.goes_to("/projects/quiet/speakers")
    expect(lea.page.get_by_text("No speakers yet")).to_be_visible()
    assert look_over(lea, "no speakers") == []


def test_a_lead_finds_a_double_merges_it_and_takes_it_apart_again(
    arrive: Arrive, site: Site
) -> None:
    added(site, "Ines Marrow", role="minister")
    added(site, "Marrow, Ines", role="mayor")
    added(site, "Jo Kim")
    lead = arrive(LEAD)
    page, keyboard = lead.page, Keyboard(lead.page)
    lead.goes_to(SPEAKERS)
    keyboard.tabs_to(page.get_by_label("Likely doubles only"))
    keyboard.press("Space", "Enter")
    rows = page.get_by_role("table", name="Speakers").get_by_role("rowheader")
    expect(rows).to_have_count(2)
    expect(page).to_have_url(lead.site.address + f"{SPEAKERS}?q=&doubles=y")
    faults = look_over(lead, "likely doubles")

    keyboard.tabs_to(page.get_by_role("link", name="Ines Marrow", exact=True))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines Marrow")
    faults += look_over(lead, "a speaker with a double")
    keyboard.tabs_to(page.get_by_role("link", name="Merge", exact=True))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge Ines Marrow into whom?")
    faults += look_over(lead, "whom to merge into")
    keyboard.tabs_to(page.get_by_role("link", name="Choose Marrow, Ines"))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Merge two speakers?")
    faults += look_over(lead, "a merge to be looked at")
    # The name of the one that goes wins; the role stays that of the one that stays.
    keyboard.tabs_to(page.get_by_role("radio", name="Marrow, Ines"))
    keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Ines Marrow", exact=True)).to_be_checked()
    keyboard.tabs_to(page.get_by_role("button", name="Merge"))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ines Marrow")
    expect(page.get_by_role("definition").filter(has_text="mayor").first).to_be_visible()
    faults += look_over(lead, "a merged speaker")

    keyboard.tabs_to(page.get_by_role("button", name="Take apart: Ines Marrow"))
    keyboard.press("Enter")
    expect(page.get_by_text("The speaker stands alone again")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text="minister").first).to_be_visible()
    keyboard.tabs_to(page.get_by_role("link", name="Marrow, Ines", exact=True))
    assert faults == []
