"""Every page and dialog in a language that is none: nothing untranslated, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from babel import Locale
from flask import Flask
from playwright.sync_api import Page, expect

from annotator.config import Config
from annotator.sources.urls import host_of
from tests import pseudo
from tests.browser import Complaints
from tests.databases import config_for
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.site import LEAD, RAVI, ROSA
from tests.journeys.test_accessibility import plain_pages
from tests.migrations.content import stored_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]

_SCRIPT = Path(__file__).with_name("words.js").read_text("utf-8").split("\n", 1)[1]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

#: Names that are the same in every language.
_NAMES = {
    "Conflicting Evidence",
    "Cherrypicking",
    "Annotator",
    "AVeriTeC",
    "PolitiFact",
    "ClaimReview",
    "Full Fact",
    "Alt ↑",
    "Alt ↓",
    "JSON Lines",
    "UUID",
    "English",
    "Esperanto",
    "FILE",
    "demo",
    "utf",
}
#: What people and machines write rather than the interface: addresses, pseudonyms, moments.
_PATTERNS = [
    r"^(https?://)?[\w.-]+\.(org|com|example|net)\b\S*$",
    r"^[\w.+-]+@[\w.-]+$",
    r"^r\d+$",
    r"^[a-z]{2}(-[A-Z]{2})?$",
    r"^(article|corrections|span|claim)-1$",
    r"^\d[\d.,:/ -]*( UTC)?$",
    r"^\d{4}-\p{L}{3}-\d\d [\d:]+$",
    r"^\d{4}-\d\d-\d\dT[\d:.]+Z$",
    r"^\d{1,2} \p{L}{3}$",
]

_OPEN_WIDE = """(dialog) => {
  dialog.showModal();
  for (const part of dialog.querySelectorAll("[hidden]")) part.hidden = false;
}"""
_SPOIL = """() => {
  const [button, other] = document.querySelectorAll("main button");
  button.textContent = "Save it";
  button.setAttribute("aria-label", "Close this");
  for (const [name, value] of [["inline-size", "30px"], ["overflow", "hidden"]]) {
    other.style.setProperty(name, value);
  }
}"""
#: The keys of the workspace that open something, and what that is.
OPENED = {
    "Shift+Slash": "#help-dialog",
    "t": "#words-dialog",
    "g": "#guidelines-dialog",
    "Control+k": "#palette",
}
_CODE = re.compile(r"[a-z_]+")


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogues of one language more: all sentences of the sources, which takes seconds."""
    return pseudo.write(tmp_path_factory.mktemp("translations"))


@pytest.fixture
def config(database: str, instance: Path, translations: Path) -> Config:
    """The application with one language more."""
    return config_for(database, instance, translations=translations)


