"""Two people have read an article; a third settles where they differ, and each learns of it."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from annotator.db import db, writing
from annotator.sources.queries import sources_of
from annotator.workspace.queries import desk
from annotator.workspace.submission import withdraw
from tests.adjudication.made import LONG, SHORT, Bench, golds
from tests.browser import Complaints
from tests.journeys.conftest import Arrive
from tests.journeys.gold import CHAMBER, TICKET, TITLE, disputed_article, settled_words
from tests.journeys.pages import Person, begins_right
from tests.journeys.site import LEAD, RAVI, ROSA, Site
from tests.journeys.test_accessibility import look_over

RATIONALE = "The audit counts what the logs leave out."
COURT = "https://audit-court.example/ferries"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def bench(site: Site, complaints: Complaints) -> Bench:
    """An article with three differences."""
    complaints.expect("Failed to load resource")
    complaints.expect(r"Applying inline style violates|style-src-elem stopped inline at :\d+ \(\)")
    return disputed_article()


def path_of(bench: Bench) -> str:
    """The screen's address."""
    return f"/projects/demo/articles/{bench.article_id}/adjudication"


def at_the_screen(person: Person, bench: Bench) -> Page:
    """The screen, with its first difference open."""
    person.goes_to(path_of(bench))
    expect(person.page.get_by_text("0 of 3 differences settled", exact=True)).to_be_visible()
    return person.page


def card(page: Page, title: str) -> Locator:
    """The card with this title."""
    return page.locator("details[data-item]").filter(has=page.get_by_role("heading", name=title))


def has_come_to(page: Page, title: str) -> Locator:
    """The card that is open and has the focus, once it is there."""
    found = card(page, title)
    expect(found).to_have_attribute("open", "")
    expect(found.locator("> summary")).to_be_focused()
    return found


