"""The import page in a real browser: progress while it reads, one sentence when it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from annotator.articles.queries import count_of
from annotator.db import db
from tests.factories import make_session
from tests.journeys.site import serving
from tests.personas import World

pytestmark = pytest.mark.browser


def test_a_file_comes_in_with_its_progress_or_not_at_all(
    app: Flask, world: World, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    file = tmp_path / "many.jsonl"
    rows = [{"text": f"Article {number}"} for number in range(700)]
    file.write_text("".join(json.dumps(row) + "\n" for row in [*rows, {"colour": "red"}]))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"sid": make_session(world.lead.id)})
    with serving(app) as address:
        page = open_page()
        page.context.add_cookies([{"name": "annotator", "value": cookie, "url": address}])
        page.goto(f"{address}/projects/demo-desk/articles/new")
        page.locator("#jsonl_file").set_input_files(file)
        page.get_by_role("button", name="Bring them in").click()
        refusal = page.get_by_role("alert")
        expect(refusal).to_contain_text("In many.jsonl, line 701, “colour”")
        expect(page.get_by_role("button", name="Bring them in")).to_be_enabled()
        page.get_by_label("Keep keys that Annotator has no word for").check()
        page.get_by_role("button", name="Bring them in").click()
        expect(refusal).to_contain_text("line 701, “text”")
        file.write_text("".join(json.dumps(row) + "\n" for row in rows))
        page.locator("#jsonl_file").set_input_files(file)
        page.get_by_role("button", name="Bring them in").click()
        expect(page.get_by_role("heading", name="Articles", exact=True)).to_be_visible()
        expect(page.get_by_text("700 articles in this project.")).to_be_visible()
    db.session.rollback()
    assert count_of(world.project_id) == 700
