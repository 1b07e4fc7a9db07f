"""An article with more marks than anybody would make: few cards, and nothing asked for twice."""

from __future__ import annotations

from collections import Counter

from flask import Flask

from annotator.assignments.models import State
from bench.loader import load_articles, load_marks, make_project
from tests.journeys.conftest import Arrive
from tests.journeys.site import Site

MARKS = 5_000


def test_of_thousands_of_marks_few_cards_are_in_the_page_and_no_file_comes_twice(
    app: Flask, site: Site, arrive: Arrive
) -> None:
    with app.app_context():
        project, reviewer = make_project("many")
        (article,) = load_articles(project, 1, 20_000)
        load_marks(project, reviewer, [article], MARKS, state=State.STARTED)
        email = reviewer.email
    page = arrive(email).page
    asked: Counter[str] = Counter()
    page.on("request", lambda request: asked.update([f"{request.method} {request.url}"]))

    page.goto(f"{site.address}/projects/many/articles/{article[0]}")
    page.wait_for_selector("main[data-ready]")

    assert page.locator("#mark-filters button b").first.text_content() == f"{MARKS}"
    for share in (0, 0.5, 1):
        page.evaluate(f"scrollTo(0, {share} * document.documentElement.scrollHeight)")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        assert 0 < page.locator(".card").count() <= 60
    page.keyboard.press("j")
    page.wait_for_selector(".card--open")
    assert page.locator(".card").count() <= 60
    page.wait_for_load_state("networkidle")
    assert {address: times for address, times in asked.items() if times > 1} == {}
