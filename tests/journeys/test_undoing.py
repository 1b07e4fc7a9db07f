"""Every action can be taken back, on the page and after it was loaded anew."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"
OTHERS = "There is no such offer"

#: The steps as a page of the version before kept them; gives that version, and how many rows.
AS_BEFORE = """() => new Promise((resolve) => {
  const now = indexedDB.open("annotator-outbox");
  now.onsuccess = () => {
    const found = now.result.transaction("steps").objectStore("steps").getAll();
    found.onsuccess = () => {
      now.result.close();
      indexedDB.deleteDatabase("annotator-outbox");
      const before = indexedDB.open("annotator-outbox", 3);
      before.onupgradeneeded = () => {
        const { result } = before;
        const items = result.createObjectStore("items", { keyPath: "key", autoIncrement: true });
        items.createIndex("scope", "scope");
        result.createObjectStore("drafts", { keyPath: ["user", "annotation", "field"] });
        const steps = result.createObjectStore("steps", { keyPath: ["user", "article"] });
        for (const { tab, at, ...row } of found.result) steps.add(row);
      };
      before.onsuccess = () => {
        before.result.close();
        resolve([before.result.version, found.result.length]);
      };
    };
  };
})"""
#: What another tab would have left of another article; gives how many rows there are.
LEFT = """([tab, at]) => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox");
  open.onsuccess = () => {
    const steps = open.result.transaction("steps", "readwrite").objectStore("steps");
    const own = steps.getAll();
    own.onsuccess = () => steps.put({ ...own.result[0], article: "another", tab, at });
    steps.transaction.oncomplete = () => steps.transaction.db.close();
    own.addEventListener("success", () => {
      const count = steps.count();
      count.onsuccess = () => resolve(count.result);
    });
  };
})"""
TABS = """() => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox");
  open.onsuccess = () => {
    const all = open.result.transaction("steps").objectStore("steps").getAll();
    all.onsuccess = () => {
      open.result.close();
      resolve(all.result.map(({ tab }) => tab));
    };
  };
})"""


@pytest.fixture
def desk(rosa: Person) -> Desk:
    """An article with a claim that has a note."""
    desk = rosa.at("Skerry lighthouse")
    desk.mark(WORDS, "Claim").writes("note", "First thought.")
    desk.is_saved()
    return desk


def _second_tab(desk: Desk) -> Desk:
    page = desk.page.context.new_page()
    page.goto(desk.address)
    return Desk(page)


def test_undo_and_redo_go_on_after_the_page_is_loaded_anew(desk: Desk) -> None:
    card = desk.open_card()
    card.writes("note", "Second thought.")
    desk.is_saved()
    desk.reload()
    card = desk.card_of(WORDS)
    desk.press("z")
    assert desk.kept(card)["note"] == "First thought."
    desk.press("z")
    assert desk.kept(card)["note"] is None
    desk.reload()
    desk.press("Shift+Z", "Shift+Z")
    assert desk.kept(desk.card_of(WORDS))["note"] == "Second thought."
    expect(desk.page.locator("#toast[role=status] span")).to_have_text(
        f"Done again. Claim changed: {WORDS}"
    )


def test_every_undo_and_redo_says_what_it_did_and_to_which_words(desk: Desk) -> None:
    said = desk.page.locator("#toast[role=status] span")
    heard = {
        "z": f"Undone. Claim as it was before: {WORDS}",
        "Shift+Z": f"Done again. Claim changed: {WORDS}",
    }
    for key, words in heard.items():
        desk.press(key)
        expect(said).to_have_text(words)
    desk.open_card().element.focus()
    desk.press("Backspace", "z")
    expect(said).to_have_text(f"Undone. Claim is back: {WORDS}")
    desk.press("Shift+Z")
    expect(said).to_have_text(f"Done again. Claim deleted: {WORDS}")
    desk.press("z", "z", "z")
    expect(said).to_have_text(f"Undone. Claim deleted: {WORDS}")
    expect(desk.page.locator("#toast button")).to_be_hidden()
    desk.press("z")
    expect(said).to_have_text("Nothing to undo")
    desk.press("Shift+Z")
    expect(said).to_have_text(f"Done again. Claim is back: {WORDS}")
    desk.press("Shift+Z", "Shift+Z", "Shift+Z")
    expect(said).to_have_text("Nothing to redo")


def test_a_message_about_a_long_quote_names_its_beginning(desk: Desk) -> None:
    words = "which has 190,000 followers and was posted on 3 March"
    whole = desk.page.evaluate("document.querySelector('#article').textContent")
    start = whole.index("which has 190,000 followers")
    words = whole[start : start + 60]
    desk.mark(words, "Quote")
    desk.press("z")
    expect(desk.page.locator("#toast span")).to_have_text(
        f"Undone. Quote deleted: {words[:39].rstrip()}…"
    )


def test_a_deleted_mark_comes_back_by_z_after_the_page_is_loaded_anew(desk: Desk) -> None:
    desk.open_card().element.focus()
    desk.press("Backspace")
    desk.is_saved()
    assert desk.marks() == []
    desk.reload()
    expect(desk.page.locator(".card")).to_have_count(0)
    desk.press("z")
    desk.is_saved()
    assert [mark["note"] for mark in desk.marks()] == ["First thought."]
    expect(desk.open_card().field("note")).to_have_value("First thought.")
    desk.shows_what_is_kept()


def test_a_deleted_mark_comes_back_from_the_list_in_another_browser(
    desk: Desk, arrive: Arrive
) -> None:
    desk.mark(OTHERS, "Quote").element.focus()
    desk.press("Backspace")
    desk.opens(WORDS).element.focus()
    desk.press("Backspace")
    desk.is_saved()
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.page.get_by_role("button", name="Deleted marks").click()
    expect(other.dialog.get_by_role("listitem")).to_have_count(2)
    expect(other.dialog).to_contain_text(WORDS)
    other.dialog.get_by_role("button", name=f"Restore: {OTHERS}").click()
    expect(other.open_card().words).to_have_text(OTHERS)
    other.is_saved()
    assert [mark["label"] for mark in other.marks()] == ["quote"]
    other.press("d")
    expect(other.dialog.get_by_role("listitem")).to_have_count(1)
    other.press("Enter")
    other.is_saved()
    assert len(other.marks()) == 2
    expect(other.page.get_by_role("button", name="Deleted marks")).to_be_hidden()


def test_a_step_that_somebody_else_has_overtaken_is_told_and_not_done(
    desk: Desk, arrive: Arrive
) -> None:
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.opens(WORDS).writes("note", "From elsewhere.")
    other.is_saved()
    desk.reload()
    desk.press("z")
    expect(desk.page.locator("#toast")).to_contain_text("changed elsewhere")
    assert desk.kept(desk.card_of(WORDS))["note"] == "From elsewhere."
    desk.press("z")
    desk.is_saved()
    assert desk.marks() == []


def test_two_tabs_each_take_back_their_own_steps_after_a_reload(desk: Desk) -> None:
    other = _second_tab(desk)
    other.press("z")
    expect(other.page.locator("#toast")).to_contain_text("Nothing to undo")
    other.mark(OTHERS, "Quote")
    other.is_saved()
    desk.open_card().writes("note", "Second thought.")
    desk.is_saved()

    other.reload()
    other.press("z")
    other.is_saved()
    assert [mark["label"] for mark in other.marks()] == ["claim"]
    desk.reload()
    card = desk.card_of(WORDS)
    desk.press("z")
    assert desk.kept(card)["note"] == "First thought."
    other.reload()
    other.press("z")
    expect(other.page.locator("#toast")).to_contain_text("Nothing to undo")


def test_what_a_closed_tab_left_goes_to_the_next_one_and_to_no_other(desk: Desk) -> None:
    other = _second_tab(desk)
    desk.page.close()
    third = _second_tab(other)
    other.reload()
    other.press("z")
    expect(other.page.locator("#toast")).to_contain_text("Nothing to undo")
    card = third.card_of(WORDS)
    third.press("z")
    assert third.kept(card)["note"] is None


def test_a_duplicate_of_a_tab_does_not_take_its_steps(desk: Desk) -> None:
    memory = "Object.entries(sessionStorage).flat()"
    copied = dict(zip(*[iter(desk.page.evaluate(memory))] * 2, strict=True))
    other = _second_tab(desk)
    other.page.evaluate("(all) => Object.assign(sessionStorage, all)", copied)
    other.reload()
    other.press("z")
    expect(other.page.locator("#toast")).to_contain_text("Nothing to undo")
    desk.reload()
    card = desk.card_of(WORDS)
    desk.press("z")
    assert desk.kept(card)["note"] is None


def test_steps_that_an_earlier_version_kept_can_be_taken_back(desk: Desk) -> None:
    desk.page.goto(re.sub(r"/articles/.*", "/members", desk.address))
    assert desk.page.evaluate(AS_BEFORE) == [3, 1]
    desk.page.goto(desk.address)
    desk.is_ready()
    card = desk.card_of(WORDS)
    desk.press("z")
    assert desk.kept(card)["note"] is None


def test_steps_that_nobody_asked_for_in_a_week_are_dropped(desk: Desk) -> None:
    assert desk.page.evaluate(LEFT, ["long closed", "2020-01-01T00:00:00.000Z"]) == 2
    assert desk.page.evaluate(LEFT, ["just closed", "2999-01-01T00:00:00.000Z"]) == 3
    desk.reload()
    tabs = desk.page.evaluate(TABS)
    assert "just closed" in tabs
    assert len(tabs) == 2


def test_whoever_signs_out_leaves_no_steps_behind(rosa: Person, desk: Desk) -> None:
    address = desk.address
    rosa.goes_to("/projects")
    rosa.sign_out()
    rosa.sign_in(ROSA)
    rosa.page.goto(address)
    again = Desk(rosa.page)
    again.press("z")
    expect(again.page.locator("#toast")).to_contain_text("Nothing to undo")
    assert len(again.marks()) == 1
