"""The pages as a person meets them: each method is one thing that the person does or sees."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.desk import Desk
from tests.journeys.site import PASSWORD, Site

DEMO = "Demonstration desk"


class Person:
    """Somebody at a browser."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site

    def goes_to(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(self.site.address + path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in by the form, with the mouse."""
        self.goes_to("/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Projects")

    def is_signed_in_by(self, cookie: str) -> None:
        """Come with the cookie of a session."""
        self.page.context.add_cookies(
            [{"name": "annotator", "value": cookie, "url": self.site.address}]
        )

    def sign_out(self) -> None:
        """Sign out by the menu."""
        self.page.get_by_role("button", name="Your account").click()
        self.page.get_by_role("button", name="Sign out").click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Sign in")

    def opens_project(self, name: str = DEMO) -> None:
        """From the list of projects to the articles of one."""
        self.goes_to("/projects")
        self.page.get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text("Articles")

    def opens_article(self, title: str) -> Desk:
        """From the list of articles to the desk where one is marked."""
        self.page.get_by_role("link", name=title).first.click()
        return Desk(self.page)

    def at(self, title: str) -> Desk:
        """Straight to an article of the demonstration; a part of its title will do."""
        self.goes_to(self.site.path_of(title))
        return Desk(self.page)

    def leaves(self) -> None:
        """Go away from the site; nothing of it is open any more."""
        self.page.goto("about:blank")

    def second_tab(self, desk: Desk) -> Desk:
        """The same article in a second tab of the same browser."""
        tab = self.page.context.new_page()
        tab.goto(desk.address)
        return Desk(tab)

    def brings_in_text_file(self, name: str, data: bytes) -> None:
        """Upload one article as a text file, as a lead."""
        self.page.get_by_role("link", name="New articles").click()
        self.page.wait_for_load_state("networkidle")
        self.page.locator("#files").set_input_files(
            [{"name": name, "mimeType": "text/plain", "buffer": data}]
        )
        self.page.get_by_role("button", name="Bring them in").click()
        expect(self.page.locator("[data-files]")).to_contain_text("1 article is in.")

    def downloads_export(self, **choices: Any) -> bytes:
        """Take the project's data out by the page; `choices` are labels to tick."""
        rail = self.page.get_by_role("navigation", name="Project")
        rail.get_by_role("link", name="Export", exact=True).click()
        for label in choices.values():
            self.page.get_by_label(label).check()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Download").click()
        return waiting.value.path().read_bytes()


def until(page: Page, holds: str) -> None:
    """Wait until something holds in the page, which forbids what Playwright would do for it."""
    page.evaluate(
        f"new Promise((done) => {{ const look = () => ({holds}) ? done()"
        ": requestAnimationFrame(look); look(); })"
    )


def begins_right(words: Locator) -> bool:
    """Whether these words begin where lines do once the page is read from right to left."""
    words.evaluate("() => (document.dir = 'rtl')")
    ends = "(one) => [one, one.parentElement].map((each) => each.getBoundingClientRect().right)"
    own, line = words.evaluate(ends)
    return abs(own - line) < 1