def test_a_lead_settles_an_article_by_keyboard_alone_and_both_reviewers_read_why(
    bench: Bench, arrive: Arrive
) -> None:
    lead = arrive(LEAD)
    page, press = at_the_screen(lead, bench), lead.page.keyboard.press
    press("x")
    expect(card(page, "Only Reviewer B").get_by_text("Nothing: it is dropped.")).to_be_visible()
    press("r")
    page.keyboard.type("A title claims nothing.")
    press("Control+Enter")
    expect(page.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    claim = has_come_to(page, "Edges differ")
    expect(page.locator("mark.is-open.is-edge")).to_have_text(LONG.removeprefix(SHORT))
    press("a")
    press("Enter")
    expect(claim.get_by_text("The verdicts differ: say what settles it")).to_be_visible()
    press("r")
    page.keyboard.type("The logs are the measure of the contract.")
    press("Control+Enter")
    expect(page.get_by_text("2 of 3 differences settled", exact=True)).to_be_visible()
    expect(claim.get_by_text("took A")).to_be_visible()
    has_come_to(page, "Label differs")
    press("b")
    press("Enter")
    expect(page.get_by_text("3 of 3 differences settled", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Finish")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("Finished. The reviewers see")).to_be_visible()
    assert settled_words(bench) == [SHORT, CHAMBER, TICKET]
    ravi = arrive(RAVI)
    ravi.goes_to(f"/projects/demo/articles/{bench.article_id}")
    ravi.page.get_by_role("link", name="What adjudication changed").click()
    told = ravi.page.get_by_role("main")
    for said in (TITLE, "A title claims nothing.", "Edges differ", "measure of the contract"):
        expect(told).to_contain_text(said)
    expect(told).not_to_contain_text("Rosa")
    rosa = arrive(ROSA)
    rosa.goes_to(f"/projects/demo/articles/{bench.article_id}/outcome")
    expect(rosa.page.get_by_role("main")).to_contain_text("Label differs")
    expect(rosa.page.get_by_role("main")).not_to_contain_text("Ravi")
    assert look_over(rosa, "what adjudication changed") == []
    assert begins_right(rosa.page.locator(".outcome__rationale").first)


def test_a_verdict_in_dispute_is_settled_by_evidence_that_neither_reviewer_had(
    bench: Bench, arrive: Arrive
) -> None:
    lead = arrive(LEAD)
    page, press = at_the_screen(lead, bench), lead.page.keyboard.press
    press("j")
    claim = has_come_to(page, "Edges differ")
    press("a")
    press("Enter")
    expect(claim.get_by_text("say what settles it, or add the source that does")).to_be_visible()
    more = claim.locator("summary").filter(has_text="Verdict and evidence")
    more.focus()
    press("Enter")
    claim.get_by_label("Rating", exact=True).select_option(
        label="Conflicting Evidence/Cherrypicking"
    )
    expect(claim.get_by_role("radio", name="My own rating")).to_be_checked()
    claim.get_by_label("Rationale, if it is to be another").focus()
    page.keyboard.type(RATIONALE)
    claim.get_by_label("Add evidence").focus()
    page.keyboard.type(COURT)
    expect(claim.locator("[data-part=final-facts]")).to_contain_text("Conflicting")
    press("Control+Enter")
    expect(page.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    found = [source.url for source in sources_of(golds(bench)[0].id)]
    assert found.count(COURT) == 1
    db.session.remove()
    for title in ("Label differs", "Only Reviewer B"):
        has_come_to(page, title)
        press("Enter")
    expect(page.get_by_role("button", name="Finish")).to_be_focused()
    press("Enter")
    expect(page.get_by_text("Finished. The reviewers see")).to_be_visible()
    for reviewer in (arrive(ROSA), arrive(RAVI)):
        reviewer.goes_to(f"/projects/demo/articles/{bench.article_id}/outcome")
        told = reviewer.page.get_by_role("listitem").filter(has_text=RATIONALE)
        expect(told).to_contain_text("Conflicting Evidence")
    lead.goes_to(path_of(bench))
    expect(page.get_by_text("This article is finished.")).to_be_visible()
    page.locator("details.dispute > summary").first.focus()
    press("z")
    expect(page.get_by_text("This article is finished.")).to_be_hidden()


def test_a_decision_is_reopened_by_key_and_made_another_way(bench: Bench, arrive: Arrive) -> None:
    lead = arrive(LEAD)
    page, press = at_the_screen(lead, bench), lead.page.keyboard.press
    expect(page.locator("html[data-started]")).to_be_attached()
    # Nothing has the focus yet: the difference that is open is the one that is settled.
    press("Enter")
    expect(page.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    has_come_to(page, "Edges differ")
    press("k")
    alone = has_come_to(page, "Only Reviewer B")
    press("z")
    expect(page.get_by_text("0 of 3 differences settled", exact=True)).to_be_visible()
    expect(alone.locator("> summary")).to_be_focused()
    press("x")
    press("Enter")
    expect(page.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    expect(alone).to_contain_text("dropped")
    assert settled_words(bench) == []


def test_of_two_who_settle_at_once_the_second_sees_what_the_first_said(
    bench: Bench, arrive: Arrive
) -> None:
    first, second = arrive(LEAD), arrive(LEAD)
    one, other = at_the_screen(first, bench), at_the_screen(second, bench)
    card(one, "Only Reviewer B").locator("> summary").focus()
    one.keyboard.press("Enter")
    expect(one.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    late = card(other, "Only Reviewer B")
    late.locator("> summary").focus()
    other.keyboard.press("x")
    other.keyboard.press("Enter")
    expect(late).to_contain_text("Settled by somebody else meanwhile; what you chose is kept.")
    expect(late).to_contain_text("took B")
    assert settled_words(bench) == [TITLE]


def test_a_settled_card_shows_the_words_that_were_chosen(bench: Bench, arrive: Arrive) -> None:
    lead = arrive(LEAD)
    page = at_the_screen(lead, bench)
    page.keyboard.press("j")
    edges = has_come_to(page, "Edges differ")
    brief = edges.locator(".dispute__words")
    expect(brief).to_have_text(SHORT)
    page.keyboard.press("b")
    page.keyboard.press("r")
    page.keyboard.type("The year belongs to it.")
    page.keyboard.press("Control+Enter")
    expect(brief).to_have_text(LONG)
    told = edges.locator("[data-part=history] a")
    story = told.get_attribute("href") or ""
    assert page.request.get(urljoin(page.url, story)).ok
    page.reload()
    expect(brief).to_have_text(LONG)
    assert urljoin(page.url, told.get_attribute("href")) == urljoin(page.url, story)
    edges.locator("> summary").click()
    edges.get_by_role("button", name="Reopen").click()
    expect(page.get_by_text("0 of 3 differences settled", exact=True)).to_be_visible()
    expect(brief).to_have_text(SHORT)


def test_what_no_answer_came_for_is_kept_over_a_reload_and_sent(
    bench: Bench, arrive: Arrive
) -> None:
    lead = arrive(LEAD)
    page = at_the_screen(lead, bench)
    page.route("**/decisions/*", lambda route: route.abort())
    alone = card(page, "Only Reviewer B")
    alone.locator("> summary").focus()
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    expect(alone.get_by_text("No connection. It is kept here")).to_be_visible()
    page.unroute_all(behavior="wait")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("1 of 3 differences settled", exact=True)).to_be_visible()
    expect(card(page, "Only Reviewer B")).to_contain_text("dropped")


def test_what_was_kept_for_marks_that_are_gone_is_told_copied_and_discarded(
    bench: Bench, arrive: Arrive
) -> None:
    lead = arrive(LEAD, permissions=["clipboard-read", "clipboard-write"])
    page = at_the_screen(lead, bench)
    page.route("**/decisions/*", lambda route: route.abort())
    alone = card(page, "Only Reviewer B")
    alone.locator("> summary").focus()
    for key in ("x", "r"):
        page.keyboard.press(key)
    page.keyboard.type("A title claims nothing.")
    page.keyboard.press("Control+Enter")
    expect(alone.get_by_text("No connection. It is kept here")).to_be_visible()
    with writing():
        withdraw(
            desk(bench.world.project, bench.article_id, bench.world.ravi.id),
            person=bench.world.ravi,
        )
    page.unroute_all(behavior="wait")
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    lost = page.locator(".lost")
    expect(lost).to_contain_text("was not sent, and what it was about has changed since")
    expect(lost).to_contain_text("A title claims nothing.")
    expect(lost).to_contain_text(TITLE)
    lost.get_by_role("button", name="Copy").click()
    expect(lost).to_contain_text("Copied.")
    assert "A title claims nothing." in page.evaluate("navigator.clipboard.readText()")
    lost.get_by_role("button", name="Discard").click()
    expect(lost).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Ferry fares").first).to_be_visible()
    expect(lost).to_have_count(0)


def test_the_pages_have_no_fault_that_axe_finds(bench: Bench, arrive: Arrive) -> None:
    lead = arrive(LEAD)
    page = at_the_screen(lead, bench)
    card(page, "Edges differ").locator("> summary").click()
    faults = look_over(lead, "the screen")
    lead.goes_to("/projects/demo/adjudication")
    assert faults + look_over(lead, "the list") == []


def test_the_screen_works_on_a_phone_and_from_right_to_left(bench: Bench, arrive: Arrive) -> None:
    phone = arrive(LEAD, viewport={"width": 390, "height": 844}, locale="ar")
    phone.goes_to(path_of(bench))
    page = phone.page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    claim = page.locator("details[data-item]").nth(1)
    claim.locator("> summary").click()
    claim.locator(".pick", has_text=LONG[-8:]).click()
    expect(claim.locator("[data-part=final-words]")).to_have_text(LONG)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390


def test_who_judged_nothing_is_taken_without_the_verdict_of_another(
    bench: Bench, arrive: Arrive
) -> None:
    path = f"{path_of(bench)}?proposal=person2"
    lead = arrive(LEAD)
    lead.goes_to(path)
    claim = card(lead.page, "Label differs")
    claim.locator("> summary").click()
    own = claim.get_by_role("radio", name="My own rating")
    claim.get_by_text("Verdict and evidence").click()
    own.check(force=True)
    lead.page.keyboard.press("a")
    expect(own).not_to_be_checked()
    expect(claim.get_by_role("radio", name="No verdict")).to_be_checked()
