"""axe on every page, in light and in dark: nothing serious, nothing critical."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.routing import Rule

from annotator.annotations.models import Claim
from annotator.articles.models import Article
from annotator.db import db
from annotator.verdicts.models import Verdict
from tests.browser import Complaints, accessibility_faults
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import LEAD, ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: No pages: redirects, files, and answers for programs.
NOT_PAGES = {
    "agreement.document",
    "assets.file",
    "audit.mark_history",
    "claimreview.atom",
    "claimreview.json",
    "comments.thread",
    "dashboards.document",
    "export.schema",
    "jobs.progress",
    "languages.catalogue",
    "notifications.count",
    "projects.front",
    "proofs.head",
    "releases.file",
    "speakers.known",
    "spotchecks.told",
    "web.csrf_token",
    "web.health",
    "web.home",
    "web.readiness",
    "workspace.annotations",
    "workspace.elsewhere",
}
#: Pages that need more than an address; they have tests of their own below or elsewhere.
VISITED_OTHERWISE = {
    *(
        "accounts.one_time",
        "accounts.sign_in",
        "accounts.forgotten",
        "webpages.proposal",
        "workspace.article",
    ),
    *("revisions.changes", "workspace.past", "adjudication.outcome", "training.result"),
    *("spotchecks.show", "spotchecks.item", "pace.signal"),
    *("history.story", "history.restoration", "audit.event", "audit.sample"),
    *("releases.show", "releases.compare"),
}


@pytest.fixture(autouse=True)
def _axe_writes_styles(complaints: Complaints) -> None:
    """The checker itself tries style elements, which the policy of the site refuses."""
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")


_CONTRAST = """async () => {
  const found = await axe.run(document, { runOnly: ["color-contrast"] });
  return found.violations.flatMap(({ nodes }) => nodes.map(({ target }) => target.join(" ")));
}"""


def look_over(person: Person, where: str) -> list[str]:
    """What axe finds on the page that is open: everything in light, and the contrast in dark."""
    page = person.page
    faults = accessibility_faults(page)
    page.emulate_media(color_scheme="dark")
    # Only colours change with the scheme, so nothing else is looked at twice.
    faults += [f"color-contrast in the dark: {target}" for target in page.evaluate(_CONTRAST)]
    page.emulate_media(color_scheme="light")
    return [f"{where}: {fault}" for fault in faults]


def plain_pages(app: Flask, lead_id: int) -> list[str]:
    """The address of every page of the site that a lead can open."""
    values = {"slug": "demo", "user_id": lead_id, "number": 1, **_first_of_each()}
    asked = {"assignments.handing_out": {"article": values["article_id"]}}
    with app.test_request_context():
        return [
            str(
                app.url_for(
                    rule.endpoint,
                    **{name: values[name] for name in rule.arguments},
                    **asked.get(rule.endpoint, {}),
                )
            )
            for rule in app.url_map.iter_rules()
            if _is_page(rule)
        ]


def _first_of_each() -> dict[str, str]:
    """The first article, a claim that has a verdict, and who said it."""
    articles = select(Article.id).order_by(Article.number).limit(1)
    claims = (
        select(Claim.annotation_id, Claim.speaker_id)
        .join(Verdict, Verdict.annotation_id == Claim.annotation_id)
        .where(Claim.speaker_id.is_not(None))
        .order_by(Verdict.decided_at)
    )
    claim, speaker = db.session.execute(claims).first() or (None, None)
    article = db.session.scalar(articles)
    db.session.remove()
    assert article is not None
    assert claim is not None
    return {"article_id": article, "claim_id": claim, "speaker_id": str(speaker)}


def _is_page(rule: Rule) -> bool:
    return "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES | VISITED_OTHERWISE


def test_pages_of_a_lead(arrive: Arrive, app: Flask, complaints: Complaints) -> None:
    complaints.expect("404")
    lea = arrive(LEAD)
    faults = []
    for path in [*plain_pages(app, lead_id=2), "/no-such-page"]:
        lea.goes_to(path)
        expect(lea.page.get_by_role("heading", level=1)).to_have_count(1)
        faults += look_over(lea, path)
    assert faults == []


def test_the_way_in_and_its_errors(arrive: Arrive, complaints: Complaints) -> None:
    complaints.expect("422|429")
    rosa = arrive(ROSA)
    rosa.goes_to("/projects")
    rosa.sign_out()
    faults = look_over(rosa, "sign-in")
    rosa.page.get_by_label("E-mail").fill(ROSA)
    rosa.page.get_by_label("Password").fill("not this one")
    rosa.page.get_by_role("button", name="Sign in").click()
    expect(rosa.page.get_by_role("alert")).to_be_visible()
    assert faults + look_over(rosa, "sign-in refused") == []


def test_the_workspace_in_all_its_states(arrive: Arrive) -> None:
    rosa = arrive(ROSA)
    desk = rosa.at("Ferry fares")
    faults = look_over(rosa, "at rest")
    desk.opens("We pay more for fuel than any operator on this coast")
    faults += look_over(rosa, "a pending verdict")
    desk.opens("It carried 212,000 passengers last year").writes("wording", "It carried 212,000.")
    faults += look_over(rosa, "a stale verdict")
    desk.drag(*desk.extent("Fishermen who spoke at the meeting"))
    faults += look_over(rosa, "words selected")
    for key, name in (("t", "mark by text"), ("Shift+Slash", "help")):
        desk.press("Escape", "Escape", key)
        expect(desk.dialog).to_be_visible()
        faults += look_over(rosa, name)
        desk.press("Escape")
    desk.is_saved()
    rosa.page.locator("#submit-button").click()
    faults += look_over(rosa, "to be submitted")
    desk.submit(accept_pending=True)
    expect(rosa.page.locator(".notice--success")).to_contain_text("You submitted this article")
    Desk(rosa.page)
    faults += look_over(rosa, "submitted")
    rosa.at("وزيرة المياه")
    faults += look_over(rosa, "nothing marked, right to left")
    assert faults == []


def test_a_lead_reading_the_marks_of_another(arrive: Arrive) -> None:
    lea = arrive(LEAD)
    desk = lea.at("Ferry fares")
    faults = look_over(lea, "another's marks")
    desk.press("j", "j")
    assert faults + look_over(lea, "another's mark open") == []
