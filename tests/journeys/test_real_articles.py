"""Two articles as they were scraped, from the upload to the proof.

They are not part of the project. ANNOTATOR_REAL_ARTICLES names the folder that holds them, else
the one beside the checkout is tried.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.databases import ON_BOTH
from tests.journeys.conftest import Arrive
from tests.journeys.proof import fragments_in, proved, rows_of
from tests.journeys.site import LEAD, ROSA, Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VARIABLE = "ANNOTATOR_REAL_ARTICLES"
_BESIDE = Path(__file__).parents[3] / "shared" / "data"
FIRST, SECOND = "000_4fe9600597a10b78.txt", "003_40c48278e30c0690.txt"
REPEATED = "Regarding Afghanistan's potential full membership"


@pytest.fixture
def folder() -> Path:
    """Where the articles are; skips where they are not."""
    found = Path(os.environ.get(VARIABLE) or _BESIDE)
    if not (found / FIRST).is_file():
        pytest.skip(f"The scraped articles are not here; name their folder in {VARIABLE}.")
    return found


@ON_BOTH
def test_two_scraped_articles(site: Site, arrive: Arrive, folder: Path) -> None:
    texts = {name: (folder / name).read_bytes() for name in (FIRST, SECOND)}
    lea = arrive(LEAD)
    for name, data in texts.items():
        lea.opens_project()
        lea.brings_in_text_file(name, data)
        expect(lea.page.get_by_role("heading", level=1)).to_be_visible()

    rosa = arrive(ROSA)
    title = texts[SECOND].decode().split("\n")[0][:40]
    desk = rosa.at(title)
    assert desk.text == texts[SECOND].decode()
    paragraph = desk.text[898:].split("\n")[0]
    assert desk.extent(paragraph, 2)[0] == 898
    twin = desk.mark(paragraph, "Claim", occurrence=2)
    kept = desk.kept(twin)["fragments"]
    assert [(one["start"], one["end"], one["exact"]) for one in kept] == [
        (898, 898 + len(paragraph), paragraph)
    ]
    desk.shows_what_is_kept()
    desk.reload()
    desk.shows_what_is_kept()
    desk.submit()
    expect(rosa.page.locator(".notice--success")).to_contain_text("You submitted this article")

    desk = rosa.at(texts[FIRST].decode().split("\n")[0][:40])
    # With its comma, which a selection snapped to words would leave behind.
    desk.drag(217, 441, alt=True)
    desk.press("2")
    quote = desk.open_card()
    inner = desk.mark("because any authority is interested in the stability of the state", "Claim")
    kept = desk.kept(quote)["fragments"][0]
    assert (kept["start"], kept["end"]) == (217, 441)
    nested = desk.kept(inner)["fragments"][0]
    assert 217 < nested["start"] < nested["end"] < 441
    desk.shows_what_is_kept()
    desk.submit()
    expect(rosa.page.locator(".notice--success")).to_contain_text("You submitted this article")

    lea.opens_project()
    rows = rows_of(lea.downloads_export())
    assert proved(rows) > 3
    extents = {
        name: {
            (p["start"], p["end"])
            for row in rows
            if row["text"] == data.decode()
            for p in fragments_in(row)
        }
        for name, data in texts.items()
    }
    assert extents == {
        FIRST: {(217, 441), (nested["start"], nested["end"])},
        SECOND: {(898, 898 + len(paragraph))},
    }
    verified = site.run("audit", "verify")
    assert verified.returncode == 0, verified.stderr
