"""What must hold of every page that was read."""

from __future__ import annotations

import orjson

from annotator.sandbox.limits import Limits
from annotator.sandbox.running import run
from annotator.text.canonical import is_canonical
from annotator.text.layout import check_layout
from annotator.webpages.reading import Page, PageBlock, assembled
from tests.webpages.corpus import rendered


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks if block.kept]


def read_many(pages: list[str]) -> list[Page | None]:
    """The pages, read in one child."""
    answer = run(
        "tests.webpages.corpus:read_all",
        orjson.dumps([page.encode("utf-8", "replace").decode() for page in pages]),
        limits=Limits(cpu_seconds=60, wall_seconds=90, output_times=400),
    )
    return [found and _page(found) for found in answer]


def _page(found: dict[str, object]) -> Page:
    blocks = tuple(PageBlock.from_json(row) for row in found["blocks"])  # type: ignore[attr-defined]
    return Page(blocks, decided=str(found["decided"]))


def whole(page: Page) -> Page:
    """The page with nothing cut."""
    return page.with_kept(set(range(len(page.blocks))))


def check_that_they_come_to_themselves(pages: list[Page]) -> None:
    """What we would write of an article is read as that article."""
    wholes = [whole(page) for page in pages]
    for page, again in zip(wholes, read_many([rendered(one) for one in wholes]), strict=True):
        assert again is not None
        assert (whole(again).text, whole(again).layout) == (page.text, page.layout)


def check(page: Page) -> None:
    """What offsets refer to: canonical, and every block and formatting where the layout says."""
    text, layout = assembled(page.blocks)
    assert is_canonical(text)
    check_layout(text, layout)
    kept = [block for block in page.blocks if block.kept]
    for block, placed in zip(kept, layout.blocks, strict=True):
        assert text[placed.start : placed.end] == block.text.lstrip("\ufeff" * (placed.start == 0))
