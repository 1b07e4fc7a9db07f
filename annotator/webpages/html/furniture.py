"""What of a page is hardly ever the article: told by the names that its makers gave things."""

from __future__ import annotations

import re

from annotator.webpages.html.tree import Element

_TAGS = frozenset({"nav", "aside", "footer", "search", "dialog"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "dialog"})
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|footer|sidebar|breadcrumbs?|ads?|advert\w*|sponsor\w*"
    r"|promo\w*|share|sharing|social|related|recommend\w*|newsletter|subscri\w+|cookies?|consent"
    r"|banner|popup|modal|comments?|pagination|skip)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_WHOLE = frozenset({"html", "body", "main", "article"})
_LONGEST_NAME = 300


def is_furniture(element: Element) -> bool:
    """Whether this is navigation, advertising and the like, or not to be seen at all."""
    tag = element.tag
    if tag in _WHOLE:
        return False
    if tag in _TAGS or element.get("role") in _ROLES:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if _UNSEEN.search((element.get("style") or "")[:_LONGEST_NAME]):
        return True
    # A `header` inside the article holds its title; the page's own is all about the site.
    if tag == "header":
        return not any(one.tag in ("article", "main") for one in element.iterancestors())
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_NAMES.search(names[:_LONGEST_NAME]))
