"""Words that nobody has finished when the page goes: they stay words, and are not sent."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.desk import Desk
from tests.journeys.pages import Person
from tests.journeys.site import ROSA

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "shared more than 48,000 times"


@pytest.fixture
def desk(rosa: Person) -> Desk:
    """A saved claim with its card open and half a note."""
    desk = rosa.at("Skerry lighthouse")
    desk.mark(WORDS, "Claim")
    desk.is_saved()
    card = desk.open_card()
    card.acts("Note")
    card.field("note").press_sequentially("Half a sen")
    desk.says("Typing…")
    return desk


def reads_on(desk: Desk) -> None:
    """The words are in their field, unfinished, and the server has none of them."""
    expect(desk.page.locator("#toast")).to_contain_text("not finished: 1")
    card = desk.opens(WORDS)
    expect(card.field("note")).to_have_value("Half a sen")
    desk.says("Typing…")
    assert desk.layer()["annotations"][0]["note"] is None


def dies(desk: Desk) -> None:
    """The page crashes and hears of nothing, where one that is closed may still leave a field."""
    with (
        desk.page.expect_event("crash"),
        pytest.raises(PlaywrightError, match="chrome://crash|crashed"),
    ):
        desk.page.goto("chrome://crash")


def opened_again(desk: Desk) -> Desk:
    page = desk.page.context.new_page()
    page.goto(desk.address)
    return Desk(page)


def test_a_page_that_is_killed(desk: Desk) -> None:
    desk.draft_is_kept("Half a sen")
    dies(desk)
    again = opened_again(desk)
    reads_on(again)
    card = again.open_card()
    card.field("note").press_sequentially("tence.")
    card.field("note").blur()
    assert again.kept(card)["note"] == "Half a sentence."
    again.no_draft_is_kept()
    again.reload()
    expect(again.page.locator("#toast")).to_be_hidden()
    again.opens(WORDS)
    again.is_saved()


def test_a_page_that_is_loaded_anew_at_once(desk: Desk) -> None:
    desk.reload()
    reads_on(desk)


def test_half_typed_words_are_not_another_tab_s(desk: Desk) -> None:
    desk.draft_is_kept("Half a sen")
    tab = opened_again(desk)
    expect(tab.opens(WORDS).field("note")).to_have_value("")
    tab.is_saved()


def test_a_change_elsewhere_meanwhile_is_asked_about(rosa: Person, desk: Desk) -> None:
    desk.draft_is_kept("Half a sen")
    desk.page.goto("about:blank")
    browser = desk.page.context.browser
    assert browser is not None
    away = browser.new_context(
        storage_state=desk.page.context.storage_state(), reduced_motion="reduce"
    )
    page = away.new_page()
    page.goto(desk.address)
    other = Desk(page)
    other.opens(WORDS).writes("note", "Theirs.")
    other.is_saved()
    away.close()

    desk.page.goto(desk.address)
    desk.is_ready()
    card = desk.opens(WORDS)
    expect(card.field("note")).to_have_value("Half a sen")
    card.field("note").focus()
    card.field("note").blur()
    desk.says("Changed elsewhere")
    desk.pill.click()
    expect(desk.open_card().trouble).to_contain_text("Theirs.")
    expect(desk.open_card().trouble).to_contain_text("Half a sen")


def test_signing_out_asks_about_them(rosa: Person, desk: Desk) -> None:
    desk.draft_is_kept("Half a sen")
    rosa.goes_to("/projects")
    rosa.page.get_by_role("button", name="Your account").click()
    rosa.page.get_by_role("button", name="Sign out", exact=True).click()
    dialog = rosa.page.get_by_role("dialog", name="Not everything is saved yet")
    expect(dialog).to_contain_text("have not reached the server: 1.")
    dialog.get_by_role("button", name="Discard and sign out").click()
    expect(rosa.page.get_by_role("heading", level=1)).to_have_text("Sign in")
    rosa.sign_in(ROSA)
    rosa.page.goto(desk.address)
    again = Desk(rosa.page)
    expect(again.opens(WORDS).field("note")).to_have_value("")
    again.is_saved()


EARLIER = """() => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox", 1);
  open.onupgradeneeded = () => {
    const made = open.result.createObjectStore("items", { keyPath: "key", autoIncrement: true });
    made.createIndex("scope", "scope");
    made.add({ scope: "0 elsewhere" });
  };
  open.onsuccess = () => { open.result.close(); resolve(open.result.version); };
})"""
NOW = """() => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox");
  open.onsuccess = () => {
    const all = open.result.transaction("items").objectStore("items").getAll();
    all.onsuccess = () => {
      open.result.close();
      resolve([all.result.map((item) => item.scope), [...open.result.objectStoreNames]]);
    };
  };
})"""


def test_what_an_earlier_version_kept_stays(rosa: Person) -> None:
    rosa.goes_to("/projects")
    assert rosa.page.evaluate(EARLIER) == 1
    desk = rosa.at("Skerry lighthouse")
    assert desk.page.evaluate(NOW) == [["0 elsewhere"], ["drafts", "items", "steps"]]


def test_half_a_title_of_a_source_outlives_a_reload(desk: Desk) -> None:
    card = desk.open_card()
    card.field("note").fill("")
    card.field("new-source").fill("https://a.example/one")
    card.field("new-source").blur()
    expect(card.sources).to_have_count(1)
    card.sources.locator("a").focus()
    card.sources.locator("[data-field=title]").press_sequentially("Half a ti")
    desk.says("Typing…")
    desk.draft_is_kept("Half a ti")
    desk.reload()
    title = desk.opens(WORDS).sources.locator("[data-field=title]")
    expect(title).to_have_value("Half a ti")
    assert desk.layer()["annotations"][0]["claim"]["sources"][0]["title"] is None
    desk.open_card().sources.locator("a").focus()
    title.focus()
    desk.press("End")
    title.press_sequentially("tle")
    title.blur()
    card = desk.open_card()
    assert desk.kept(card)["claim"]["sources"][0]["title"] == "Half a title"


def test_words_typed_on_a_mark_that_was_deleted_elsewhere_are_in_the_list(
    desk: Desk, arrive: Arrive
) -> None:
    desk.draft_is_kept("Half a sen")
    desk.page.goto("about:blank")
    away = arrive(ROSA)
    away.page.goto(desk.address)
    other = Desk(away.page)
    other.opens(WORDS).element.focus()
    other.press("Backspace")
    other.is_saved()
    desk.page.goto(desk.address)
    desk.is_ready()
    desk.page.get_by_role("button", name="Deleted marks").click()
    expect(desk.dialog).to_contain_text("Typed and not kept: Half a sen")
    desk.dialog.get_by_role("button", name=f"Restore: {WORDS}").click()
    expect(desk.open_card().field("note")).to_have_value("Half a sen")
