"""Tags of languages (BCP 47): whether one names a language that there is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

#: Language, script, region, variants, and what is for the writers' own use.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,8})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?(?P<variants>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*)"
    r"(?:-[a-z0-9](?:-[a-z0-9]{1,8})+)*"
)
#: What CLDR has no name for: languages that the detector tells apart, old ones that are quoted,
#: signed ones, and those without a code.
_MORE = ("azb", "cbk", "dty", "eml", "hbo", "mis", "nah", "sgn")


def is_language_tag(tag: str) -> bool:
    """Whether each part of the tag is known: `en`, `pt-BR`, `zh-Hant-TW`; case does not matter."""
    found = _TAG.fullmatch(tag.lower())
    if found is None:
        return False
    known = _known()
    parts = [
        (kind, value)
        for kind in ("language", "extended", "script", "region")
        if (value := found[kind]) is not None
    ]
    parts += [("variant", one) for one in found["variants"].split("-")[1:]]
    return all(value in known[kind] for kind, value in parts)


@cache
def _known() -> dict[str, frozenset[str]]:
    """The subtags of each kind, as Unicode's CLDR knows them."""
    names = Locale("en")
    languages = _whole(names.languages, get_global("language_aliases"), _MORE, _own())
    languages |= {one.split("_")[0].lower() for one in locale_identifiers()}
    return {
        "language": languages,
        "extended": languages,
        "script": _whole(names.scripts),
        "region": _whole(names.territories, get_global("territory_aliases")),
        "variant": _whole(names.variants),
    }


def _whole(*lists: Iterable[str]) -> frozenset[str]:
    """The subtags in these lists; a list of CLDR has whole tags, too."""
    return frozenset(one.lower() for found in lists for one in found if "_" not in one)


def _own() -> Iterable[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return (f"q{second}{third}" for second in letters[:20] for third in letters)
