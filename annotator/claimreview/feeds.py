"""The newest checks as an Atom feed (RFC 4287) and as a JSON Feed 1.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import orjson

from annotator.annotations.models import PublicState
from annotator.claimreview.building import review_of
from annotator.claimreview.facts import Check, Publication
from annotator.clock import iso

_ATOM = "http://www.w3.org/2005/Atom"
#: What XML 1.0 has no place for, even escaped.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed; `address` is its own, `older` the next page's, where there is one.

    `entries` are checks with the moment of the last word on each. `withdrawn` is the reader's word
    for a check that was taken back, `doubted` the one for a check that is looked at again.
    """

    withdrawn: str
    doubted: str
    address: str
    older: str | None
    publication: Publication
    entries: Sequence[tuple[Check, datetime]]


def atom(feed: Feed) -> bytes:
    """The feed for readers of news; a withdrawn check stays in it, and its title says so."""
    root = ET.Element("feed", xmlns=_ATOM)
    _add(root, "id", feed.address)
    _add(root, "title", feed.publication.name)
    _add(root, "updated", iso(max(at for _, at in feed.entries)) if feed.entries else _NEVER)
    ET.SubElement(root, "link", rel="self", href=feed.address)
    if feed.older:
        ET.SubElement(root, "link", rel="next", href=feed.older)
    author = ET.SubElement(root, "author")
    _add(author, "name", feed.publication.name)
    if feed.publication.url:
        _add(author, "uri", feed.publication.url)
    for check, at in feed.entries:
        _entry(root, feed, check, at)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def json_feed(feed: Feed) -> bytes:
    """The same for programs, each item with its ClaimReview under `_claim_review`."""
    found: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.publication.name,
        "feed_url": feed.address,
        **({"next_url": feed.older} if feed.older else {}),
        **({"home_page_url": feed.publication.url} if feed.publication.url else {}),
        "authors": [{"name": feed.publication.name}],
        "items": [_item(feed, check, at) for check, at in feed.entries],
    }
    return orjson.dumps(found)


#: When a feed without entries changed last, which it has to say.
_NEVER = "1970-01-01T00:00:00Z"


def _entry(root: ET.Element, feed: Feed, check: Check, at: datetime) -> None:
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", f"urn:uuid:{check.id}")
    _add(entry, "title", f"{_standing(check, feed)}: {check.claimed}")
    _add(entry, "published", f"{check.published_on.isoformat()}T00:00:00Z")
    _add(entry, "updated", iso(at))
    ET.SubElement(entry, "link", rel="alternate", href=feed.publication.address_of(check.id) or "")
    goes_on = _goes_on(check, feed)
    if goes_on:
        ET.SubElement(entry, "link", rel="related", href=goes_on)
    for tag in _tags(check):
        ET.SubElement(entry, "category", term=tag)
    _add(entry, "summary", _summary(check, goes_on))


def _item(feed: Feed, check: Check, at: datetime) -> dict[str, Any]:
    return {
        "id": f"urn:uuid:{check.id}",
        "url": feed.publication.address_of(check.id),
        "title": f"{_standing(check, feed)}: {check.claimed}",
        "content_text": _summary(check, _goes_on(check, feed)),
        "date_published": f"{check.published_on.isoformat()}T00:00:00Z",
        "date_modified": iso(at),
        **({"language": check.language} if check.language else {}),
        "tags": _tags(check),
        "_claim_review": review_of(check, feed.publication),
    }


def _standing(check: Check, feed: Feed) -> str:
    # Readers of feeds know no state of ours: what is withdrawn says so where it is read first.
    if check.state is PublicState.VOID:
        return feed.withdrawn
    return f"{check.grade.label} ({feed.doubted})" if check.is_doubted else check.grade.label


def _tags(check: Check) -> list[str]:
    return [check.state.value, *(["under review"] if check.is_doubted else [])]


def _goes_on(check: Check, feed: Feed) -> str | None:
    return feed.publication.address_of(check.goes_on_as) if check.goes_on_as else None


def _summary(check: Check, goes_on: str | None) -> str:
    said = check.correction or check.explanation or check.grade.label
    return f"{said} {goes_on}" if goes_on else said


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", text)
