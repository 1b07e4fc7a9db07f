"""What a team sees of each other: work handed out, talk, differences settled, agreement."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import PHONE, Shot, page_at
from screens.workspace import FERRY, open_claim

TRAMS = "Night trams would pay"


def talk(studio: Studio) -> Page:
    """A question to a colleague, in the card of the mark that it is about."""
    page = open_claim(studio.desk(FERRY), "We pay more for fuel")
    page.keyboard.press("Shift+M")
    field = page.locator(".card--open .talk").get_by_role("textbox")
    field.wait_for()
    field.focus()
    page.keyboard.type("Whose prices are these, @Lea")
    page.keyboard.press("Enter")
    page.keyboard.type("?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".card--open .talk__text")
    page.locator(".card--open .talk").evaluate("(talk) => talk.scrollIntoView({ block: 'end' })")
    return page


def settling(studio: Studio, **options: Any) -> Page:
    """An article on which two people differ, with its first difference open."""
    page = studio.visit("/projects/demo/adjudication", "lead", **options)
    page.locator("main").get_by_role("link", name=TRAMS).click()
    page.wait_for_selector("details[data-item][open]")
    return page


SHOTS: dict[str, Shot] = {
    "talk": talk,
    "notifications": page_at("/notifications"),
    "handing-out": page_at("/projects/demo/handing-out"),
    "adjudication": settling,
    "adjudication-dark": lambda studio: settling(studio, color_scheme="dark"),
    "adjudication-phone": lambda studio: settling(studio, **PHONE),
    "adjudication-arabic": lambda studio: settling(studio, locale="ar"),
    "agreement": page_at("/projects/demo/agreement"),
    "differences": page_at("/projects/demo/agreement/differences"),
    "spot-checks": page_at("/projects/demo/spot-checks"),
    "training": page_at("/projects/demo/training"),
}
