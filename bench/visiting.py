"""A page in Chromium: opened afresh, acted on, and asked what each step cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, ViewportSize

WINDOW: ViewportSize = {"width": 1366, "height": 900}
#: Watches from the first byte on: when the page was usable, and every task of more than 50 ms.
_WATCH = """
window.told = {usable: null, long: []};
new PerformanceObserver((list) => {
  for (const {startTime, duration} of list.getEntries()) told.long.push([startTime, duration]);
}).observe({type: "longtask", buffered: true});
const watcher = new MutationObserver(() => {
  if (!document.querySelector("main[data-usable]")) return;
  told.usable = performance.now();
  watcher.disconnect();
});
watcher.observe(document, {subtree: true, childList: true, attributes: true,
  attributeFilter: ["data-usable"]});
"""
#: From the next event of a type until the frame behind it is painted.
_ARM = """(type) => {
  told.frame = new Promise((resolve) => addEventListener(type, (event) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => resolve(performance.now() - event.timeStamp);
      channel.port2.postMessage(null);
    });
  }, {capture: true, once: true}));
}"""
_SCROLL = """async (steps) => {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  for (let i = 0; i < steps; i += 1) { scrollBy(0, 100); await frame(); }
}"""


@dataclass
class Cost:
    """Milliseconds: processor time of scripts, of style and layout, and the wait for the frame."""

    script: float
    layout: float
    frame: float


@dataclass
class Visit:
    """One page that was opened with nothing kept from before."""

    page: Page
    cdp: CDPSession
    bytes: dict[str, int] = field(default_factory=dict)
    headers: dict[str, int] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    _urls: dict[str, str] = field(default_factory=dict)

    @classmethod
    def open(cls, browser: Browser, url: str, cookie: str = "") -> Visit:
        """Go there, and wait until everything has come and nothing moves any more."""
        context = browser.new_context(viewport=WINDOW, locale="en-GB", reduced_motion="reduce")
        if cookie:
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": url}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(_WATCH)
        visit = cls(page, context.new_cdp_session(page))
        visit._listen()
        page.goto(url, wait_until="load")
        if cookie:
            page.wait_for_selector("main[data-ready]")
        page.wait_for_load_state("networkidle")
        page.evaluate("document.fonts.ready.then(() => 1)")
        return visit

    def close(self) -> None:
        """Forget the page with its cookies and cache."""
        self.page.context.close()

    @property
    def first_paint(self) -> float:
        """Milliseconds from asking for the page until something was painted."""
        entries = "performance.getEntriesByName('first-paint')"
        self.page.wait_for_function(f"{entries}.length > 0")
        return float(self.page.evaluate(f"{entries}[0].startTime"))

    @property
    def usable(self) -> float:
        """Milliseconds until the workspace heeds keys; without scripts, until the page is there."""
        loaded = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        return float(self.page.evaluate(f"told.usable ?? {loaded}"))

    @property
    def needed(self) -> set[str]:
        """The addresses of the page and of all that was asked for until it was usable."""
        script = """[location.href, ...performance.getEntriesByType("resource")
          .filter(({startTime}) => startTime < told.usable).map(({name}) => name.split("#")[0])]"""
        return set(self.page.evaluate(script))

    @property
    def longest_task(self) -> float:
        """Milliseconds of the longest task since the page was usable; 0 when none had 50."""
        script = "Math.max(0, ...told.long.filter(([at]) => at > told.usable).map(([, ms]) => ms))"
        return float(self.page.evaluate(script))

    def cost_of(self, event: str, act: Callable[[], Any]) -> Cost:
        """What it costs to `act`, which makes that event happen in the page."""
        self.page.evaluate(_ARM, event)
        before = self._spent()
        act()
        frame = float(self.page.evaluate("told.frame"))
        after = self._spent()
        return Cost(after[0] - before[0], after[1] - before[1], frame)

    def scroll(self, steps: int) -> float:
        """Milliseconds of the page's main thread for each of so many frames of scrolling."""
        before = self._spent()[2]
        self.page.evaluate(_SCROLL, steps)
        return (self._spent()[2] - before) / steps

    def _spent(self) -> tuple[float, float, float]:
        answer = self.cdp.send("Performance.getMetrics")
        found = {item["name"]: item["value"] * 1000 for item in answer["metrics"]}
        layout = found["LayoutDuration"] + found["RecalcStyleDuration"]
        return found["ScriptDuration"], layout, found["TaskDuration"]

    def _listen(self) -> None:
        # Processor time and not the clock's: others may be busy on this machine.
        self.cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.cdp.send("Network.enable")
        self.cdp.on("Network.requestWillBeSent", self._sent)
        self.cdp.on("Network.responseReceived", self._begun)
        self.cdp.on("Network.loadingFinished", self._finished)

    def _sent(self, event: dict[str, Any]) -> None:
        request = event["request"]
        self._urls[event["requestId"]] = request["url"]
        if request["method"] == "GET":
            self.asked[request["url"]] += 1

    def _begun(self, event: dict[str, Any]) -> None:
        # What has come by now are the headers.
        self.headers[event["response"]["url"]] = int(event["response"]["encodedDataLength"])

    def _finished(self, event: dict[str, Any]) -> None:
        url = self._urls.get(event["requestId"], "")
        self.bytes[url] = self.bytes.get(url, 0) + int(event["encodedDataLength"])
