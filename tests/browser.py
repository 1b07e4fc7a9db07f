"""A real Chromium for tests, and pages that fail a test when they complain."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

from tests import settling

REQUIRED_VARIABLE = "ANNOTATOR_REQUIRE_BROWSER"
#: How many times slower than it is the browser shall be; races show on a slow machine.
SLOWER_VARIABLE = "ANNOTATOR_SLOWER_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# Chromium builds the suggestions of its address bar as pages, two for each window, though nobody
# sees them here: half of what opening a window takes.
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# What Playwright switches off; the last list that Chromium is given is the one that counts.
BY_PLAYWRIGHT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
# Tests talk to this machine only; without these, Chromium calls home at every start.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join((*UNSEEN, *BY_PLAYWRIGHT))}",
)
#: How long is waited for what must come, in milliseconds. Nothing waits for its end but a failure,
#: and a machine may be many times slower than this one.
PATIENCE = 60_000
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
  `Content security policy: ${event.violatedDirective} stopped ${event.blockedURI || "inline code"}`
  + ` at ${event.sourceFile}:${event.lineNumber}`));
"""
# What passes is not written down: that takes longer than the checking. Some rules are off unless
# they are asked for.
_RUN_AXE = """([within, rules]) => axe.run(within || document, {
  resultTypes: ["violations"],
  rules: Object.fromEntries(rules.map((rule) => [rule, { enabled: true }])),
})"""


class Complaints:
    """What pages said on their consoles and threw, apart from what the test expects."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Let complaints that match pass, such as the browser's own line about a 412."""
        self._expected.append(re.compile(pattern))

    def watch(self, page: Page) -> None:
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", self._on_error)

    def unexpected(self) -> list[str]:
        return [
            line
            for line in self._heard
            if not any(pattern.search(line) for pattern in self._expected)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "assert"}:
            self._heard.append(f"{message.text} ({message.location.get('url')})")

    def _on_error(self, error: Error) -> None:
        self._heard.append(f"Uncaught {error.stack or error.message}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; skips, or fails where ANNOTATOR_REQUIRE_BROWSER=1, when there is none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        sentence = f"No browser for tests: none of {', '.join(NAMES)} is on the PATH."
        if os.environ.get(REQUIRED_VARIABLE) == "1":
            pytest.fail(sentence)
        pytest.skip(sentence)
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        settling.wait_before_actions(patch)
        chromium = playwright.chromium.launch(
            executable_path=path, args=list(QUIET), timeout=PATIENCE
        )
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> Complaints:
    """Tell it with `expect(pattern)` which complaints a test provokes on purpose."""
    return Complaints()


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, complaints: Complaints
) -> Iterator[Callable[..., Page]]:
    """`open_page(**context options) -> Page`, each with cookies and storage of its own."""
    if "serve" in request.fixturenames:
        # What is made first ends last: no page is left to ask a server that is gone.
        request.getfixturevalue("serve")
    contexts = []

    def open_(**options: Any) -> Page:
        settings = {"locale": "en-GB", "timezone_id": "UTC", "reduced_motion": "reduce", **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("page", _slow_down)
        if options.get("java_script_enabled", True):
            context.on("page", settling.watch)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield open_
    for context in contexts:
        context.close()
    lines = complaints.unexpected()
    if lines:
        pytest.fail("The page complained:\n" + "\n".join(lines), pytrace=False)


def _slow_down(page: Page) -> None:
    if rate := os.environ.get(SLOWER_VARIABLE):
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": float(rate)})


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """One page, for the tests that need no second person."""
    return open_page()


def accessibility_faults(
    page: Page, *, within: str | None = None, rules: tuple[str, ...] = ()
) -> list[str]:
    """What axe finds wrong, one line for each rule and element; `rules` are asked for as well."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN_AXE, [within, rules])
    return [
        f"{rule['id']}: {rule['help']}: {' '.join(map(str, node['target']))}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
