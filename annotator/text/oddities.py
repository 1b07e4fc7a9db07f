"""What looks wrong in a text, found and never changed: a scraper's slips, boilerplate, repeats.

A reader is told of each, with its place; the text and its offsets stay as they are. The rules
would rather miss one than cry wolf: both seeds of the project's measurements are read without a
false alarm, and so is ordinary prose (`tests/text/test_oddities.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import regex

from annotator.text.layout import Layout
from annotator.text.quoting import unpaired_marks

#: The shortest block, in code points, of which a second one is worth a word.
REPEATED_LENGTH = 40
#: A longer block that begins like boilerplate is prose that quotes it.
BOILERPLATE_LENGTH = 200


class OddKind(StrEnum):
    """What kind of thing is odd."""

    RUN_TOGETHER = "run_together"
    MISSING_SPACE = "missing_space"
    DOUBLE_PERIOD = "double_period"
    REPEATED_BLOCK = "repeated_block"
    BOILERPLATE = "boilerplate"
    STRAY_QUOTATION_MARK = "stray_quotation_mark"
    MIXED_SCRIPTS = "mixed_scripts"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One place `[start, end)`, in code points; `first` is where a repeated block stood before."""

    kind: OddKind
    start: int
    end: int
    first: int | None = None


# Short words that end up glued to a name before them. None that ends names or forms of them:
# “is” would find Israelis, “an” Mexican, “land” is no such word.
_FUNCTION_WORDS = """
    about after and are because been before but could did during for from had has have he her his
    however its said says she should than that the their then they this told was were when where
    which while who will with would
""".split()  # noqa: SIM905
_GLUED_TAIL = "|".join(sorted(_FUNCTION_WORDS, key=len, reverse=True))
_GLUED = regex.compile(rf"\b(\p{{Lu}}\p{{Ll}}{{3,}}?)({_GLUED_TAIL})\b")
# “the state.The minister”: the second word is one that begins sentences, not a brand's.
_CAMEL_TAIL = "|".join(word.capitalize() for word in sorted(_FUNCTION_WORDS, key=len, reverse=True))
_CAMEL = regex.compile(rf"\b\p{{L}}{{0,60}}\p{{Ll}}{{2}}({_CAMEL_TAIL})\b")

_SPACE_AFTER = (
    # A quotation that closes behind a letter or stop; where ” opens it stands behind a space.
    regex.compile(r"(?<=[\p{L}\p{N}.,!?…])[”»](?=\p{L}{2})"),
    # A stop or comma between two words of letters; file names, initials and hosts are none.
    regex.compile(r"(?<=\p{Ll}{3})[.!?](?=\p{Lu}\p{Ll}+\s)"),
    regex.compile(r"(?<=\p{L}{2})[,;](?=\p{L}{2})"),
)
_CLOSING_BRACKET = regex.compile(r"\)(?=\p{Ll})")
# A bracket that holds an abbreviation or words, not the “re” of (re)write.
_WORTH_A_SPACE = regex.compile(r"[\p{Lu}\s]")
_WORD = regex.compile(r"\w+")
#: How far back the beginning of an address or a bracket is looked for, in code points.
_REACH = 2000
_DOUBLE_PERIOD = regex.compile(r"(?<=[\p{L}\p{N}”\"')])\.\.(?!\.)")
_BOILERPLATE = regex.compile(
    r"\W*(?:"
    r"(?:read|see|watch|listen)\s+(?:more|also|next|the full)\b|also\s+read\b|related(?:\s+\w+)?:"
    r"|more\s+(?:on|from)\s+this\s+(?:story|topic)|recommended(?:\s+for\s+you)?\s*$"
    r"|(?:sign\s+up|subscribe)\b.{0,80}\b(?:newsletter|channel|updates|today|now|inbox)\b"
    r"|follow\s+us\b|share\s+this\b|click\s+here\b|advertisement\W*$|sponsored\W*$"
    r"|all\s+rights\s+reserved|copyright\s+©|this\s+article\s+(?:originally|first)\s+appeared"
    r"|lire\s+aussi|à\s+lire\s+aussi|lesen\s+sie\s+auch|mehr\s+zum\s+thema|lea\s+también"
    r"|le\s+puede\s+interesar|leia\s+(?:também|mais)|leggi\s+anche|lees\s+ook|läs\s+också"
    r"|читайте\s+также|اقرأ\s+أيض[اً]|あわせて読みたい|相关阅读"
    r")",
    regex.IGNORECASE,
)
# One word of letters that look alike and are not: “раypal”.
_MIXED = regex.compile(
    r"\b(?=\w{0,60}\p{Latin})(?=\w{0,60}[\p{Cyrillic}\p{Greek}--[µΩ]])[\p{L}\p{M}]{2,}\b", regex.V1
)


