"""Work that is done before the picture is taken: it changes what later pictures show."""

from __future__ import annotations

from playwright.sync_api import Page
from studio import Studio

from screens.shot import Shot
from screens.workspace import FERRY, open_claim, select

DAM = "Minister rules out"
HIDDEN = (
    "What the harbour board did not print\n"
    "The fare is \u202e29 crowns\u202c today, said \u2067Haldor.\n"
    "Nothing here is \u200bhid\u00adden, said the board\u00a0of directors.\n"
)


def links(studio: Studio) -> Page:
    """A quote with its cue, its speaker and a link to the claim in it."""
    page = studio.desk(DAM)
    page.locator(".card.kind--quote .card__words").first.click()
    for words, key in (("told reporters", "c"), ("Orvane", "p")):
        select(page, words)
        page.keyboard.press(key)
    page.wait_for_selector(".card--open .parts__row >> nth=1")
    page.keyboard.press("r")
    page.locator("#article mark", has_text="We have never asked anybody").first.click()
    page.wait_for_selector("#link-bar", state="hidden")
    page.wait_for_selector(".card--open .relations__row")
    page.evaluate("() => scrollTo(0, 0)")
    return page


def history(studio: Studio) -> Page:
    """What happened to a mark, and to its verdict."""
    page = open_claim(studio.desk(FERRY), "It carried 212,000")
    page.keyboard.press("n")
    page.keyboard.type("The board rounds to thousands.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector('#sync-pill[data-state="saved"]')
    page.keyboard.press("l")
    page.wait_for_selector(".card--open .past[open] li")
    page.locator(".card--open .past").evaluate("(past) => past.scrollIntoView({ block: 'center' })")
    return page


def deleted(studio: Studio) -> Page:
    """The marks that were deleted, each to be had back."""
    page = studio.desk(DAM)
    page.locator(".card.kind--context .card__words").first.click()
    page.keyboard.press("Delete")
    page.wait_for_selector('#sync-pill[data-state="saved"]')
    page.keyboard.press("d")
    page.wait_for_selector("dialog[open] .deleted__mark")
    return page


def hidden_characters(studio: Studio) -> Page:
    """Characters that cannot be seen, counted and shown."""
    path = studio.imported(HIDDEN)
    page = studio.visit(path, "rosa")
    page.wait_for_selector("main[data-ready]")
    page.keyboard.press("h")
    page.wait_for_selector(".hidden-character")
    return page


def signed_out(studio: Studio) -> Page:
    """A session that ended under the work."""
    page = open_claim(studio.desk(FERRY), "Every other island")
    studio.signed_out()
    page.keyboard.press("n")
    page.keyboard.type("Five islands belong to the sound.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#signed-out-dialog[open]")
    return page


def conflict(studio: Studio) -> Page:
    """A note that somebody else changed meanwhile."""
    page = open_claim(studio.desk(FERRY), "Every other island")
    theirs = open_claim(studio.desk(FERRY), "Every other island")
    for tab, words in (
        (theirs, "The council's map counts five islands; ask which of them is meant."),
        (page, "Five islands belong to the sound. Two of them have no cap."),
    ):
        tab.keyboard.press("n")
        tab.locator('.card--open [data-field="note"]').fill(words)
        tab.keyboard.press("Control+Enter")
        tab.wait_for_selector('#sync-pill[aria-busy="false"]')
    page.wait_for_selector('#sync-pill[data-state="conflict"]')
    page.locator(".card--open").evaluate(
        "(card) => scrollBy(0, card.getBoundingClientRect().top - 300)"
    )
    return page


SHOTS: dict[str, Shot] = {
    "hidden-characters": hidden_characters,
    "links": links,
    "deleted-marks": deleted,
    "history": history,
    "conflict": conflict,
    "signed-out": signed_out,
}
