"""What a lead has before them: figures, what happened and when, and what was put away."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import PHONE, Shot, on_devices, page_at
from screens.workspace import FERRY


def dashboard(studio: Studio, **options: Any) -> Page:
    """How the project stands, and what needs a decision."""
    return studio.visit("/projects/demo/dashboard", "lead", **options)


def story(studio: Studio, **options: Any) -> Page:
    """Everything that happened to one verdict, the newest first."""
    page = studio.visit("/projects/demo/audit?action=verdict.", "lead", **options)
    page.locator(".timeline__item").get_by_role("link", name="Story").first.click()
    return page


def as_it_was(studio: Studio, **options: Any) -> Page:
    """An article as one event left it, with the steps before and after."""
    page = studio.desk(FERRY, "lead", **options)
    page.goto(page.url.split("#")[0].split("?")[0] + "?as_of=60")
    page.wait_for_selector("main[data-ready]")
    return page


def compared(studio: Studio, **options: Any) -> Page:
    """Two moments of an article, side by side."""
    page = as_it_was(studio, **options)
    page.locator("a[href*='/compare']").first.evaluate("(link) => link.click()")
    page.wait_for_url("**/compare*")
    return page


def sample(studio: Studio) -> Page:
    """Events drawn by lot, to be looked at one by one."""
    page = studio.visit("/projects/demo/audit?action=verdict.", "lead")
    page.locator('[name="size"]').fill("3")
    page.locator("form[action$='/audit/samples'] [type=submit]").first.click()
    page.wait_for_selector("html[data-started]")
    return page


SHOTS: dict[str, Shot] = {
    **on_devices("dashboard", dashboard),
    "dashboard-dark": lambda studio: dashboard(studio, color_scheme="dark"),
    "own-figures": page_at("/projects/demo/own-figures", "rosa"),
    "story": story,
    "as-it-was": as_it_was,
    "as-it-was-phone": lambda studio: as_it_was(studio, **PHONE),
    "compared": compared,
    "compared-arabic": lambda studio: compared(studio, locale="ar"),
    "event-sample": sample,
    "proof": page_at("/projects/demo/audit/proof"),
    "own-sessions": page_at("/account/sessions", "rosa"),
    "archive": page_at("/projects/demo/archive"),
    "trash": page_at("/projects/demo/trash"),
}
