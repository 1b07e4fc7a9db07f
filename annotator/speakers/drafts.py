"""What somebody asks for a speaker to be, and the rules that each field keeps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from annotator.errors import Invalid
from annotator.text.cleaning import is_web_address

MAX_NAME = 300
MAX_ALIASES = 50
MAX_HOMEPAGE = 2000

_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")
_UNSTORABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class SpeakerDraft:
    """A speaker as it should be; a name is all that must be there."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    wikidata: str | None = None
    homepage: str | None = None

    def checked(self) -> SpeakerDraft:
        """The same with single spaces, and its aliases in their order; raises `Invalid`."""
        name = _line(self.name, "name")
        if name is None:
            raise Invalid("A speaker needs a name.", "name")
        aliases = {_line(alias, "aliases") for alias in self.aliases} - {None, name}
        if len(aliases) > MAX_ALIASES:
            raise Invalid("A speaker has at most %(most)s aliases.", "aliases", most=MAX_ALIASES)
        wikidata, homepage = self.wikidata or None, self.homepage or None
        _check_wikidata(wikidata)
        _check_homepage(homepage)
        others = tuple(sorted(alias for alias in aliases if alias))
        return SpeakerDraft(self.id, name, others, _line(self.role, "role"), wikidata, homepage)


#: What a speaker says in one value each; of two that are merged, one of them has each.
SINGLE = ("name", "role", "wikidata", "homepage")


@dataclass(frozen=True, slots=True)
class MergeDraft:
    """A merge as somebody looked at it: the versions of both, and what the first one wins.

    `wins` are of `SINGLE`: there the speaker that stays takes over what the merged one says.
    """

    version: int
    into_version: int
    wins: frozenset[str] = frozenset()


def aliases_json(aliases: Iterable[str]) -> str:
    """Aliases as they are stored: the same ones always give the same text."""
    return orjson.dumps(sorted(set(aliases))).decode()


def _line(value: str | None, field: str) -> str | None:
    line = " ".join((value or "").split())
    if len(line) > MAX_NAME:
        raise Invalid(
            "It is %(length)s characters long, and may have %(longest)s.",
            field,
            length=len(line),
            longest=MAX_NAME,
        )
    if _UNSTORABLE.search(line):
        raise Invalid("It holds a line break or a control character.", field)
    return line or None


def _check_wikidata(value: str | None) -> None:
    if value is not None and not _WIKIDATA.fullmatch(value):
        raise Invalid("It is no name of Wikidata; one looks like Q42.", "wikidata")


def _check_homepage(value: str | None) -> None:
    if value is None:
        return
    if len(value) > MAX_HOMEPAGE or not is_web_address(value):
        raise Invalid("It is no web address; one begins with https:// or http://.", "homepage")
