"""An article with more marks than anybody would make: few cards, and nothing asked for twice."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from playwright.sync_api import Page

from annotator.assignments.models import State
from bench.loader import load_articles, load_marks, make_project
from tests.journeys.conftest import Arrive
from tests.journeys.site import Site

MARKS = 5_000
_SELECT_IN_THE_MIDDLE = """() => {
  const blocks = [...document.querySelectorAll("#article [data-b]")];
  const block = blocks[Math.floor(blocks.length / 2)];
  block.scrollIntoView({ block: "center" });
  const node = document.createTreeWalker(block, NodeFilter.SHOW_TEXT).nextNode();
  getSelection().setBaseAndExtent(node, 0, node, Math.min(24, node.length));
}"""


@pytest.fixture
def crowded(app: Flask, site: Site, arrive: Arrive) -> tuple[Page, str]:
    """The page of who made that many marks, and the address of their article."""
    with app.app_context():
        project, reviewer = make_project("many")
        (article,) = load_articles(project, 1, 20_000)
        load_marks(project, reviewer, [article], MARKS, state=State.STARTED)
        email = reviewer.email
    return arrive(email).page, f"{site.address}/projects/many/articles/{article[0]}"


def test_of_thousands_of_marks_few_cards_are_in_the_page_and_no_file_comes_twice(
    crowded: tuple[Page, str],
) -> None:
    page, address = crowded
    asked: Counter[str] = Counter()
    page.on("request", lambda request: asked.update([f"{request.method} {request.url}"]))

    page.goto(address)
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


def test_marking_words_asks_nothing_of_each_of_the_marks_that_are_there(
    crowded: tuple[Page, str],
) -> None:
    """Counted in calls of functions, which are the same on a busy machine."""
    page, address = crowded
    page.goto(address)
    page.wait_for_selector("main[data-ready]")
    page.wait_for_load_state("networkidle")
    # What is put off until there is nothing else to do is not counted.
    page.evaluate("globalThis.requestIdleCallback = () => 0")

    _calls_to_mark(page)  # what only the first mark asks for
    calls = _calls_to_mark(page)

    assert calls["create"] == 1
    assert [(name, times) for name, times in calls.items() if times > MARKS / 2] == []


def _calls_to_mark(page: Page) -> Counter[str]:
    """How often each function is called from the press of a key until the mark is saved."""
    page.evaluate(_SELECT_IN_THE_MIDDLE)
    page.wait_for_selector("#label-bar:not([hidden])")
    page.wait_for_load_state("networkidle")
    profiler = page.context.new_cdp_session(page)
    profiler.send("Profiler.enable")
    profiler.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": False})
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("1")
    scripts = profiler.send("Profiler.takePreciseCoverage")["result"]
    profiler.detach()
    calls: Counter[str] = Counter()
    for script in scripts:
        place = script["url"].rpartition("/")[2]
        for one in script["functions"]:
            counted = one["ranges"][0]
            name = one["functionName"] or f"{place} at {counted['startOffset']}"
            calls[name] = max(calls[name], counted["count"])
    return calls
