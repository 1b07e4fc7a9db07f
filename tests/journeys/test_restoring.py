"""A restore: a wrong verdict and a mark removed by mistake are brought back, by keys alone."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from annotator.config import Config
from annotator.db import db
from annotator.verdicts.models import Verdict
from tests.browser import Complaints, accessibility_faults
from tests.conftest import Visit
from tests.factories import make_article
from tests.journeys.conftest import Arrive
from tests.journeys.site import ROSA, Site
from tests.personas import make_world
from tests.served import Serve
from tests.workspace.marks import TEXT, Hand, keys, rating, source

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def site(app: Flask, config: Config, visit: Visit, serve: Serve) -> Site:
    """A site on which Rosa gave a verdict twice, and took another mark away."""
    world = make_world()
    article = make_article(world.project, TEXT, title="The dam").id
    hand = Hand(visit(world.rosa), world.slug, article, TEXT)
    mark = hand.mark("The dam holds 40 million litres", **source("https://example.org/paper"))
    mark = hand.revise(mark, **keys(rating("supported", "It says so at the end.")))
    hand.revise(mark, **keys(rating("refuted", "It says so at the beginning.")))
    hand.remove(hand.mark("two years", label="context", note="How long it took."))
    db.session.remove()
    return Site(serve(), config, app)


def follows(page: Page, line: str, name: str) -> None:
    """Press the link of this name in the newest line of a history that says this."""
    item = page.locator(".timeline__item").filter(has_text=line)
    item.get_by_role("link", name=re.compile(f"^{name}: ")).first.focus()
    page.keyboard.press("Enter")


def is_made(page: Page) -> None:
    """Look at what changes, and have it made so: the button has the focus."""
    expect(page.get_by_role("heading", name="What changes")).to_be_visible()
    assert accessibility_faults(page) == []
    expect(page.get_by_role("button", name="Make it as it was")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="It is as it was then.")).to_be_visible()


def test_a_reviewer_brings_back_a_verdict_and_a_mark(
    arrive: Arrive, complaints: Complaints
) -> None:
    complaints.expect("style")
    claim = db.session.scalars(select(Verdict.annotation_id)).first()
    db.session.remove()
    rosa = arrive(ROSA)
    page = rosa.page
    rosa.goes_to(f"/projects/demo-desk/claims/{claim}")
    page.get_by_role("link", name="its own history").first.press("Enter")
    follows(page, "It says so at the end.", "make it as it was")
    expect(page.get_by_role("main")).to_contain_text("As it was after")
    is_made(page)
    expect(page.locator(".timeline__item").first).to_contain_text("Supported")

    page.get_by_role("link", name="In the workspace").press("Enter")
    expect(page.locator("main[data-ready]")).to_have_count(1)
    expect(page.locator("#article mark")).to_have_count(1)
    expect(page.locator(".card--open")).to_contain_text("Supported")
    expect(page.locator(".card--open")).to_contain_text("It says so at the end.")

    # The mark that was taken away stands in the article's history.
    page.locator("main").get_by_role("link", name="history").first.press("Enter")
    removed = page.get_by_role("region", name="Marks that were removed")
    expect(removed).to_contain_text("two years")
    removed.get_by_role("link", name="its own history").press("Enter")
    follows(page, "removed", "bring it back")
    is_made(page)
    page.get_by_role("link", name="In the workspace").press("Enter")
    expect(page.locator("main[data-ready]")).to_have_count(1)
    expect(page.locator("#article mark")).to_have_count(2)
