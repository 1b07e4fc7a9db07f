"""The workspace in Chromium, beside a bare page: paint, keys, scrolling and bytes.

The bare page is what `bench.bare` sends for the same text: a title and one `<p>` a line, without a
style, a script or a mark, from the same kind of server. Where ours adds a mark, moves on or lights
one up, a script of the measurement puts one `<mark>` into the bare page, scrolls to the next
paragraph, or moves the pointer to it: the least that a browser can do for the same.

Both are opened in turn, ours first in one round and the bare page first in the next, so that what
else the machine does falls on both; how long they take to open is told of these rounds alone.
"""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from annotator.assignments.models import State
from bench.opening import articles_to_open, store_bare
from bench.serving import annotator_server, bare_server
from bench.told import Figures, judge, tell
from bench.visiting import Visit

#: Rounds of opening both, and of working on both.
OPENINGS = 9
ROUNDS = 3
EACH = 5
FRAMES = 60
#: Words of the article, marks on it.
SIZES = ((700, 50), (700, 1_000), (10_000, 500), (100_000, 5_000))
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Blocks of a section that is not shown are not asked where they are: that would lay them out.
_SELECT = """(share) => {
  // Of the article and not of the page, which grows past it with the cards beside it.
  const { top, height } = document.querySelector("#article").getBoundingClientRect();
  scrollTo(0, scrollY + top + share * height - innerHeight / 2);
  const near = (one) => Math.abs(one.getBoundingClientRect().top - innerHeight / 2);
  const nearest = (all) => all.reduce((one, other) => (near(other) < near(one) ? other : one));
  const isSeen = ({top, bottom}) => top < innerHeight && bottom > 0;
  const sections = [...document.querySelectorAll("#article section")]
    .filter((section) => isSeen(section.getBoundingClientRect()));
  const block = nearest(sections.flatMap((section) => [...section.querySelectorAll("[data-b]")]));
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  for (let next = node; next; next = walker.nextNode()) if (next.length > node.length) node = next;
  getSelection().setBaseAndExtent(node, 0, node, Math.min(24, node.length));
}"""
_PLACES = """(css) => [...document.querySelectorAll(css)]
  .map((element) => [...element.getClientRects()].at(-1))
  .filter((box) => box && box.width > 4 && box.top > 150 && box.bottom < innerHeight - 150)
  .map((box) => [box.left + box.width / 2, box.top + box.height / 2])"""
_BARE = """const all = [...document.querySelectorAll("p")];
  const near = (p) => Math.abs(p.getBoundingClientRect().top - innerHeight / 2);
  const at = all.indexOf(all.reduce((one, other) => (near(other) < near(one) ? other : one)));
  dispatchEvent(new Event("bench"));"""
_BARE_ADD = f"""() => {{ {_BARE}
  const range = document.createRange();
  range.setStart(all[at].lastChild, 0);
  range.setEnd(all[at].lastChild, Math.min(24, all[at].lastChild.length));
  range.surroundContents(document.createElement("mark"));
}}"""
_BARE_NEXT = f"() => {{ {_BARE} (all[at + 1] ?? all[at]).scrollIntoView({{block: 'center'}}); }}"
_HALFWAY = "scrollTo(0, (document.documentElement.scrollHeight - innerHeight) / 2)"


