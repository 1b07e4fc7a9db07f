"""Addresses of archives: which they are, which page they keep, and copies of copies.

An archive cannot keep another one's copy well: archive.org serves 404 for pages of archive.is,
and a copy of a copy has the first one's frame around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from annotator.sources.urls import is_same_page

_WAYBACK = frozenset({"archive.org", "web.archive.org", "wayback.archive.org"})
_TODAY = frozenset(f"archive.{end}" for end in ("is", "ph", "today", "li", "fo", "md", "vn"))
_OTHERS = frozenset({"perma.cc", "ghostarchive.org", "webcitation.org", "megalodon.jp"})
HOSTS = _WAYBACK | _TODAY | _OTHERS

#: /web/20200102030405id_/https://… of the one, /2020.01.02-030405/https://… of the other.
_STAMP = re.compile(r"^/(?:web/)?(?P<stamp>[0-9.\-*]{1,20})(?:[a-z]{2}_)?/")
_PAGE = re.compile(r"(?:https?:/{1,2}|https?%3a%2f%2f)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the address of a copy says: in which archive, of which page, from which day."""

    host: str
    page: str | None
    day: date | None


def kept_copy(url: str | None) -> Kept | None:
    """The copy that an address leads to; None for what is no address of an archive."""
    host = _host(url)
    if url is None or host not in HOSTS:
        return None
    rest = url.partition("//")[2].partition("/")[2]
    stamp = _STAMP.match(f"/{rest}")
    page = _PAGE.search(rest)
    return Kept(host, _whole(rest[page.start() :]) if page else None, _day(stamp))


def nested(url: str | None) -> str | None:
    """The archive whose copy was archived once more under this address; None for no such one."""
    outer = kept_copy(url)
    inner = kept_copy(outer.page) if outer else None
    return inner.host if inner else None


def shows_page(url: str, page: str | None) -> bool:
    """Whether an address leads to this page, or to an archive's copy of it.

    `page` may be the address of a copy, too.
    """
    return page is not None and is_same_page(original(url), original(page))


def original(url: str) -> str:
    """The page that an archive's address keeps, through copies of copies; else the address."""
    kept = kept_copy(url)
    while kept is not None and kept.page is not None:
        url, kept = kept.page, kept_copy(kept.page)
    return url


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _whole(page: str) -> str:
    page = unquote(page) if "%" in page[:12] else page
    # Some spell it with one slash only.
    return re.sub(r"^(https?):/(?!/)", r"\1://", page, flags=re.IGNORECASE)


def _day(stamp: re.Match[str] | None) -> date | None:
    digits = re.sub("[^0-9]", "", stamp["stamp"]) if stamp else ""
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
