"""The workspace as it comes, and what opens in it; nothing is changed."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import PHONE, Shot

FERRY, LIGHTHOUSE, ARABIC = "Ferry fares", "Skerry lighthouse", "وزيرة المياه"
CLAIM = "Since the subsidy ended in January, a return ticket"
PENDING = "We pay more for fuel than any operator"


def open_claim(page: Page, words: str) -> Page:
    """Open the card of the claim that begins with these words."""
    page.locator(".card.kind--claim", has_text=words).first.locator(".card__words").click()
    page.wait_for_selector(".card--open")
    return page


def workspace(studio: Studio, **options: Any) -> Page:
    """The workspace with a checked claim open."""
    page = open_claim(studio.desk(FERRY, **options), CLAIM)
    page.evaluate("() => scrollTo(0, 0)")
    return page


def verdict_form(studio: Studio) -> Page:
    """A choice that is no verdict yet, with what it lacks."""
    page = open_claim(studio.desk(FERRY), PENDING)
    page.locator(".card--open").evaluate(
        "(card) => scrollBy(0, card.getBoundingClientRect().top - 120)"
    )
    return page


def phone_sheet(studio: Studio) -> Page:
    """A card as the sheet of a phone."""
    page = studio.desk(FERRY, **PHONE)
    page.locator("#article mark", has_text="It carried 212,000").first.tap()
    page.wait_for_selector(".card--open")
    return page


def right_to_left(studio: Studio) -> Page:
    """An Arabic article with marks."""
    page = studio.desk(ARABIC, who="ravi")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.evaluate("() => scrollTo(0, 0)")
    return page


def pressed(studio: Studio, *keys: str, typed: str = "") -> Page:
    """The workspace after some keys; the words are typed last."""
    page = studio.desk(FERRY)
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.type(typed)
    return page


def select(page: Page, words: str) -> None:
    """Select the words where they stand first, as a mouse or a finger does."""
    page.locator("#article [data-b]", has_text=words).first.evaluate(
        """(block, words) => {
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            block.scrollIntoView({ block: "center" });
            const { currentNode: node } = walker;
            return getSelection().setBaseAndExtent(node, at, node, at + words.length);
          }
        }""",
        words,
    )
    page.wait_for_selector("#label-bar:not([hidden])")


def filters(studio: Studio) -> Page:
    """Claims alone, of the states that are ticked."""
    page = studio.desk(FERRY)
    page.locator('#mark-filters [data-filter="claim"]').click()
    page.locator(".mark-states summary").click()
    page.get_by_label("Supported").first.check()
    return page


def selection_on_a_phone(studio: Studio) -> Page:
    """Selected words, and the bar at the bottom that names them."""
    page = studio.desk(FERRY, **PHONE)
    select(page, "four per cent")
    return page


SHOTS: dict[str, Shot] = {
    "workspace-light": lambda studio: workspace(studio, color_scheme="light"),
    "workspace-dark": lambda studio: workspace(studio, color_scheme="dark"),
    "workspace-forced-colours": lambda studio: workspace(studio, forced_colors="active"),
    "workspace-arabic": lambda studio: workspace(studio, locale="ar"),
    "workspace-phone": lambda studio: studio.desk(FERRY, **PHONE),
    "workspace-phone-sheet": phone_sheet,
    "workspace-phone-bar": selection_on_a_phone,
    "workspace-rtl": right_to_left,
    "workspace-empty": lambda studio: studio.desk(LIGHTHOUSE),
    "verdict-form": verdict_form,
    "palette": lambda studio: pressed(studio, "Control+k", typed="ma"),
    "key-sheet": lambda studio: pressed(studio, "?"),
    "guidelines": lambda studio: pressed(studio, "j", "j", "g"),
    "find": lambda studio: pressed(studio, "/", typed="board"),
    "mark-by-text": lambda studio: pressed(studio, "t", typed="the board"),
    "filters": filters,
}
