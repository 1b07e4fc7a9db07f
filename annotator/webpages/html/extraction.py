"""The task of the sandbox: a page's bytes in, its blocks and what it says about itself out."""

from __future__ import annotations

import logging
from typing import Any

import trafilatura

from annotator.errors import Invalid
from annotator.sandbox.tasks import task
from annotator.webpages.html.about import about
from annotator.webpages.html.charset import decode_page
from annotator.webpages.html.choosing import choose
from annotator.webpages.html.structure import CleanBlock, cleaned
from annotator.webpages.html.tree import base_of, tree_of
from annotator.webpages.html.walking import RawBlock, Walker


@task
def read_page(data: bytes, charset: str | None = None, url: str | None = None) -> dict[str, Any]:
    """A page as JSON; `reading.read_html` says what is in it.

    `charset` is what a person or the server that sent it says, `url` where it came from. Raises
    `Invalid` when it cannot be decoded or holds no text.
    """
    # What a library finds odd in a page is no matter for anybody's log.
    logging.disable(logging.CRITICAL)
    markup, encoding, said_by = decode_page(data, charset)
    root = tree_of(markup)
    raw = Walker(base_of(root, url)).walk(root)
    if not raw:
        raise Invalid("There is no text in this page.", field="file")
    # trafilatura takes its tree apart, so it has one of its own each time.
    kept, decided = choose(tree_of(markup), raw)
    blocks = cleaned(raw)
    texts = [block.text for block, is_kept in zip(blocks, kept, strict=True) if is_kept]
    return {
        **about(tree_of(markup), url, texts),
        "charset": encoding,
        "charset_by": said_by,
        "decided": decided,
        "extractor": f"trafilatura {trafilatura.__version__}",
        "blocks": [_packed(*each) for each in zip(raw, blocks, kept, strict=True)],
    }


def _packed(raw: RawBlock, block: CleanBlock, kept: bool) -> list[Any]:
    inline = [[one.kind, one.start, one.end, one.href] for one in block.inline]
    return [raw.kind, raw.level, int(kept), block.text, inline, None, raw.number]
