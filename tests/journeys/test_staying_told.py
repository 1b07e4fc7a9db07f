"""Work on published checks is taken back and handed in again: readers are told of both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from annotator.accounts.person import Person as Reviewer
from annotator.accounts.queries import user_by_email
from annotator.db import db, writing
from annotator.projects.queries import project_by_slug
from annotator.workspace.queries import Desk, desk
from annotator.workspace.submission import submit, withdraw
from tests.claimreview.desk import Told
from tests.factories import person_of
from tests.journeys.conftest import Arrive
from tests.journeys.site import LEAD, ROSA
from tests.journeys.test_accessibility import look_over
from tests.journeys.test_claim_page import markup, publishes, told

__all__ = ["told"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UNTIL = "Readers are told that this check is withdrawn, until the work on its article is submitted"


@contextmanager
def at_work(told: Told) -> Iterator[tuple[Reviewer, Desk]]:
    """The reviewer at her desk, who changes something."""
    project, user = project_by_slug("demo"), user_by_email(ROSA)
    assert project is not None
    assert user is not None
    with writing():
        yield person_of(user), desk(project, told.article, user.id)
    db.session.remove()


def withdrawn_checks(page: Page) -> int:
    """How many of those that readers know are withdrawn, as the page of publishing has them."""
    return page.locator(".told > li").filter(has_text="Withdrawn").count()


def test_what_is_taken_back_is_withdrawn_until_it_is_handed_in_again(
    arrive: Arrive, told: Told
) -> None:
    lea = arrive(LEAD)
    publishes(lea)
    assert withdrawn_checks(lea.page) == 1

    with at_work(told) as (rosa, here):
        withdraw(here, person=rosa)
    lea.goes_to("/projects/demo/publishing")
    expect(lea.page.get_by_text(UNTIL)).to_have_count(2)
    assert withdrawn_checks(lea.page) == 3
    assert look_over(lea, "publishing while work is taken back") == []
    lea.page.get_by_role("link", name="A claim: published").press("Enter")
    expect(lea.page.get_by_text("Withdrawn since")).to_be_visible()
    said = lea.page.locator("#publication ~ p q")
    expect(said).to_have_text("This check was withdrawn: it is being worked on.")
    assert markup(lea.page) == []
    assert look_over(lea, "a claim that is withdrawn") == []

    with at_work(told) as (rosa, here):
        submit(here, read_to_end=True, accept_pending=True, person=rosa)
    lea.goes_to(f"/projects/demo/claims/{told.published}")
    expect(lea.page.get_by_text("Nothing stands in the way.")).to_be_visible()
    assert len(markup(lea.page)) == 1


def test_a_submission_is_withdrawn_by_a_press_before_all_of_the_page_has_come(
    arrive: Arrive, told: Told
) -> None:
    rosa = arrive(ROSA)
    held: list[Route] = []
    rosa.page.route("**/workspace/further.js", lambda route: held.append(route), times=1)
    with rosa.page.expect_request("**/workspace/further.js"):
        rosa.goes_to(f"/projects/demo/articles/{told.article}")
    rosa.page.locator("main[data-usable]").wait_for()
    button = rosa.page.get_by_role("button", name="Withdraw the submission")
    button.press("Enter")
    held[0].continue_()
    expect(button).to_have_count(0)
    expect(rosa.page.get_by_role("button", name="Submit")).to_be_visible()
