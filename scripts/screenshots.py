"""Take the pictures in docs/screenshots from a fresh demonstration project.

Everything happens in a temporary folder, on a clock that stands at the same moment every time.
Needs Chromium on the PATH; `screens/` has what each picture shows.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
import tempfile
from pathlib import Path

import time_machine
from PIL import Image
from playwright.sync_api import Page, sync_playwright
from screens import SHOTS
from studio import MOMENT, Studio, site

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run")


def take(page: Page) -> bytes:
    """The picture of a page whose fonts have come, as small as it gets without loss."""
    page.evaluate("() => document.fonts.ready")
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    data = page.screenshot(animations="disabled", caret="hide")
    page.context.close()
    # No palette: with 256 colours the green of "Saved" and the red of "Refuted" run together.
    target = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(target, "PNG", optimize=True)
    return min(data, target.getvalue(), key=len)


def main() -> int:
    """Take the pictures that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(SHOTS)}; all when left out")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the pictures go")
    given = parser.parse_args()
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        print(f"There is no browser here: none of {', '.join(CHROMIUM)}.", file=sys.stderr)
        return 1
    given.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        time_machine.travel(MOMENT),
        site(Path(folder)) as (address, app),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        studio = Studio(browser, address, app)
        for name in given.names or SHOTS:
            data = take(SHOTS[name](studio))
            (given.folder / f"{name}.png").write_bytes(data)
            print(f"{name}.png  {len(data) // 1024} KiB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
