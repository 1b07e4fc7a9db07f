"""How much of a page's main text is another one than before, and where.

What surrounds an article was cut when the page was read. Of what is left, short paragraphs
(counters, times, captions) are not compared, and neither are case, spacing and punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

#: A paragraph of fewer words is no part of what is compared.
SHORTEST_PARAGRAPH = 8
#: As much of the text as must differ where no words of it were quoted.
LEAST_SHARE = 0.05

#: Scripts that set no spaces: there each character counts as a word.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)
_MOST_PAIRED = 200
_MOST_SHOWN = 160


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two texts of one page.

    `share` is the part of the words that differ, 0 to 1; `before` and `after` are the first
    paragraphs that do, shortened, None where there is none on that side. `matters` says whether
    a verdict that rests on the page has to be looked at again.
    """

    share: float
    before: str | None
    after: str | None
    matters: bool


def difference(before: str, after: str, excerpt: str | None = None) -> Difference | None:
    """What differs, or None; `excerpt` are the words of the page that were relied on.

    It matters when the quoted words were there and are not any more; and where none were quoted,
    when a figure changed within a paragraph that else stayed, or a twentieth of the words.
    """
    old, new = _paragraphs(before), _paragraphs(after)
    gone, come = _only_in(old, new), _only_in(new, old)
    if not gone and not come:
        return None
    words = _bag(gone), _bag(come)
    changed = max((words[0] - words[1]).total(), (words[1] - words[0]).total())
    share = min(1.0, changed / max(1, sum(len(one.words) for one in old)))
    quoted = _quoted(excerpt, before)
    matters = (
        not _stands_in(quoted, after)
        if quoted
        else share >= LEAST_SHARE or _figure_changed(gone, come)
    )
    return Difference(share, _shown(gone), _shown(come), matters)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    words: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words of a text in their one spelling, for comparing."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _paragraphs(text: str) -> list[_Paragraph]:
    found = [_Paragraph(line, tuple(words_of(line))) for line in text.split("\n")]
    return [one for one in found if len(one.words) >= SHORTEST_PARAGRAPH]


def _only_in(these: Sequence[_Paragraph], those: Sequence[_Paragraph]) -> list[_Paragraph]:
    known = {one.words for one in those}
    return [one for one in these if one.words not in known]


def _bag(paragraphs: Sequence[_Paragraph]) -> Counter[str]:
    return Counter(word for one in paragraphs for word in one.words)


def _figure_changed(gone: Sequence[_Paragraph], come: Sequence[_Paragraph]) -> bool:
    after = [Counter(one.words) for one in come[:_MOST_PAIRED]]
    for one in gone[:_MOST_PAIRED]:
        before = Counter(one.words)
        nearest = max(after, key=lambda other: (before & other).total(), default=Counter())
        if 2 * (before & nearest).total() < before.total():
            continue
        if any(_has_digit(word) for word in (before - nearest) | (nearest - before)):
            return True
    return False


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _quoted(excerpt: str | None, before: str) -> list[str]:
    """The words that were relied on, where they stood on the page."""
    quoted = words_of(excerpt or "")
    return quoted if quoted and _stands_in(quoted, before) else []


def _stands_in(quoted: Sequence[str], text: str) -> bool:
    return f" {' '.join(quoted)} " in f" {' '.join(words_of(text))} "


def _shown(paragraphs: Sequence[_Paragraph]) -> str | None:
    if not paragraphs:
        return None
    text = " ".join(paragraphs[0].text.split())
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"
