"""Somebody who has a keyboard and nothing else."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

#: Turns any use of a pointer into a complaint of the page, and so into a failed test.
NO_POINTER = """
for (const type of ["pointerdown", "mousedown", "mousemove", "touchstart"]) {
  addEventListener(type, () => console.error(`A pointer was used: ${type}`), true);
}
addEventListener("click", (event) => {
  if (event.detail > 0) console.error("A pointer was used: click");
}, true);
"""
_MOST_STOPS = 60


class Keyboard:
    """Goes through pages by Tab and keys, and reads where the focus is."""

    def __init__(self, page: Page) -> None:
        page.add_init_script(NO_POINTER)
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, words: str) -> None:
        """Type into what has the focus."""
        self.page.keyboard.type(words)

    def times(self, count: int, key: str) -> None:
        """Press one key several times."""
        self.press(*[key] * count)

    def tabs_to(self, target: Locator, by: str = "Tab") -> None:
        """Press Tab until the target has the focus; every stop on the way must be visible."""
        for _ in range(_MOST_STOPS):
            self.press(by)
            assert self._focus_shows(), "the focus is somewhere that cannot be seen"
            if target.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{by} does not lead to {target}")

    def is_on(self, target: Locator) -> None:
        """The target has the focus."""
        expect(target).to_be_focused()

    def _focus_shows(self) -> bool:
        shown = """() => {
          const element = document.activeElement;
          if (!element || element === document.body) return true;
          const box = element.getBoundingClientRect();
          // The calendar's button within a day is not :focus-visible for the engine.
          if (box.width === 0 || box.height === 0) return false;
          if (element.type === "date") return getComputedStyle(element).outlineStyle !== "none";
          return element.matches(":focus-visible");
        }"""
        return bool(self.page.evaluate(shown))
