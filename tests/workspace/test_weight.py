"""What the page of an article loads before the article is there to work on."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

from flask import Flask

from annotator.web.static import Assets
from tests.workspace.marks import Hand

PACKED = {"Accept-Encoding": "br, gzip"}
#: Bytes. What is promised is 150 KB; this is what it has come down to, with little to spare.
BOUND = 143_000
#: Letters beyond Latin-1 are asked for where an article has them, and italics likewise.
FONTS = ("inter-latin-wght-normal", "source-serif-4-latin-wght-normal")


class Asked(HTMLParser):
    """The addresses that a page names in its head. The modules of the frame come behind."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self._in_modules = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note what the browser fetches for this element."""
        given = {name: value or "" for name, value in attributes}
        if tag == "link":
            self.addresses.add(given["href"])
        elif tag == "script" and "src" in given:
            self.addresses.add(given["src"])
        self._in_modules = given.get("id") == "page-modules"

    def handle_data(self, data: str) -> None:
        """Note the scripts that are fetched once the page is painted."""
        if self._in_modules and data.strip():
            self.addresses.update(json.loads(data))


def test_the_workspace_loads_little_before_the_article(app: Flask, hand: Hand) -> None:
    page = hand.visitor.get(hand.base)
    asked = Asked()
    asked.feed(page.text)
    assets: Assets = app.extensions["assets"]
    needed = {assets.address(f"vendor/fonts/{name}.woff2") for name in FONTS}
    needed |= {*asked.addresses, assets.address("icons.svg"), assets.address("vendor/idb.js")}

    sizes = {address: _travelling(hand, address) for address in needed}
    sizes[hand.base] = _travelling(hand, hand.base)

    assert len([address for address in sizes if address.endswith(".js")]) > 40
    assert sum(sizes.values()) <= BOUND, sorted(sizes.items(), key=lambda item: -item[1])


def test_the_workspace_loads_no_styles_of_other_pages(app: Flask, hand: Hand) -> None:
    sheets = re.findall(r'<link rel="stylesheet" href="[^"]*/css/(\w+)\.css"', _page(hand))

    assert sheets == ["app", "workspace"]


def _page(hand: Hand) -> str:
    return hand.visitor.get(hand.base).text


def _travelling(hand: Hand, address: str) -> int:
    answer = hand.visitor.get(address, headers=PACKED)
    assert answer.status_code == 200, address
    return len(answer.data)
