"""Nobody presses a button on a page whose scripts have not started; neither do the tests.

A page is shown before its scripts start, and Playwright acts on what is shown. So each action
first waits, once for each page that was opened, until the page says that it has started.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakSet

import pytest
from playwright.sync_api import Error, Frame, Keyboard, Locator, Mouse, Page, Touchscreen

_ACTIONS: dict[type, tuple[str, ...]] = {
    Locator: (
        *("check", "clear", "click", "dblclick", "dispatch_event", "drag_to", "fill", "focus"),
        *("hover", "press", "press_sequentially", "select_option", "select_text"),
        *("set_checked", "set_input_files", "tap", "uncheck"),
    ),
    Keyboard: ("down", "insert_text", "press", "type"),
    Mouse: ("click", "dblclick", "down", "move", "up", "wheel"),
    Touchscreen: ("tap",),
}
# Pages without our frame, such as a file that the browser shows, have nothing to wait for.
_HAS_STARTED = """() => document.readyState !== "loading"
  && (!document.querySelector("script[src*='js/main']")
      || document.documentElement.dataset.started !== undefined)"""
#: Milliseconds; a test may well hold back the scripts of a page on purpose.
_AT_MOST = 10_000

_opened: WeakSet[Page] = WeakSet()


def watch(page: Page) -> None:
    """From now on, what acts on any page first waits for this one after each of its addresses."""

    def went_elsewhere(frame: Frame) -> None:
        if frame == page.main_frame:
            _opened.add(page)

    page.on("framenavigated", went_elsewhere)


def wait_before_actions(patch: pytest.MonkeyPatch) -> None:
    """Make every action of Playwright's wait for the pages that are watched."""
    for kind, names in _ACTIONS.items():
        for name in names:
            patch.setattr(kind, name, _settled(getattr(kind, name)))


def _settled(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def settled(it: Any, *args: Any, **options: Any) -> Any:
        _wait_for_all()
        if isinstance(it, Locator):
            # What is not there yet may come with another page, whose scripts start after it.
            it.wait_for(state="attached")
            _wait_for_all()
        return act(it, *args, **options)

    return settled


def _wait_for_all() -> None:
    while _opened:
        _wait_for(_opened.pop())


def _wait_for(page: Page) -> None:
    try:
        page.wait_for_function(_HAS_STARTED, timeout=_AT_MOST)
    except Error:
        # Closed meanwhile, gone on to another address, or held back: the action itself will tell.
        return
