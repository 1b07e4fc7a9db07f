"""One look at a page: fetched from the public web, read in the sandbox, told in plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from annotator.captures.models import MOST_TEXT, Capture, Outcome
from annotator.clock import now
from annotator.errors import Invalid
from annotator.fetching.service import page_of
from annotator.safefetch import NotFetched, Ways, failure_of, fetch
from annotator.safefetch.reading import Tell
from annotator.webpages.reading import Page

#: How the network is reached. No setting changes it.
WAYS = Ways()

#: The most characters of a title or a publisher; as many as a person may write.
_MOST_WORDS = 500
_HOMES = frozenset({"", "index", "index.html", "index.htm", "index.php", "home", "default.aspx"})


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: a text, or why there is none."""

    url: str
    fetched_at: datetime
    final_url: str | None = None
    status: int | None = None
    failure: Outcome | None = None
    text: str | None = None
    length: int | None = None
    title: str | None = None
    publisher: str | None = None
    published_on: date | None = None


def look_at(url: str, tell: Tell = lambda came, said: None) -> Look:
    """Fetch and read the page; what cannot be had is a finding, too.

    Outside any transaction: it takes seconds. Raises `Busy` where too many wait for the sandbox,
    and what `tell` raises.
    """
    at = now()
    try:
        found = fetch(url, ways=WAYS, tell=tell)
    except Invalid as error:
        status = error.status if isinstance(error, NotFetched) else None
        return Look(url, at, status=status, failure=Outcome(failure_of(error).value))
    try:
        page = page_of(found)
    except Invalid:
        return Look(url, at, found.url, 200, Outcome.UNREADABLE)
    return _read(url, at, found.url, page)


def look_again(capture: Capture) -> Look:
    """What an earlier look at the same page had found."""
    names = (field for field in Look.__slots__ if field != "url")
    return Look(url=capture.url, **{name: getattr(capture, name) for name in names})


def leads_home(url: str, final_url: str | None) -> bool:
    """Whether a page's address only leads to a site's front page, as of pages that are gone."""
    if final_url is None:
        return False
    asked, found = urlsplit(url), urlsplit(final_url)
    return not _is_home(asked.path, asked.query) and _is_home(found.path, found.query)


def _read(url: str, at: datetime, final_url: str, page: Page) -> Look:
    text = page.text
    today = at.date() + timedelta(days=1)
    day = page.published_on if page.published_on and page.published_on <= today else None
    return Look(
        url,
        at,
        final_url,
        200,
        text=text[:MOST_TEXT],
        length=len(text),
        title=_line(page.title),
        publisher=_line(page.publisher),
        published_on=day,
    )


def _is_home(path: str, query: str) -> bool:
    parts = [part for part in path.lower().split("/") if part]
    # A front page may have one for each language: /en/ or /pt-br/.
    if parts and len(parts[0]) in {2, 5} and parts[0][:2].isalpha() and parts[0][2:3] in {"", "-"}:
        parts = parts[1:]
    return not query and (parts or [""])[0] in _HOMES and len(parts) <= 1


def _line(text: str | None) -> str | None:
    line = " ".join((text or "").split())
    return (line if len(line) <= _MOST_WORDS else f"{line[: _MOST_WORDS - 1]}…") or None
