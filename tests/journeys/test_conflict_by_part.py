"""Two versions of one mark: both are shown, and each part is taken from the one or the other."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from annotator.accounts.models import User
from annotator.accounts.service import set_keys
from annotator.db import db, writing
from tests.browser import Complaints
from tests.journeys.card import Card
from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.keyboard import Keyboard
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(arrive: Arrive, complaints: Complaints) -> Desk:
    complaints.expect(r"Failed to load resource")
    rosa = arrive(ROSA)
    rosa.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return rosa.at("Skerry lighthouse")


@pytest.fixture
def card(desk: Desk, arrive: Arrive) -> Card:
    """Note, wording and verdict written here offline, and others elsewhere meanwhile."""
    card = desk.mark(WORDS, "Claim")
    desk.is_saved()
    desk.page.context.set_offline(True)
    card.writes("wording", "My wording.")
    card.writes("note", "My note.")
    card.pastes("https://mine.example/")
    card.chooses("Refuted")
    card.writes("rationale", "My reason.")
    _elsewhere(arrive, desk.address)
    desk.page.context.set_offline(False)
    desk.says("Changed elsewhere")
    return card


def _elsewhere(arrive: Arrive, address: str) -> None:
    away = arrive(ROSA)
    away.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    away.page.goto(address)
    other = Desk(away.page)
    theirs = other.opens(WORDS)
    theirs.writes("wording", "Their wording.")
    theirs.writes("note", "Their note.")
    theirs.pastes("https://theirs.example/")
    other.is_saved()
    away.leaves()


def part(card: Card, name: str) -> Locator:
    return card.trouble.get_by_role("radiogroup", name=name)


def test_each_part_is_taken_from_mine_or_theirs(desk: Desk, card: Card) -> None:
    expect(part(card, "Wording")).to_contain_text("Their wording.")
    expect(part(card, "Note")).to_contain_text("My note.")
    expect(part(card, "Sources")).to_contain_text("theirs.example")
    part(card, "Wording").get_by_role("radio", name="Theirs").check()
    card.acts("Keep what is chosen")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert kept["note"] == "My note."
    claim = kept["claim"]
    assert claim["wording"] == "Their wording."
    assert {item["host"] for item in claim["sources"]} == {"mine.example", "theirs.example"}
    assert claim["verdict"]["rationale"] == "My reason."
    expect(card.field("wording")).to_have_value("Their wording.")


def test_the_sources_of_the_others_may_be_taken_too(desk: Desk, card: Card) -> None:
    for name in ("Sources", "Note"):
        part(card, name).get_by_role("radio", name="Theirs").check()
    card.acts("Keep what is chosen")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert kept["note"] == "Their note."
    assert [item["host"] for item in kept["claim"]["sources"]] == ["theirs.example"]
    assert kept["claim"]["wording"] == "My wording."


def test_all_of_mine_is_kept_by_one_key(desk: Desk, card: Card) -> None:
    card.element.focus()
    desk.press("a")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"]["wording"]) == ("My note.", "My wording.")


def test_all_of_theirs_is_taken_by_one_key_and_said_when_undone(desk: Desk, card: Card) -> None:
    card.element.focus()
    desk.press("b")
    expect(card.trouble).to_have_count(0)
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"]["wording"]) == ("Their note.", "Their wording.")
    desk.press("z")
    expect(desk.page.locator("#toast")).to_contain_text("changed elsewhere")


def test_each_part_is_chosen_by_keys_alone(desk: Desk, card: Card) -> None:
    keys = Keyboard(desk.page)
    card.element.focus()
    for name, press in (("Wording", "ArrowRight"), ("Note", "ArrowRight"), ("Note", "ArrowLeft")):
        keys.tabs_to(part(card, name).locator("input:checked"))
        keys.press(press)
    expect(part(card, "Wording").get_by_role("radio", name="Theirs")).to_be_checked()
    expect(part(card, "Note").get_by_role("radio", name="Mine")).to_be_checked()
    keys.tabs_to(card.trouble.get_by_role("button", name="Keep what is chosen"))
    keys.press("Enter")
    expect(card.trouble).to_have_count(0)
    expect(card.element).to_be_focused()
    kept = desk.kept(card)
    assert (kept["note"], kept["claim"]["wording"]) == ("My note.", "Their wording.")


@pytest.mark.parametrize(("key", "note"), [("q", "My note."), ("Alt+Shift+K", "Their note.")])
def test_own_keys_settle_a_conflict_and_the_buttons_show_them(
    app: Flask, desk: Desk, card: Card, key: str, note: str
) -> None:
    with app.app_context(), writing():
        rosa = db.session.scalars(select(User).where(User.email == ROSA)).one()
        own = {"keep-mine": ["q"], "take-theirs": ["alt+shift+k"]}
        set_keys(rosa.id, json.dumps({"off": False, "keys": own}))
    desk.reload()
    card = desk.opens(WORDS)
    buttons = card.trouble.locator("button:has(kbd)")
    expect(buttons.locator("kbd")).to_have_text(["Q", "Alt ⇧ K"])
    expect(buttons.first).to_have_attribute("aria-keyshortcuts", "Q")
    card.element.focus()
    desk.press("a", "b")
    expect(card.trouble).to_be_visible()
    desk.press(key)
    expect(card.trouble).to_have_count(0)
    assert desk.kept(card)["note"] == note


def test_the_choice_outlives_a_reload(desk: Desk, card: Card) -> None:
    desk.reload()
    again = desk.opens(WORDS)
    part(again, "Note").get_by_role("radio", name="Theirs").check()
    again.acts("Keep what is chosen")
    kept = desk.kept(again)
    assert (kept["note"], kept["claim"]["wording"]) == ("Their note.", "My wording.")
