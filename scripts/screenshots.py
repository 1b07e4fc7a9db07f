"""Take the pictures in docs/screenshots from a fresh demonstration project.

Everything happens in a temporary folder, on a clock that stands at the same moment every time.
Needs Chromium on the PATH.
"""

from __future__ import annotations

import argparse
import io
import logging
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from annotator import create_app
from annotator.config import Config
from annotator.db import db, writing
from annotator.db.migrate import upgrade
from annotator.demo.service import build

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
MOMENT = datetime(2026, 11, 2, 10, 15, tzinfo=UTC)
PASSWORD = "a password for pictures"  # noqa: S105 - of a project that lives for a minute
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")

FERRY, LIGHTHOUSE, ARABIC = "Ferry fares", "Skerry lighthouse", "وزيرة المياه"
CLAIM = "Since the subsidy ended in January, a return ticket"
PENDING = "We pay more for fuel than any operator"

Shot = Callable[["Studio"], Page]


class Studio:
    """A browser before the site."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address

    def visit(self, path: str, who: str | None = None, **options: Any) -> Page:
        """A page of the site as somebody sees it; nobody is signed in without a name."""
        settings = {**DESKTOP, "locale": "en-GB", "timezone_id": "UTC", **options}
        context = self._browser.new_context(reduced_motion="reduce", **settings)
        page = context.new_page()
        page.clock.set_fixed_time(MOMENT)
        if who is not None:
            page.goto(f"{self._address}/sign-in")
            page.get_by_label("E-mail").fill(f"{who}@example.org")
            page.get_by_label("Password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/projects")
        page.goto(self._address + path)
        return page

    def desk(self, title: str, who: str = "rosa", **options: Any) -> Page:
        """An article in the workspace."""
        page = self.visit("/projects/demo/articles", who, **options)
        page.get_by_role("link", name=title).first.click()
        page.wait_for_selector("main[data-ready]")
        return page


def open_claim(page: Page, words: str) -> Page:
    """Open the card of the claim that begins with these words."""
    page.locator(".card.kind--claim", has_text=words).first.locator(".card__words").click()
    page.wait_for_selector(".card--open")
    return page


def workspace(studio: Studio, scheme: str) -> Page:
    """The workspace with a checked claim open."""
    page = open_claim(studio.desk(FERRY, color_scheme=scheme), CLAIM)
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
    "workspace-light": lambda studio: workspace(studio, "light"),
    "workspace-dark": lambda studio: workspace(studio, "dark"),
    "workspace-phone": lambda studio: studio.desk(FERRY, **PHONE),
    "workspace-phone-sheet": phone_sheet,
    "workspace-rtl": right_to_left,
    "workspace-empty": lambda studio: studio.desk(LIGHTHOUSE),
    "verdict-form": verdict_form,
    "members": lambda studio: studio.visit("/projects/demo/members", "lead"),
    "new-article": lambda studio: studio.visit("/projects/demo/articles/new", "lead"),
    "export": lambda studio: studio.visit("/projects/demo/export", "lead"),
    "audit": lambda studio: studio.visit("/projects/demo/audit", "lead"),
    "error": lambda studio: studio.visit("/projects/demo/no-such-page", "lead"),
    # Last, as it changes what the others show.
    "conflict": conflict,
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


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """The demonstration project on a server in this process; gives its address."""
    config = Config(
        instance=folder,
        database_url=f"sqlite:///{folder / 'annotator.sqlite3'}",
        secret_key="pictures-only-0123456789-abcdefghijklm",  # noqa: S106 - see PASSWORD
    )
    app = create_app(config)
    with app.app_context():
        upgrade()
        with writing():
            build(PASSWORD)
        db.session.remove()
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application on a free port until the block ends."""
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    sockets: dict[int, Any] = {}
    server: Any = create_server(app, host="127.0.0.1", port=0, map=sockets)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))
        thread.join()


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
        site(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        studio = Studio(browser, address)
        for name in given.names or SHOTS:
            data = take(SHOTS[name](studio))
            (given.folder / f"{name}.png").write_bytes(data)
            print(f"{name}.png  {len(data) // 1024} KiB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