def oddities(text: str, layout: Layout) -> tuple[Oddity, ...]:
    """Everything odd in a text, in the order of its places."""
    found = [
        *_run_together(text),
        *_missing_spaces(text),
        *(_at(OddKind.DOUBLE_PERIOD, match.span()) for match in _DOUBLE_PERIOD.finditer(text)),
        *(_at(OddKind.MIXED_SCRIPTS, match.span()) for match in _MIXED.finditer(text)),
        *_odd_blocks(text, layout),
        *_stray_marks(text, layout),
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.end)))


def _at(kind: OddKind, span: tuple[int, int]) -> Oddity:
    return Oddity(kind, *span)


def _run_together(text: str) -> Iterator[Oddity]:
    glued = list(_GLUED.finditer(text))
    words = set(_WORD.findall(text)) if glued else set()
    for match in glued:
        # A name is known from another place of the same text, where it stands alone.
        if match[1] in words:
            yield _at(OddKind.RUN_TOGETHER, match.span())
    for match in _CAMEL.finditer(text):
        yield _at(OddKind.RUN_TOGETHER, match.span())


def _missing_spaces(text: str) -> Iterator[Oddity]:
    for match in _too_close(text):
        if not _in_address(text, match.start()):
            # The sign and the letter that should stand apart from it.
            yield Oddity(OddKind.MISSING_SPACE, match.start(), match.end() + 1)


def _too_close(text: str) -> Iterator[regex.Match[str]]:
    for pattern in _SPACE_AFTER:
        yield from pattern.finditer(text)
    for match in _CLOSING_BRACKET.finditer(text):
        first, place = max(0, match.start() - _REACH), match.start()
        opening = text.rfind("(", first, place)
        inside = text[opening + 1 : place]
        if opening >= 0 and ")" not in inside and _WORTH_A_SPACE.search(inside):
            yield match


def _in_address(text: str, place: int) -> bool:
    """Whether the word around a place is an address of the web, a handle or a file."""
    first = max(0, place - _REACH)
    start = max(first, *(text.rfind(sign, first, place) + 1 for sign in " \n\t\u00a0"))
    word = text[start : place + 40].split(maxsplit=1)[0]
    return "://" in word or "@" in word or word.lower().startswith("www.") or "/" in word


def _odd_blocks(text: str, layout: Layout) -> Iterator[Oddity]:
    first_of: dict[str, int] = {}
    for block in layout.blocks:
        words = " ".join(text[block.start : block.end].split())
        if len(words) <= BOILERPLATE_LENGTH and _BOILERPLATE.match(words):
            yield Oddity(OddKind.BOILERPLATE, block.start, block.end)
        if len(words) < REPEATED_LENGTH:
            continue
        first = first_of.setdefault(words, block.start)
        if first != block.start:
            yield Oddity(OddKind.REPEATED_BLOCK, block.start, block.end, first)


def _stray_marks(text: str, layout: Layout) -> Iterator[Oddity]:
    blocks: Sequence[tuple[int, int]] = [(block.start, block.end) for block in layout.blocks]
    for place in unpaired_marks(text, blocks):
        yield Oddity(OddKind.STRAY_QUOTATION_MARK, place, place + 1)
