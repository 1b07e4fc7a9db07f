"""Bringing articles in with a real browser: dropped, watched, and told what came of each file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from annotator.articles.queries import count_of
from annotator.config import Config
from annotator.db import db, writing
from annotator.jobs.worker import working
from annotator.similarity.queries import linked_articles
from tests.browser import accessibility_faults
from tests.export.work import article
from tests.factories import make_session
from tests.personas import World
from tests.served import Serve

pytestmark = pytest.mark.browser

_DROP = """([names, texts]) => {
  const files = new DataTransfer();
  names.forEach((name, at) => files.items.add(new File([texts[at]], name)));
  const zone = document.querySelector("[data-drop]");
  const dropped = { dataTransfer: files, bubbles: true, cancelable: true };
  zone.dispatchEvent(new DragEvent("drop", dropped));
}"""


def test_files_come_in_one_by_one_each_with_its_own_end(
    app: Flask, world: World, open_page: Callable[..., Page], serve: Serve, tmp_path: Path
) -> None:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"sid": make_session(world.lead.id)})
    lines = "".join(json.dumps({"text": f"Article {n}"}) + "\n" for n in range(500))
    address = serve()
    page = open_page()
    page.context.add_cookies([{"name": "annotator", "value": cookie, "url": address}])
    page.goto(f"{address}/projects/demo-desk/articles/new", wait_until="networkidle")
    button = page.get_by_role("button", name="Bring them in")
    page.evaluate(_DROP, [["one.txt", "many.jsonl"], ["One.", lines + '{"colour": "red"}\n']])
    files = page.get_by_role("list", name="What came of each file").get_by_role("listitem")
    expect(files).to_have_count(2)
    expect(files.first).to_contain_text("Waiting")
    button.click()
    expect(files.nth(0)).to_contain_text("1 article is in.")
    expect(files.nth(0).get_by_role("link", name="Open the article")).to_be_visible()
    expect(files.nth(1)).to_contain_text("In many.jsonl, line 501, “colour”")
    expect(button).to_be_enabled()
    assert accessibility_faults(page) == []
    # By keyboard alone: the file field, the button, the way to the list.
    file = tmp_path / "many.jsonl"
    file.write_text(lines)
    page.locator("#files").set_input_files(file)
    button.press("Enter")
    expect(files.first).to_contain_text("500 articles are in.")
    there = files.first.get_by_role("link", name="See what came in")
    assert str(there.get_attribute("href")).endswith("/articles?after=1")
    page.get_by_role("link", name="To the list of articles").press("Enter")
    expect(page.get_by_text("501 articles in this project.")).to_be_visible()
    db.session.rollback()
    assert count_of(world.project_id) == 501


TEXT = (
    "Ferry fares have doubled\n"
    "Passengers on the crossing are paying twice what they paid two winters ago, the board said.\n"
    "The board has no plan to bring the price down before the summer timetable begins in May."
)


def test_a_lead_is_asked_about_known_articles_and_answers_by_keyboard_alone(
    app: Flask,
    config: Config,
    world: World,
    open_page: Callable[..., Page],
    serve: Serve,
    tmp_path: Path,
) -> None:
    with writing():
        there = article(world.project, TEXT)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"sid": make_session(world.lead.id)})
    file = tmp_path / "again.jsonl"
    texts = ("Something new.", TEXT.replace("two winters", "three winters"), TEXT)
    file.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    address = serve()
    page = open_page()
    page.context.add_cookies([{"name": "annotator", "value": cookie, "url": address}])
    page.goto(f"{address}/projects/demo-desk/articles/new", wait_until="networkidle")
    page.locator("#files").set_input_files(file)
    page.get_by_role("button", name="Bring them in").press("Enter")
    answer = page.get_by_role("link", name="Say what becomes of articles that are there already")
    expect(answer).to_be_focused()
    expect(page.get_by_role("list", name="What came of each file")).to_contain_text(
        "2 of 3 articles are there already"
    )
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles that are there already")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("% alike")
    expect(rows.nth(2)).to_contain_text("the same text")
    assert accessibility_faults(page) == []
    page.get_by_role("radio", name="Leave them out").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Bring them in, linked")).to_be_checked()
    second = rows.nth(2).get_by_role("combobox")
    second.focus()
    page.keyboard.type("Leave")
    expect(second).to_have_value("skip")
    page.get_by_role("button", name="Settle them and bring the files in").press("Enter")
    answered = page.get_by_role("table", name="In the background").get_by_role("row")
    expect(answered.nth(1)).to_contain_text("Settling articles that are there already")
    expect(answered.nth(1)).to_contain_text("again.jsonl")
    expect(answered.nth(1)).to_contain_text("Waiting")
    expect(answered.nth(1).get_by_role("button", name="Stop")).to_be_visible()
    assert accessibility_faults(page) == []
    db.session.rollback()
    with working(app.app_context, config):
        expect(answered.nth(1)).to_contain_text("Done")
    expect(answered.nth(1)).to_contain_text("Settled: 2. Articles that came in: 2.")
    expect(page.locator("#live")).to_contain_text("Articles that came in: 2.")
    assert accessibility_faults(page) == []
    answered.nth(1).get_by_role("link", name="Open").press("Enter")
    expect(page.get_by_text("3 articles in this project.")).to_be_visible()
    db.session.rollback()
    assert count_of(world.project_id) == 3
    assert [title for _, title in linked_articles(there)] == ["Ferry fares have doubled"]
