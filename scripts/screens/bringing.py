"""How articles come in: the doors, a web page put right, and what foreign labels become."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page
from studio import Studio

from screens.shot import Shot, on_devices, page_at

WEB_PAGE = (
    "<title>Storm shuts the bridge</title><nav><a href=/>Home</a></nav><article><h1>Storm shuts "
    "the bridge</h1><p>The crossing was closed on <em>Sunday</em>, and every cabel is looked at, "
    "said the <a href=https://bridge.example>bridge board</a>.</p>"
    + "<p>The crossing was closed on Sunday, and every cable is looked at. "
    * 5
) + "</article><footer>All rights reserved.</footer>"
CORRECTED = (
    "The crossing was closed on Sunday, and every cable is being looked at, said the bridge board."
)

STORM = "The bridge is closed. Storms were worse in 1931. The bridge is open, the warden says."
STORM_MARKS = (
    "T1\tFact 0 21\tThe bridge is closed.\n"
    "T2\tSetting 22 48\tStorms were worse in 1931.\n"
    "T3\tFact 49 67\tThe bridge is open\n"
    "T4\tClaims 80 84\tsays\n"
    "T5\tSaid 49 67\tThe bridge is open\n"
    "T6\tSource 69 79\tthe warden\n"
    "E1\tClaims:T4 Content:T5 Source:T6\n"
    "R1\tRebuts Arg1:T3 Arg2:T1\n"
    "R2\tBackground Arg1:T2 Arg2:T1\n"
)
MAPPING = (
    '[labels]\nFact = "claim"\nSetting = "context"\nClaims = "quote"\n'
    '[roles]\nContent = "content"\nSource = "speaker"\n'
    '[relations]\nRebuts = "contradicts"\nBackground = "explains"\n'
)


def web_page(studio: Studio, **options: Any) -> Page:
    """What of a page was kept, and what was cut."""
    page = studio.visit("/projects/demo/web-pages/new", "lead", **options)
    page.locator('[name="html"]').fill(WEB_PAGE)
    page.locator("main form [type=submit]").first.click()
    page.locator(".proposal").evaluate("(blocks) => blocks.scrollIntoView()")
    return page


def web_page_words(studio: Studio, **options: Any) -> Page:
    """Words of a page that are put right before it is an article."""
    page = web_page(studio, **options)
    page.wait_for_load_state("networkidle")
    paragraph = page.locator(".proposal__block").nth(2)
    paragraph.locator("[data-open]").click()
    paragraph.locator("textarea").fill(CORRECTED)
    page.locator(".proposal").evaluate("(blocks) => blocks.scrollIntoView()")
    return page


def mapping(studio: Studio, **options: Any) -> Page:
    """What the labels, roles and relations of a dataset become."""
    page = studio.visit("/projects/demo/datasets/new", "lead", **options)
    page.locator('[name="files"]').set_input_files(
        [_file("storm.txt", STORM), _file("storm_ann.ann", STORM_MARKS)]
    )
    page.locator('[name="mapping"]').set_input_files(_file("mapping.toml", MAPPING))
    page.locator("[data-show]").click()
    page.locator("#become").evaluate(
        "(panel) => scrollBy(0, panel.getBoundingClientRect().top - 70)"
    )
    return page


def _file(name: str, text: str) -> Any:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


SHOTS: dict[str, Shot] = {
    "new-article": page_at("/projects/demo/articles/new"),
    "web-page": web_page,
    **on_devices("web-page-words", web_page_words),
    "web-page-words-dark": lambda studio: web_page_words(studio, color_scheme="dark"),
    **on_devices("mapping", mapping),
}
