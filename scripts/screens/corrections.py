"""A corrected article, and the report of what became of its marks."""

from __future__ import annotations

from functools import cache
from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import Shot, on_devices
from screens.workspace import FERRY

#: What the correction puts for what.
CORRECTED = (
    ("from 14 to 29 crowns", "from 15 to 29 crowns"),
    ("It carried 212,000 passengers last year", "It carried 202,000 passengers last year"),
    ("“Every other island in the sound has such a cap”, she said.", "She knows no other way."),
)


def report(studio: Studio, **options: Any) -> Page:
    """What the correction changed, and the marks that wait for a person."""
    return studio.visit(_corrected(studio), "lead", **options)


@cache
def _corrected(studio: Studio) -> str:
    """Correct the article as its lead; gives the path of the report."""
    page = studio.desk(FERRY, "lead")
    page.goto(f"{page.url}/correction")
    text = page.locator('[name="text"]').input_value()
    for before, after in CORRECTED:
        text = text.replace(before, after)
    page.locator('[name="text"]').fill(text)
    page.locator('[name="reason"]').fill("The paper has corrected two figures since.")
    page.locator('[name="preview"]').click()
    page.locator('[name="correct"]').click()
    page.wait_for_url("**/changes")
    path = "/projects" + page.url.partition("/projects")[2]
    page.context.close()
    return path


SHOTS: dict[str, Shot] = on_devices("correction-report", report)
