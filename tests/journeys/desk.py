"""The workspace as a reviewer uses it, by mouse and by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.card import Card

_SCRIPT = Path(__file__).with_name("reading.js").read_text("utf-8")
Extent = tuple[int, int]
_LOOKS = 1200
_KEPT = """(store) => new Promise((resolve) => {
  const open = indexedDB.open("annotator-outbox");
  open.onsuccess = () => {
    const all = open.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => {
      open.result.close();
      resolve(all.result.map((one) => JSON.stringify(one)));
    };
  };
})"""


class Desk:
    """One article, open to be marked. Offsets are code points of the article's text."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.is_ready()
        self.address = page.url

    def is_ready(self) -> None:
        """Wait until the scripts listen, and letters are as wide as they will be."""
        self.page.wait_for_selector("main[data-ready]")
        self.page.evaluate("() => document.fonts.ready.then(() => null)")

    def comes_to(self, read: Callable[[], object], wanted: object) -> None:
        """Wait until what is read is as wanted."""
        for _ in range(_LOOKS):
            if read() == wanted:
                return
            self.page.wait_for_timeout(50)
        assert read() == wanted

    @property
    def text(self) -> str:
        """The whole text, put together from what the page shows and the gaps between."""
        return str(self._read("text"))

    def extent(self, words: str, occurrence: int = 1) -> Extent:
        """Where the words stand for the n-th time."""
        start = -1
        for _ in range(occurrence):
            start = self.text.index(words, start + 1)
        return start, start + len(words)

    def drag(self, start: int, end: int, *, alt: bool = False) -> None:
        """Press the mouse at the start of an extent and let go at its end; Alt snaps to nothing."""
        begin, finish = self._read("corners", [start, end])
        mouse, keyboard = self.page.mouse, self.page.keyboard
        if alt:
            keyboard.down("Alt")
        mouse.move(*begin)
        mouse.down()
        mouse.move((begin[0] + finish[0]) / 2, (begin[1] + finish[1]) / 2, steps=3)
        mouse.move(*finish, steps=3)
        mouse.up()
        if alt:
            keyboard.up("Alt")
        expect(self.label_bar).to_be_visible()

    def mark(self, words: str, label: str, *, occurrence: int = 1, inside: int = 0) -> Card:
        """Mark words by dragging over them, `inside` characters short of both ends."""
        start, end = self.extent(words, occurrence)
        self.drag(start + inside, end - inside)
        self.label_bar.locator(f"[data-label={label.lower()}]").click()
        expect(self.label_bar).to_be_hidden()
        return self.open_card()

    def select(self, start: int, end: int) -> None:
        """Make a selection the way a script or an assistive tool does."""
        self._read("select", [start, end])

    def spot(self, place: int, edge: str) -> tuple[float, float]:
        """Where in the window a `start` before a code point stands, or an `end` behind it."""
        x, y = self._read("spot", [place, edge])
        return x, y

    def shows(self, place: int) -> None:
        """Scroll to a code point."""
        self._read("show", place)

    def put_caret(self, place: int) -> None:
        """Put the text cursor to a code point."""
        self._read("putCaret", place)

    def caret(self) -> int:
        """The code point where the text cursor stands."""
        return int(self._read("caret"))

    def reads(self, text: str) -> None:
        """Wait until the article reads so, to the last character."""
        source = f"(text) => ({_SCRIPT}).text() === text"
        self.page.wait_for_function(source, arg=text)

    def caret_comes_to(self, place: int) -> None:
        """Wait until the text cursor stands at a code point."""
        source = f"(place) => ({_SCRIPT}).caret() === place"
        self.page.wait_for_function(source, arg=place)

    def lets_go_with_alt(self) -> None:
        """A click with Alt held: selections after it are taken to the character."""
        self.page.keyboard.down("Alt")
        self.page.mouse.click(5, 5)
        self.page.keyboard.up("Alt")

    @property
    def label_bar(self) -> Locator:
        """The buttons over a selection."""
        return self.page.locator("#label-bar")

    def open_card(self) -> Card:
        """The card that is open."""
        element = self.page.locator(".card--open")
        expect(element).to_have_count(1)
        return self.card(element.get_attribute("data-id") or "")

    def card(self, mark_id: str) -> Card:
        """The card of a mark."""
        return Card(self.page.locator(f'.card[data-id="{mark_id}"]'))

    def card_of(self, words: str) -> Card:
        """The card of the mark that holds exactly these words."""
        self.comes_to(lambda: len(self._marks_of(words)), 1)
        return self.card(self._marks_of(words)[0])

    def _marks_of(self, words: str) -> list[str]:
        return [mark["id"] for mark in self.marks() if mark["fragments"][0]["exact"] == words]

    def opens(self, words: str) -> Card:
        """Open the card of the mark that holds exactly these words, by a click on it."""
        card = self.card_of(words)
        card.element.locator(".card__words").click()
        expect(card.element).to_have_class(re.compile("card--open"))
        return card

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def press_at_once(self, *keys: str, then: str = "body") -> bool:
        """Press single keys before the page has drawn anything; whether `then` is to be seen."""
        return bool(self._read("pressAtOnce", [keys, then]))

    def frame_passes(self) -> None:
        """Wait until all that was put off to the next frame is done."""
        self.page.evaluate("() => new Promise((go) => setTimeout(() => requestAnimationFrame(go)))")

    def is_saved(self) -> None:
        """Wait until the page says that all is saved."""
        # The word waits a moment before it goes over to "Saving"; the busy mark does not.
        selector = '#sync-pill[aria-busy="false"][data-state="saved"]'
        self.page.wait_for_selector(selector, timeout=60_000)
        expect(self.pill).to_have_text("Saved")

    def draft_is_kept(self, words: str) -> None:
        """Wait until the browser has kept these words, which nobody has finished."""
        self.comes_to(lambda: words in "".join(self.page.evaluate(_KEPT, "drafts")), True)

    def no_draft_is_kept(self) -> None:
        """Wait until the browser has forgotten words that were finished."""
        self.comes_to(lambda: self.page.evaluate(_KEPT, "drafts"), [])

    def outbox_keeps(self, words: str) -> None:
        """Wait until the browser has kept a change with these words, to be sent."""
        self.comes_to(lambda: words in "".join(self.page.evaluate(_KEPT, "items")), True)

    def says(self, words: str) -> None:
        """The sync pill says these words."""
        expect(self.pill).to_contain_text(words)

    @property
    def pill(self) -> Locator:
        """Where the page says whether everything is kept."""
        return self.page.locator("#sync-pill")

    @property
    def live_words(self) -> Locator:
        """What is said to a screen reader."""
        return self.page.locator("#live")

    def layer(self) -> dict[str, Any]:
        """What the server has."""
        path, mark, query = self.address.partition("?")
        address = f"{path}/annotations{mark}{query}"
        answer = self.page.request.get(address, headers={"Accept": "application/json"})
        assert answer.ok, answer.status
        found: dict[str, Any] = answer.json()
        return found

    def marks(self) -> list[dict[str, Any]]:
        """The live marks that the server has."""
        return [mark for mark in self.layer()["annotations"] if not mark["removed"]]

    def kept(self, card: Card) -> dict[str, Any]:
        """The mark of this card as the server has it, once all is saved."""
        self.is_saved()
        return next(mark for mark in self.layer()["annotations"] if mark["id"] == card.id)

    def may_leave(self) -> None:
        """Wait until the browser has kept what was done: before that, it asks who leaves."""
        self.page.wait_for_function(
            "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"
        )

    def reload(self) -> None:
        """Load the page anew."""
        self.page.reload()
        self.is_ready()

    def shows_what_is_kept(self) -> None:
        """Every block reads as the text, and every mark is painted on its own words exactly."""
        faults = self._read("faults")
        assert not faults, faults
        painted = {mark["id"]: mark for mark in self._read("painted")}
        text = self.text
        for mark in self.marks():
            for piece in mark["fragments"]:
                assert text[piece["start"] : piece["end"]] == piece["exact"]
            words = "".join(piece["exact"] for piece in mark["fragments"])
            assert _tight(painted[mark["id"]]["words"]) == _tight(words)
            assert painted[mark["id"]]["start"] == mark["fragments"][0]["start"]

    def submit(self, *, read: bool = True, accept_pending: bool = False) -> None:
        """Fill the dialog that hands the work in, and send it."""
        if not self.dialog.is_visible():
            self.page.locator("#submit-button").click()
        if read:
            self.dialog.get_by_label("I read the article to its end.").check()
        if accept_pending:
            self.dialog.get_by_label("Submit with these claims as they are.").check()
        self.dialog.get_by_role("button", name="Submit").click()

    @property
    def dialog(self) -> Locator:
        """The dialog that is open."""
        return self.page.locator("dialog[open]")

    def _read(self, name: str, argument: Any = None) -> Any:
        return self.page.evaluate(f"(given) => ({_SCRIPT})[{name!r}](given)", argument)


def _tight(words: str) -> str:
    """Without the breaks between blocks, which no painted mark holds."""
    return "".join(words.split("\n"))
