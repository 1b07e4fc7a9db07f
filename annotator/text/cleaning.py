"""The one home of bleach: nothing else imports it, and stored text never passes through it.

bleach rewrites text (line breaks, NUL) and its last release is its last for good. So it stands
behind allow-lists that a test freezes, in front of guidelines and the structure of imported
articles only, and after an escape of our own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from markupsafe import Markup

from annotator.errors import Invalid

if TYPE_CHECKING:
    from bleach.sanitizer import Cleaner

TAGS = frozenset({"a", "p", "br", "em", "strong", "blockquote", "ul", "ol", "li", "code"})
#: The structure of an imported article; each is a kind of block or of formatting in its layout.
ARTICLE_TAGS = frozenset(
    {"a", "p", "br", "em", "strong", "blockquote", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
)
#: What guidelines may have beyond a note.
DOCUMENT_TAGS = TAGS | {
    *("h3", "h4", "h5", "h6", "hr", "pre", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": ["href"]}
PROTOCOLS = frozenset({"http", "https"})
LINK_REL = "noopener noreferrer nofollow ugc"

# Its parser slows down faster than its input grows.
DOCUMENT_LENGTH = 500_000
ARTICLE_LENGTH = 16_000_000

_NOT_IN_AN_ADDRESS = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\]"
)


def clean_document(html: str) -> Markup:
    """Only the tags of the allow-list, and of their attributes only checked `href`s."""
    return _clean(html, DOCUMENT_TAGS, DOCUMENT_LENGTH)


def clean_article(html: str) -> Markup:
    """As `clean_document`, for the structure of an imported article.

    Slow on what is made to be slow, so it is called in the sandbox only.
    """
    return _clean(html, ARTICLE_TAGS, ARTICLE_LENGTH)


def _clean(html: str, tags: frozenset[str], limit: int) -> Markup:
    if len(html) > limit:
        raise Invalid(
            "This formatted text is longer than %(limit)s characters.", field="html", limit=limit
        )
    # The one place where text is called safe: it comes from the cleaner and nothing is added.
    return Markup(_cleaner(tags).clean(html))  # noqa: S704


def is_web_address(url: str) -> bool:
    """An absolute http(s) address with a host that can exist, and without a user in it."""
    if _NOT_IN_AN_ADDRESS.search(url):
        return False
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna")
        port_is_fine = parts.port is None or parts.port > 0
    except ValueError:  # of which UnicodeError is one
        return False
    return parts.scheme in PROTOCOLS and bool(host) and "@" not in parts.netloc and port_is_fine


def _cleaner(tags: frozenset[str] = TAGS) -> Cleaner:
    # Imported here, for commands that never show a note; made anew, for it is not thread-safe.
    from bleach.sanitizer import Cleaner

    return Cleaner(
        tags=tags,
        attributes=ATTRIBUTES,
        protocols=PROTOCOLS,
        strip=True,
        strip_comments=True,
        filters=cast("Any", [_CheckedLinks]),
    )


class _CheckedLinks:
    """The last step of the parser's stream: what bleach lets through as a link is not enough."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in self._source:
            if token["type"] == "StartTag" and token["name"] == "a":
                href = token["data"].get((None, "href"))
                kept = {(None, "href"): href} if href and is_web_address(href) else {}
                token["data"] = {**kept, (None, "rel"): LINK_REL} if kept else {}
            yield token
