"""A plain text of the web as a page: every line a paragraph, and its line breaks as they are."""

from __future__ import annotations

from annotator.articles.drafts import check_block_count, check_length
from annotator.text.canonical import CANONICAL_VERSION, canonicalise
from annotator.text.layout import gaps, plain_layout, propose_title
from annotator.webpages.reading import Page, PageBlock


def read_text(raw: str, *, url: str, charset: str, charset_by: str) -> Page:
    """The page that a decoded text is, all of it kept; raises `Invalid` for one blank or too long.

    `charset` and `charset_by` say how it was decoded, as `Page` has them.
    """
    check_length(raw)
    text = canonicalise(raw)
    layout = plain_layout(text)
    check_block_count(len(layout.blocks))
    head, *after = gaps(text, layout)
    blocks = (
        PageBlock(one.kind, one.level, True, text[one.start : one.end], gap=gap)
        for one, gap in zip(layout.blocks, after, strict=True)
    )
    return Page(
        tuple(blocks),
        title=propose_title(text),
        url=url,
        charset=charset,
        charset_by=charset_by,
        decided="text",
        canonical=CANONICAL_VERSION,
        head=head,
    )
