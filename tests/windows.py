"""A window of the browser is kept for the next test, once it has forgotten the last one.

To open a window and to load a hundred files into it takes twice as long as loading them again in a
window that has them. One that a test has changed, by more than using it, is closed with the test.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from weakref import WeakSet

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    CDPSession,
    ConsoleMessage,
    Error,
    Page,
)

#: What outlives a test in its window, and is not undone by `Window.forgets`.
_CHANGES: dict[type, tuple[str, ...]] = {
    Page: (
        *("add_init_script", "add_locator_handler", "emulate_media", "expose_binding", "on"),
        *("expose_function", "once", "set_extra_http_headers"),
    ),
    BrowserContext: (
        *("add_init_script", "expose_binding", "expose_function", "new_cdp_session", "on", "once"),
        *("set_default_timeout", "set_extra_http_headers", "set_geolocation"),
    ),
}
#: An address of the server that shows an empty page; it is of the site, but asks it for nothing.
EMPTY = "/empty"
# The files are kept: they are the same for all tests.
_FORGOTTEN = "local_storage,indexeddb,cache_storage,service_workers,file_systems"
_KEPT = 3
#: The size that Playwright gives a window of which nothing else is said.
_VIEWPORT = {"width": 1280, "height": 720}

_changed: WeakSet[BrowserContext] = WeakSet()


def notice_changes(patch: pytest.MonkeyPatch) -> None:
    """Note of each window whether a test does to it what is not undone after it."""
    for kind, names in _CHANGES.items():
        for name in names:
            patch.setattr(kind, name, _noticed(getattr(kind, name)))
        patch.setattr(kind, "clock", property(_noticed(kind.clock.fget)))  # type: ignore[attr-defined]


def _noticed(act: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(act)
    def noticed(it: Any, *args: Any, **options: Any) -> Any:
        _changed.add(it.context if isinstance(it, Page) else it)
        return act(it, *args, **options)

    return noticed


class Window:
    """A page in a context of its own; who has it now hears its complaints."""

    def __init__(self, browser: Browser, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.context = browser.new_context(**settings)
        self.page: Page
        self._devtools: CDPSession
        self._hear: Callable[[str], None] | None = None

    def opens(self, script: str) -> None:
        """Open its page, on which and on whose like this script runs first."""
        self.context.add_init_script(script)
        self.page = self.context.new_page()
        self.page.on("console", self._on_console)
        self.page.on("pageerror", self._on_error)
        self._devtools = self.context.new_cdp_session(self.page)
        _changed.discard(self.context)

    def tells(self, hear: Callable[[str], None]) -> None:
        """From now on, tell of what the page complains of."""
        self._hear = hear

    def forgets(self, address: str) -> bool:
        """Leave the page, and forget what it kept of this site; whether that was possible."""
        try:
            # What was complained of until now is of this test.
            self.context.cookies()
            self._hear = None
            if self.context in _changed or self.context.pages != [self.page]:
                return False
            self._leaves(address)
        except Error:
            return False
        return self.context not in _changed

    def _leaves(self, address: str) -> None:
        for key in ("Alt", "Control", "Meta", "Shift"):
            self.page.keyboard.up(key)
        self.context.set_offline(False)
        self.page.unroute_all(behavior="ignoreErrors")
        self.context.unroute_all(behavior="ignoreErrors")
        self.page.set_viewport_size(self.settings.get("viewport", _VIEWPORT))
        self.page.goto(address + EMPTY)
        self.page.evaluate("() => sessionStorage.clear()")
        self.page.mouse.move(0, 0)
        self.context.clear_cookies()
        self.context.clear_permissions()
        forgotten = {"origin": address, "storageTypes": _FORGOTTEN}
        self._devtools.send("Storage.clearDataForOrigin", forgotten)
        self._devtools.send("Page.resetNavigationHistory")

    def _on_console(self, message: ConsoleMessage) -> None:
        if self._hear and message.type in {"error", "assert"}:
            self._hear(f"{message.text} ({message.location.get('url')})")

    def _on_error(self, error: Error) -> None:
        if self._hear:
            self._hear(f"Uncaught {error.stack or error.message}")


class Windows:
    """The windows of a worker that no test has at the moment."""

    def __init__(self) -> None:
        self._free: list[Window] = []

    def take(self, settings: dict[str, Any]) -> Window | None:
        """One with these settings, if there is one."""
        for window in self._free:
            if window.settings == settings:
                self._free.remove(window)
                return window
        return None

    def give_back(self, window: Window, address: str | None) -> None:
        """Keep it if it can forget; `address` is that of the site, or None if there was none."""
        if address is None or not window.forgets(address):
            window.context.close()
            return
        self._free.append(window)
        if len(self._free) > _KEPT:
            self._free.pop(0).context.close()
