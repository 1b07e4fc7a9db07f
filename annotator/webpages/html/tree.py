"""A page's mark-up as a tree, without what is no text of it."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from annotator.errors import Invalid
from annotator.text.canonical import REPLACEMENT

Element = Any

#: Dropped with everything inside: programs, styles, drawings, other documents, and what stands
#: in the fields of forms.
DROPPED = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "math", "iframe", "textarea"),
        *("object", "embed", "applet", "audio", "video", "canvas", "button", "select", "option"),
        *("datalist", "input", "meter", "progress", "noembed", "noframes", "xmp", "plaintext"),
        *("head", "title", "link", "meta", "base", "frameset", "map"),
    }
)

_OF_HEAD = frozenset(
    {"title", "meta", "link", "base", "style", "script", "noscript", "template", "object"}
)

# Everything that ends the parser's string early, or that no canonical text holds; tab, line feed,
# form feed and carriage return are white space, and go with it.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]|[\ud800-\udfff]")


def tree_of(markup: str) -> Element:
    """The root of the page; raises `Invalid` when nothing is in it, or not all can be read."""
    # Bytes, because the parser refuses a string that declares an encoding.
    data = _CONTROLS.sub(REPLACEMENT, markup).encode()
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        root = None
    # The parser gives up far inside of too many elements, and would leave out the rest unsaid.
    if parser.error_log.filter_from_fatals():
        raise Invalid(
            "The elements of this page lie too deep in one another to be read to the end: paste "
            "the text instead.",
            field="file",
        )
    if root is None:
        raise Invalid("There is no text in this page.", field="file")
    _mend_head(root)
    return root


def _mend_head(root: Element) -> None:
    """Move what is no head into the body: younger elements do not end the head for the parser."""
    head = root.find("head")
    if head is None:
        return
    first = next((one for one in head if one.tag not in _OF_HEAD), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    moved = [first, *first.itersiblings()]
    for place, element in enumerate(moved):
        body.insert(place, element)


def base_of(root: Element, url: str | None) -> str | None:
    """What the page's relative links begin with."""
    for element in root.iter("base"):
        if element.get("href"):
            return joined(url, element.get("href"))
    return url


def joined(base: str | None, href: str) -> str:
    """An address as it is meant on the page; as it stands where that cannot be told."""
    try:
        return urljoin(base or "", href.strip())
    except ValueError:
        return href
