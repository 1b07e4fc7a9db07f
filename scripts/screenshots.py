"""Take the pictures in docs/screenshots from a fresh demonstration project.

Everything happens in a temporary folder, on a clock that stands at the same moment every time.
Needs Chromium on the PATH.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import time_machine
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from studio import MOMENT, Studio, site

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")

FERRY, LIGHTHOUSE, ARABIC = "Ferry fares", "Skerry lighthouse", "وزيرة المياه"
DAM = "Minister rules out"
CLAIM = "Since the subsidy ended in January, a return ticket"
PENDING = "We pay more for fuel than any operator"
HIDDEN = (
    "What the harbour board did not print\n"
    "The fare is \u202e29 crowns\u202c today, said \u2067Haldor.\n"
    "Nothing here is \u200bhid\u00adden, said the board\u00a0of directors.\n"
)

WEB_PAGE = (
    "<title>Storm shuts the bridge</title><nav><a href=/>Home</a></nav><article><h1>Storm shuts "
    "the bridge</h1>" + "<p>The crossing was closed on Sunday, and every cable is looked at. " * 6
) + "</article><footer>All rights reserved.</footer>"

Shot = Callable[[Studio], Page]


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


def selection_on_a_phone(studio: Studio) -> Page:
    """Selected words, and the bar at the bottom that names them."""
    page = studio.desk(FERRY, **PHONE)
    select(page, "four per cent")
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


def web_page(studio: Studio) -> Page:
    """What of a page was kept, and what was cut."""
    page = studio.visit("/projects/demo/web-pages/new", "lead")
    page.locator('[name="html"]').fill(WEB_PAGE)
    page.locator("main form [type=submit]").first.click()
    page.locator(".proposal").evaluate("(blocks) => blocks.scrollIntoView()")
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
    "sign-in": lambda studio: studio.visit("/sign-in"),
    "projects": lambda studio: studio.visit("/projects", "lead"),
    "articles": lambda studio: studio.visit("/projects/demo/articles", "lead"),
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
    "members": lambda studio: studio.visit("/projects/demo/members", "lead"),
    "new-article": lambda studio: studio.visit("/projects/demo/articles/new", "lead"),
    "web-page": web_page,
    "export": lambda studio: studio.visit("/projects/demo/export", "lead"),
    "audit": lambda studio: studio.visit("/projects/demo/audit", "lead"),
    "error": lambda studio: studio.visit("/projects/demo/no-such-page", "lead"),
    # Last, as they change what the others show.
    "hidden-characters": hidden_characters,
    "links": links,
    "deleted-marks": deleted,
    "history": history,
    "conflict": conflict,
    "signed-out": signed_out,
}


def take(page: Page) -> bytes:
    """The picture of a page whose fonts have come, as small as it gets without loss."""
    page.evaluate("() => document.fonts.ready")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    data = page.screenshot(animations="disabled", caret="hide")
    page.context.close()
    # No palette: with 256 colours the green of "Saved" and the red of "Refuted" run together.
    target = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(target, "PNG", optimize=True)
    return min(data, target.getvalue(), key=len)


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(SHOTS)}; all when left out")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    given = parser.parse_args()
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        print(f"There is no browser here: none of {', '.join(CHROMIUM)}.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(MOMENT),
        site(Path(folder)) as (address, app),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        studio = Studio(browser, address, app)
        for name in given.names or SHOTS:
            data = take(SHOTS[name](studio))
            (given.folder / f"{name}.png").write_bytes(data)
            print(f"{name}.png  {len(data) // 1024} KiB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
