"""What must hold for every page, whatever it shows."""

from __future__ import annotations

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib
from html5lib.html5parser import ParseError

from annotator.web.headers import HEADERS

#: Attributes that name other elements of the page by id.
_REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-details")


def parse(text: str) -> Element:
    """The page as a tree; fails for a page with any parse error of the HTML standard."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    try:
        tree: Element = parser.parse(text)
    except ParseError as error:
        line, _column = parser.tokenizer.stream.position()
        around = "\n".join(text.splitlines()[max(line - 2, 0) : line + 1])
        raise AssertionError(f"not valid HTML near line {line}: {error}\n{around}") from error
    return tree


def faults(tree: Element) -> list[str]:
    """What is wrong with a page, in words."""
    return [
        *_head_faults(tree),
        *_id_faults(tree),
        *_form_faults(tree),
        *_policy_faults(tree),
    ]


def header_faults(headers: object) -> list[str]:
    """Which security headers an answer lacks or has wrong."""
    get = headers.get  # type: ignore[attr-defined]
    found = [
        f"header {name} is {get(name)!r}" for name, value in HEADERS.items() if get(name) != value
    ]
    policy = get("Content-Security-Policy") or ""
    for part in ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        if part not in policy:
            found.append(f"the policy lacks {part}")
    if not get("Cache-Control"):
        found.append("no Cache-Control")
    if "no-store" in (get("Cache-Control") or "") and "Cookie" not in (get("Vary") or ""):
        found.append("a personal answer without Vary: Cookie")
    return found


def words_of(element: Element) -> str:
    """The text in an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def _head_faults(tree: Element) -> list[str]:
    found = []
    if len(tree.findall(".//h1")) != 1:
        found.append(f"{len(tree.findall('.//h1'))} h1 elements")
    if len(tree.findall(".//main")) != 1:
        found.append("not one <main>")
    title = tree.find(".//title")
    if title is None or not words_of(title).split("·")[0].strip():
        found.append("no title")
    if not tree.get("lang"):
        found.append("no language")
    return found


# A mark names its card, and the workspace's scripts build the cards that are near the screen.
_MADE_BY_SCRIPT = {("mark", "aria-details")}


def _id_faults(tree: Element) -> list[str]:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id") is not None)
    found = [f"id {name!r} is there {count} times" for name, count in ids.items() if count > 1]
    for element in tree.iter():
        for attribute in _REFERENCES:
            if (element.tag, attribute) in _MADE_BY_SCRIPT:
                continue
            for name in (element.get(attribute) or "").split():
                if name not in ids:
                    found.append(f"<{element.tag} {attribute}={name!r}> points nowhere")
    return found


def _form_faults(tree: Element) -> list[str]:
    found = []
    for form in tree.iter("form"):
        tokens = [item for item in form.iter("input") if item.get("name") == "csrf_token"]
        if (form.get("method") or "get").lower() == "post" and len(tokens) != 1:
            found.append(f"form to {form.get('action')!r} has {len(tokens)} tokens")
        if (form.get("method") or "get").lower() == "get" and tokens:
            found.append(f"form to {form.get('action')!r} shows its token in the address")
    return found


def _policy_faults(tree: Element) -> list[str]:
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue  # A comment.
        for name in element.keys():  # noqa: SIM118  # An Element iterates over its children.
            if name == "style" or name.startswith("on"):
                found.append(f"<{element.tag}> has {name}, which the policy stops")
        if element.tag == "script" and not (
            element.get("nonce") or element.get("type") == "application/json"
        ):
            found.append("a script without a nonce")
        if element.tag == "style":
            found.append("a <style> element, which the policy stops")
    return found
