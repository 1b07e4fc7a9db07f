"""Markup made to get through a sanitizer: what would run, in every place that hides it.

The places are after the attack classes of DOMPurify's wiki: mutation by the parser, confusion of
namespaces, ways out of raw text, nesting, clobbering and putting together again.
"""

from __future__ import annotations

from html import escape
from itertools import product

#: Each runs, calls or sends somebody elsewhere when a browser takes it for markup.
CHARGES = (
    "<img src=x onerror=ran()>",
    "<img src=https://canary.invalid/a>",
    "<script>ran()</script>",
    "<svg onload=ran()>",
    "<svg><animate onbegin=ran() attributeName=x dur=1s>",
    "<a href=javascript:ran() id=location>x</a>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
    "<details open ontoggle=ran()>",
    "<video><source onerror=ran()></video>",
    "<input autofocus onfocus=ran()>",
    "<style>@import 'https://canary.invalid/a'</style>",
    "<link rel=stylesheet href=https://canary.invalid/a>",
    "<meta http-equiv=refresh content='0;url=https://canary.invalid/a'>",
    "<object data=https://canary.invalid/a></object>",
    "<p style=\"background:url('https://canary.invalid/a')\" onclick=ran()>x",
)

#: Where a charge is hidden: `{}` as it is, `{quoted}` as the value of an attribute holds it.
PLACES = (
    "{}",
    "<p>{}<p>",
    "<<{}",
    "<scr<script></script>ipt>{}",
    "</p></x></body></html>{}",
    "<svg>{}</svg>",
    "<svg></p><style><a title='</style>{}'>",
    "<svg><style>{}</style></svg>",
    "<svg><desc>{}</desc></svg>",
    "<svg><title>{}</title></svg>",
    "<svg><foreignObject>{}</foreignObject></svg>",
    "<svg><p><style><!--</style>{}--></style>",
    "<math>{}</math>",
    "<math><mtext><table><mglyph><style><!--</style>{}-->",
    "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<math><mi//xlink:href='data:x,{quoted}'>",
    "<form><math><mtext></form><form><mglyph><style></math>{}",
    "<form id=x><form id=y>{}</form></form>",
    "<noscript><p title='</noscript>{quoted}'></noscript>",
    "<noscript>{}</noscript>",
    "<noscript><style></noscript>{}",
    "<textarea>{}</textarea>",
    "<textarea></textarea><title></title>{}",
    "<title>{quoted}</title>",
    "<xmp><p title='</xmp>{}'></xmp>",
    "<iframe>{}</iframe>",
    "<noembed><p title='</noembed>{}'>",
    "<noframes>{}</noframes>",
    "<plaintext>{}",
    "<template>{}</template>",
    "<select><template><style><!--</template></select>{}",
    "<select><option><style></option></select><b>{}",
    "<table><td>{}<table>{}",
    "<table><caption><a href='https://example.org/'><svg>{}",
    "<!--><p>{}-->",
    "<!--{}--!>{}",
    "<!-- --!{}-->{}",
    "<![CDATA[{}]]>{}",
    "<?xml {}?>{}",
    "<!DOCTYPE [{}]>{}",
    '<p title="{quoted}">{quoted}</p>',
    '<a href="https://example.org/\'{quoted}">x</a>',
    "<a href='https://example.org/'{}>x</a>",
    "<code><pre><code>{}</pre>",
    "<b><i><a href='https://example.org/'>" * 12 + "{}",
    "&lt;p&gt;{quoted}&amp;lt;b&amp;gt;",
    "\x00<p\x00>{}\x0c",
    "<p>\ufeff\u200b{}\ud7ff",
)

#: A scheme that runs, written so that it does not look like one.
ADDRESSES = (
    "javascript:ran()",
    "JaVaScRiPt:ran()",
    " javascript:ran()",
    "\x01javascript:ran()",
    "java\tscript:ran()",
    "java\nscript:ran()",
    "javascript&colon;ran()",
    "javascript&#58;ran()",
    "&#106;avascript:ran()",
    "&#x6a&#x61vascript:ran()",
    "java&Tab;script:ran()",
    "java&NewLine;script:ran()",
    "javascript\u200b:ran()",
    "\u2028javascript:ran()",
    "javascript://%0aran()",
    "javascript:https://example.org/%0aran()",
    "data:text/html,<script>parent.ran()</script>",
    "data:text/html;base64,PHNjcmlwdD5yYW4oKTwvc2NyaXB0Pg==",
    "vbscript:ran()",
    "blob:ran()",
    "//canary.invalid/",
    "/\\canary.invalid/",
    "https:canary",
    "https://example.org@canary.invalid/",
    "feed:javascript:ran()",
    "view-source:javascript:ran()",
)


def vectors() -> list[str]:
    """Every charge in every place, and every address on a link."""
    hidden = [
        place.replace("{quoted}", escape(charge)).replace("{}", charge)
        for place, charge in product(PLACES, CHARGES)
    ]
    links = [
        f'<a href="{address}" {extra}>x</a>'
        for address in ADDRESSES
        for extra in ("", "id=a name=b")
    ]
    return hidden + links
