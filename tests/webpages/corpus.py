"""Pages that are meant to hurt, and a task that reads many of them in one child."""

from __future__ import annotations

from html import escape
from itertools import product
from typing import Any

import orjson

from annotator.errors import Invalid
from annotator.sandbox.tasks import task
from annotator.text.layout import Inline
from annotator.webpages.html.extraction import read_page
from annotator.webpages.reading import Page

#: What would run, load or catch somebody, if it were to get through.
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>go</a>",
    "<a href='java&#10;script:alert(1)' id=body name=cookie>go</a>",
    "<form id=x action=//evil.example><input name=attributes><button formaction=javascript:1>s",
    "<math><mtext><style><img src=x onerror=alert(1)></style>",
    "<p style='background:url(//evil.example)' onclick=alert(1)>styled",
)

#: What mutates on its way through a parser: raw text, foreign elements, tables, nesting,
#: templates, clobbering, broken quotes, comments, declarations.
WRAPPINGS = (
    "{}",
    "<noscript><p title='</noscript>{}'>",
    "<textarea></textarea>{}<textarea>",
    "<title></title>{}",
    "<style></style>{}<style>",
    "<xmp></xmp>{}",
    "<noembed></noembed>{}",
    "<svg></p><style><a id='</style>{}'>",
    "<svg><desc>{}</desc></svg>",
    "<svg><foreignObject>{}",
    "<svg><title><style>{}</style></title></svg>",
    "<math><mi><!--</mi>-->{}",
    "<math><annotation-xml encoding='text/html'>{}",
    "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<table><tr><td>{}",
    "<table>{}<tr><td>cell</table>",
    "<select><option>{}</select>",
    "<template>{}</template>after",
    "<template><template>{}",
    "<b><i><u><p>{}</b></i>tail",
    "<a href='//a.example'><a href='https://b.example'>{}</a></a>",
    "<p><h1><p><li><blockquote>{}",
    "<!--><!-->{}-->",
    "<!-- --!>{}",
    "<![CDATA[{}]]>",
    "<?php {} ?>",
    "<!DOCTYPE html [<!ENTITY x '{}'>]>&x;",
    "<p title=\"`'{}'`\">quoted",
    "<p/{}/p>",
    "<<p>{}",
    "<plaintext>{}",
    "<div hidden>{}</div>seen",
    "&lt;b&gt;{}&lt;/b&gt;",
    "<frameset><noframes>{}",
    "<body><body onload=alert(1)>{}",
    "<html><base href='javascript:/'>{}",
)


def vectors() -> list[str]:
    """Every payload in every wrapping."""
    return [f"<p>before {one.format(load)}" for one, load in product(WRAPPINGS, PAYLOADS)]


def rendered(page: Page) -> str:
    """The article as we would write it in HTML."""
    text, layout = page.text, page.layout
    tags = {"paragraph": "p", "list_item": "li", "block_quote": "blockquote"}
    written = []
    for block in layout.blocks:
        tag = f"h{block.level}" if block.kind == "heading" else tags[block.kind]
        inside = [one for one in layout.inline if block.start <= one.start and one.end <= block.end]
        html = f"<{tag}>{_marked(text, block.start, block.end, inside)}</{tag}>"
        depth = (block.level or 1) if block.kind == "list_item" else 0
        written.append("<ul>" * depth + html + "</ul>" * depth)
    return "\n".join(written)


def _marked(text: str, start: int, end: int, inline: list[Inline]) -> str:
    edges = sorted({start, end, *(edge for one in inline for edge in (one.start, one.end))})
    parts = []
    for left, right in zip(edges, edges[1:], strict=False):
        part = escape(text[left:right]).replace("\n", "<br>")
        for kind, tag in (("emphasis", "em"), ("strong", "strong"), ("link", "a")):
            for one in inline:
                if one.kind == kind and one.start <= left and right <= one.end:
                    href = f' href="{escape(one.href)}"' if one.href else ""
                    part = f"<{tag}{href}>{part}</{tag}>"
        parts.append(part)
    return "".join(parts)


@task
def read_all(data: bytes) -> list[Any]:
    """What `read_page` makes of each of a JSON list of pages; None where it refuses."""
    return [_read(html.encode("utf-8", "surrogatepass")) for html in orjson.loads(data)]


def _read(data: bytes) -> Any:
    try:
        return read_page(data, charset="utf-8")
    except Invalid:
        return None