def main(folder: Path) -> None:
    """Measure in turn, ours and the bare page, and print medians and ratios."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        print(f"No Chromium: none of {', '.join(NAMES)} is on the PATH.")
        return
    environment = {"ANNOTATOR_INSTANCE": str(folder / "instance")}
    pages, cookie = articles_to_open(environment, SIZES, State.STARTED)
    log = folder / "servers.log"
    with (
        annotator_server(environment, log) as (_, port),
        bare_server(folder / "bare.sqlite3", log) as (_, bare_port),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        found = []
        for size, address in zip(SIZES, pages, strict=True):
            found.append(_measure(browser, size[0], (port, address, cookie), bare_port))
            # At once: whatever ends the run later takes no figures with it.
            tell(size, *found[-1])
        shell = _shell(port, pages[0], cookie)
    judge(SIZES[-1], found, shell)


def _measure(
    browser: Browser, words: int, own: tuple[int, str, str], bare_port: int
) -> tuple[Figures, Figures]:
    port, path, cookie = own
    bare_path = store_bare(bare_port, words)
    found = Figures(), Figures()
    opened = (
        partial(Visit.open, browser, f"http://127.0.0.1:{port}{path}", cookie),
        partial(Visit.open, browser, f"http://127.0.0.1:{bare_port}{bare_path}"),
    )
    work = _work_on_own, _work_on_bare
    for number in range(1 + OPENINGS + ROUNDS):
        for which in (0, 1) if number % 2 else (1, 0):
            told = f"{words} words, round {number}, {('ours', 'the bare page')[which]}"
            with _told_on_failure(told), closing(opened[which]()) as visit:
                # The first round fills what servers and browser keep.
                if 0 < number <= OPENINGS:
                    _note_opening(visit, found[which])
                elif number:
                    work[which](visit, found[which])
    return found


@contextmanager
def _told_on_failure(what: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        error.add_note(f"While measuring: {what}.")
        raise


def _work_on_own(visit: Visit, figures: Figures) -> None:
    page = visit.page
    for share in _shares():
        page.evaluate(_SELECT, share)
        page.wait_for_selector("#label-bar:not([hidden])")
        page.wait_for_timeout(300)
        figures.adds.append(visit.cost_of("keydown", lambda: page.keyboard.press("1")))
        page.wait_for_selector("#sync-pill[data-state=saved]")
        figures.cards = max(figures.cards, page.locator(".card").count())
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    for _ in range(EACH):
        page.wait_for_timeout(100)
        figures.steps.append(visit.cost_of("keydown", lambda: page.keyboard.press("j")))
    _finish(visit, figures, "#article mark")


def _work_on_bare(visit: Visit, figures: Figures) -> None:
    page = visit.page
    for share in _shares():
        page.evaluate(f"scrollTo(0, {share} * document.documentElement.scrollHeight)")
        page.wait_for_timeout(100)
        figures.adds.append(visit.cost_of("bench", lambda: page.evaluate(_BARE_ADD)))
    for _ in range(EACH):
        page.wait_for_timeout(100)
        figures.steps.append(visit.cost_of("bench", lambda: page.evaluate(_BARE_NEXT)))
    _finish(visit, figures, "p")


def _finish(visit: Visit, figures: Figures, css: str) -> None:
    page = visit.page
    page.evaluate(_HALFWAY)
    page.wait_for_timeout(500)
    for x, y in page.evaluate(_PLACES, css)[:EACH]:
        page.mouse.move(1, 1)
        page.wait_for_timeout(50)
        figures.hovers.append(visit.cost_of("pointerover", partial(page.mouse.move, x, y)))
    page.mouse.move(1, 1)
    page.evaluate(_HALFWAY)
    page.wait_for_timeout(300)
    figures.scroll.append(visit.scroll(FRAMES))
    figures.longest.append(visit.longest_task)


def _note_opening(visit: Visit, figures: Figures) -> None:
    figures.paint.append(visit.first_paint)
    figures.usable.append(visit.usable)
    figures.bytes, figures.headers = dict(visit.bytes), dict(visit.headers)
    figures.needed = visit.needed
    figures.twice |= {url for url, times in visit.asked.items() if times > 1}


def _shares() -> list[float]:
    return [(place + 0.5) / EACH for place in range(EACH)]


def _shell(port: int, path: str, cookie: str) -> int:
    """Bytes of the page as it travels, without its article and its marks."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Accept": "text/html"}
    connection.request("GET", path, headers=headers)
    html = connection.getresponse().read().decode()
    connection.request("GET", path, headers={**headers, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    sent, packed = len(answer.read()), answer.getheader("Content-Encoding") == "gzip"
    connection.close()
    bare = re.sub(r'(<div id="article"[^>]*>).*?</div>', r"\1</div>", html, flags=re.DOTALL)
    bare = re.sub(r'"annotations":\[.*\]', '"annotations":[]', bare, flags=re.DOTALL)
    if not packed:
        return len(bare.encode())
    return sent - _squeezed(html) + _squeezed(bare)


def _squeezed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))
