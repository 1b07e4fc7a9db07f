"""A dataset comes in, its labels chosen in a real browser, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from annotator.annotations.models import Annotation, Label
from annotator.db import db
from annotator.formats.mapping import read_mapping
from tests.browser import Complaints, accessibility_faults
from tests.factories import make_session
from tests.formats.brat import ANN, TEXT
from tests.personas import World
from tests.served import Serve

pytestmark = pytest.mark.browser


def test_a_lead_chooses_what_labels_become(
    app: Flask,
    world: World,
    open_page: Callable[..., Page],
    serve: Serve,
    complaints: Complaints,
    tmp_path: Path,
) -> None:
    # What the browser itself says where no files were chosen.
    complaints.expect("422")
    folder = tmp_path / "set"
    folder.mkdir()
    for name, text in (("dam.txt", TEXT), ("dam_ann.ann", ANN)):
        (folder / name).write_text(text, encoding="utf-8", newline="")
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = signer.dumps({"sid": make_session(world.lead.id)})
    address = serve()
    page = open_page(accept_downloads=True)
    page.context.add_cookies([{"name": "annotator", "value": cookie, "url": address}])
    page.goto(f"{address}/projects/demo-desk/datasets/new")
    show = page.get_by_role("button", name="Show its labels")
    show.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Please choose the files")

    page.get_by_label("Or a whole folder").set_input_files(folder)
    show.press("Enter")
    attribution = page.get_by_label("Attribution becomes", exact=True)
    expect(attribution).to_be_focused()
    expect(attribution).to_have_value("quote")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert accessibility_faults(page) == []
    discuss = page.get_by_label("Discuss becomes")
    discuss.focus()
    page.keyboard.type("Cont")
    expect(discuss).to_have_value("context")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download these choices").press("Enter")
    kept = read_mapping(Path(download.value.path()).read_bytes(), "m.toml")
    assert (kept.labels["Discuss"], kept.labels["Content"]) == (Label.CONTEXT, None)

    page.get_by_role("button", name="Bring it in").press("Enter")
    expect(page.get_by_text("1 article is in.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    db.session.rollback()
    rows = db.session.execute(select(Annotation.label, func.count()).group_by(Annotation.label))
    assert {label: count for label, count in rows} == {Label.QUOTE: 3, Label.CONTEXT: 1}
