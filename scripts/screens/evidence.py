"""A claim with all that its check rests on: questions, sources, doubts, verdicts."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import PHONE, Shot
from screens.workspace import LIGHTHOUSE, select

WORDS = "shared more than 48,000 times"
REGISTER = "https://register.example.org/skerry/counts?utm_source=feed"
PAPER = "https://paper.example.net/2025/lighthouse"


def keys(page: Page, *names: str, typed: str = "") -> None:
    """Press keys one after another, and type words."""
    for name in names:
        page.keyboard.press(name)
    page.keyboard.type(typed)


def saved(page: Page) -> None:
    """Wait until everything is kept."""
    page.wait_for_selector('#sync-pill[aria-busy="false"][data-state="saved"]')


def say(page: Page, row: int, **fields: str) -> None:
    """Fill fields of a source, wherever they are folded."""
    source = page.locator(".card--open .source").nth(row)
    source.locator(".source__remove").focus()
    keys(page, "i")
    for name, value in fields.items():
        field = source.locator(f"[data-field={name}]")
        if field.evaluate("(one) => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    keys(page, "Escape")


def check(page: Page) -> None:
    """Mark a claim, give it two sources and a question, and judge it."""
    select(page, WORDS)
    page.locator("#label-bar [data-label=claim]").click()
    keys(page, "s", typed=REGISTER)
    keys(page, "Enter", typed=PAPER)
    keys(page, "Enter", typed="Who took the picture?")
    keys(page, "Enter", "Escape")
    question = "How often was the picture shared?"
    say(page, 0, stance="refutes", title="Counts of shared pictures", question=question)
    say(page, 0, answer="About 400 times until November.", answer_type="extractive")
    say(page, 0, publisher="Harbour Register", published_on="2025-11-03", medium="web_table")
    say(page, 1, stance="refutes", title="The lighthouse nobody can rent")
    keys(page, "v", "2")
    page.locator(".card--open [data-field=rationale]").fill("The register counts 400.")
    keys(page, "Control+Enter", "Shift+V")
    beside = page.locator(".card--open .beside")
    beside.locator("[data-field=confidence]").select_option("high")
    beside.locator("[data-field=public_state]").select_option("published")
    saved(page)


def evidence(studio: Studio, *, unfolded: bool = True, **options: Any) -> Page:
    """The card of that claim, with what is said of its first source."""
    page = studio.desk(LIGHTHOUSE, **options)
    if page.locator(".card.kind--claim", has_text=WORDS).count() == 0:
        check(page)
        page.reload()
        page.wait_for_selector("main[data-ready]")
    page.locator("#article mark", has_text=WORDS).first.click()
    page.wait_for_selector(".card--open .source")
    if unfolded:
        page.locator(".card--open .source__remove").first.focus()
        keys(page, "i")
    bring(page, ".card--open")
    return page


def bring(page: Page, place: str) -> None:
    """Put something under the head of the page."""
    under = "(one) => scrollBy(0, one.getBoundingClientRect().top - 108)"
    page.locator(place).first.evaluate(under)


def phone(studio: Studio) -> Page:
    """The same as the sheet of a phone, scrolled to its sources."""
    page = evidence(studio, **PHONE)
    page.locator(".card--open .source").first.evaluate("(one) => one.scrollIntoView()")
    return page


def reopened(studio: Studio) -> Page:
    """A verdict that has to be looked at again."""
    page = evidence(studio, unfolded=False)
    page.locator(".card--open").focus()
    keys(page, "u")
    saved(page)
    bring(page, ".card--open")
    return page


def history(studio: Studio) -> Page:
    """Every verdict that the claim had, in a window as high as the card beside its words."""
    page = evidence(studio, unfolded=False, viewport={"width": 1440, "height": 1420})
    page.locator(".card--open").focus()
    keys(page, "y")
    saved(page)
    page.locator(".card--open").focus()
    keys(page, "Shift+V")
    beside = page.locator(".card--open .beside")
    beside.locator("[data-field=public_state]").select_option("corrected")
    beside.locator("[data-field=correction_note]").fill("The first count left out one day.")
    keys(page, "Control+Enter")
    saved(page)
    beside.locator("summary").click()
    page.locator(".card--open details.history summary").first.click()
    bring(page, ".card--open")
    return page


SHOTS: dict[str, Shot] = {
    "evidence-light": lambda studio: evidence(studio, color_scheme="light"),
    "evidence-dark": lambda studio: evidence(studio, color_scheme="dark"),
    "evidence-folded": lambda studio: evidence(studio, unfolded=False),
    "evidence-arabic": lambda studio: evidence(studio, locale="ar"),
    "evidence-phone": phone,
    "verdict-stale": reopened,
    "verdict-history": history,
}
