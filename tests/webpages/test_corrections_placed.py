"""Where in the article a corrected paragraph stands."""

from __future__ import annotations

from annotator.webpages.correcting import chosen
from annotator.webpages.reading import Page, PageBlock, assembled
from tests.webpages.test_correcting import BLOCK


def test_a_correction_is_found_after_a_paragraph_that_is_none() -> None:
    mark = PageBlock("paragraph", None, True, "\ufeff")
    page = Page((mark, BLOCK, BLOCK))
    found = chosen(page, {0, 1, 2}, {1: "\ufeff\n\nOther words.", 2: "The\n\nend"})
    blocks = assembled(found.page.blocks)[1].blocks
    placed = [blocks[one.at : one.at + one.count] for one in found.corrections]
    words = [[found.page.text[one.start : one.end] for one in some] for some in placed]
    assert words == [["Other words."], ["The", "end"]]
