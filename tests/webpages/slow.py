"""Generators of pages on which parsers of HTML spend minutes, each by a size in characters."""

from __future__ import annotations

from collections.abc import Callable


def _formatting(size: int) -> str:
    n = size // 24
    opened = "".join(f"<b a_{i}>" for i in range(n)) + "".join(f"<i a_{i}>" for i in range(n))
    return opened + "x</b>" * n


def _repeated(piece: str, end: str = "") -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece)) + end


GENERATORS: dict[str, Callable[[int], str]] = {
    "formatting reconstructed": _formatting,
    "b": _repeated("<b>"),
    "p and b": _repeated("<p><b>"),
    "attributes": lambda size: "<p " + " ".join(f"a{i}=1" for i in range(size // 9)) + ">x",
    "non-breaking spaces": _repeated("&nbsp;"),
    "open quote": _repeated('<a x="'),
    "open tag": _repeated("<a "),
    "comment": _repeated("<!--"),
    "declaration": _repeated("<!["),
    "script": _repeated("<script>"),
    "div": _repeated("<div>"),
    "table": _repeated("<table><tr><td>"),
    "select": _repeated("<select><option>"),
    "template": _repeated("<template>"),
    "svg": _repeated("<svg><g>"),
    "entities": _repeated("&#x1F4A9;&notit;&amp;"),
    "links": _repeated("<a href=/x>y"),
    "list": _repeated("<ul><li>x"),
    "font in tables": _repeated("<font><table>"),
    "one-letter paragraphs": _repeated("<p>x"),
}