class Reader:
    """Somebody whose browser asks for the language that is none."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self._address = address
        # What languages are called is the reader's own language's word, of CLDR.
        spoken = Locale.parse(pseudo.LANGUAGE).languages.values()
        self._known = sorted({*_NAMES, *_stored(), *spoken})
        self.faults: list[str] = []

    def opens(self, path: str) -> None:
        """Go to an address and read what is there."""
        self.page.goto(self._address + path)
        expect(self.page.locator("html")).to_have_attribute("lang", pseudo.LANGUAGE)
        self.reads(path)

    def opens_article(self, number: int = 0) -> None:
        """The n-th article of the list, in the workspace."""
        self.page.goto(f"{self._address}/projects/demo/articles")
        self.page.locator("main table a[href*='/articles/']").nth(number).click()
        self.page.wait_for_selector("main[data-ready]")

    def reads(self, where: str) -> None:
        """Note what is untranslated or cut off here."""
        options = {
            "open": pseudo.OPEN,
            "close": pseudo.CLOSE,
            "known": self._known,
            # What leads to a page of this site is written out where it is to be copied.
            "patterns": [*_PATTERNS, f"^{re.escape(self._address)}/"],
        }
        self.page.wait_for_load_state()
        found: dict[str, list[str]] = self.page.evaluate(_SCRIPT, options)
        for kind, lines in found.items():
            self.faults += [f"{where}: {kind}: {line}" for line in lines]


def _stored() -> Iterator[str]:
    """Every text in the database as a page may show it: whole, and each value of a JSON text."""
    for rows in stored_rows().values():
        for row in rows:
            yield from _texts(row)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    # One small word may be a code, which the interface has a word of its own for.
    elif isinstance(value, str) and not _CODE.fullmatch(value):
        text = " ".join(value.split())
        yield from (text, text[:89].rstrip(), host_of(text) if text.startswith("http") else text)
        if text.startswith(("{", "[")):
            yield from _texts(orjson.loads(text))


def reader(arrive: Arrive, email: str, **options: object) -> Reader:
    """That person at a browser of this language."""
    person = arrive(email, locale=pseudo.LANGUAGE, **options)
    return Reader(person.page, person.site.address)


def speak(desk: Desk, who: Reader) -> None:
    """Open every dialog of the workspace, by its key or by itself."""
    for key, what in OPENED.items():
        desk.press("Escape", "Escape", key)
        expect(who.page.locator(what)).to_be_visible()
        who.reads(f"the dialog of {key}")
        desk.press("Escape")
        expect(desk.dialog).to_have_count(0)
    for name in who.page.locator("dialog[id]").evaluate_all("(all) => all.map(({ id }) => id)"):
        dialog = who.page.locator(f"#{name}")
        dialog.evaluate(_OPEN_WIDE)
        who.reads(f"the dialog {name}")
        dialog.evaluate("(one) => one.close()")


def test_what_is_untranslated_or_cut_off_is_found(arrive: Arrive) -> None:
    lea = reader(arrive, LEAD)
    lea.opens("/account")
    lea.page.evaluate(_SPOIL)
    lea.reads("spoilt")
    said = "\n".join(lea.faults)
    assert "untranslated: Save it (button" in said
    assert "untranslated: Close this (button" in said
    assert "clipped: ⟦" in said


def test_every_page_of_a_lead(arrive: Arrive, app: Flask, complaints: Complaints) -> None:
    complaints.expect("404")
    lea = reader(arrive, LEAD)
    for path in [*plain_pages(app, lead_id=2), "/no-such-page"]:
        lea.opens(path)
    assert not lea.faults, "\n".join(lea.faults)


def test_the_pages_on_a_phone(arrive: Arrive, app: Flask, complaints: Complaints) -> None:
    complaints.expect("404")
    lea = reader(arrive, LEAD, **PHONE)
    for path in plain_pages(app, lead_id=2):
        lea.opens(path)
    assert not lea.faults, "\n".join(lea.faults)


def test_the_way_in_and_what_forms_refuse(arrive: Arrive, complaints: Complaints) -> None:
    complaints.expect("422|429")
    rosa = reader(arrive, ROSA)
    rosa.opens("/account")
    rosa.page.locator("input[name=name]").fill("")
    for path in ("/account", "/account/password"):
        rosa.page.locator(f"form[action='{path}'] button").click()
        rosa.reads(f"{path} refused")
    rosa.page.context.clear_cookies()
    rosa.opens("/sign-in")
    rosa.page.locator("main button[type=submit]").click()
    rosa.reads("nothing typed")
    rosa.page.locator("input[type=email]").fill("rosa@example.org")
    rosa.page.locator("input[type=password]").fill("not this one")
    rosa.page.locator("main button[type=submit]").click()
    rosa.reads("a wrong password")
    assert not rosa.faults, "\n".join(rosa.faults)


def test_the_workspace_in_all_its_states(arrive: Arrive) -> None:
    rosa = reader(arrive, ROSA)
    for number in range(3):
        rosa.opens_article(number)
        desk = Desk(rosa.page)
        rosa.reads(f"article {number}")
        for step in range(4):
            desk.press("j")
            rosa.reads(f"article {number}, card {step}")
        speak(desk, rosa)
    desk.select(0, 12)
    rosa.reads("words selected")
    assert not rosa.faults, "\n".join(rosa.faults)


def test_the_workspace_on_a_phone(arrive: Arrive) -> None:
    rosa = reader(arrive, ROSA, **PHONE)
    rosa.opens_article()
    rosa.reads("at rest")
    assert not rosa.faults, "\n".join(rosa.faults)
    rosa.page.locator("#article mark", has_text="It carried 212,000").first.tap()
    Desk(rosa.page).open_card()
    rosa.reads("the sheet")
    assert not rosa.faults, "\n".join(rosa.faults)


def test_the_workspace_of_others(arrive: Arrive) -> None:
    lea, ravi = reader(arrive, LEAD), reader(arrive, RAVI)
    for number in range(3):
        lea.opens_article(number)
        lea.reads(f"a lead, article {number}")
        lea.page.keyboard.press("j")
        lea.reads(f"a lead, article {number}, a card")
        ravi.opens_article(number)
        ravi.reads(f"a reviewer, article {number}")
    faults = lea.faults + ravi.faults
    assert not faults, "\n".join(faults)
