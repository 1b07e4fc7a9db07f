"""What the pages show of a correction: the text paragraph by paragraph, and mark by mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape
from rapidfuzz.distance import LCSseq

from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Annotation, Label
from annotator.articles.queries import RevisionText
from annotator.audit.differences import Piece, difference
from annotator.revisions.models import Carry, Settled
from annotator.revisions.settling import candidates_of, pieces_after, pieces_before
from annotator.text.places import Outcome
from annotator.text.spans import CONTEXT_WIDTH, context

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
#: A preview of a text that was rewritten from end to end stops here.
MOST_CHANGES = 200
_GAP = " … "
_SHOWN = 600


@dataclass(frozen=True, slots=True)
class Reported:
    """One mark in a report; `places` are the candidates, `settled_by` a name.

    `is_stale` says that it is a claim with a verdict that is to be confirmed.
    """

    id: str
    annotation_id: str
    label: Label
    author: str
    author_id: int
    outcome: Outcome
    before: Markup
    after: Markup | None
    pieces: tuple[Piece, ...] | None
    words: tuple[str, ...]
    places: tuple[Markup, ...]
    sentence_changed: bool
    is_stale: bool
    is_open: bool
    settled: Settled | None
    settled_by: str | None
    settled_at: datetime | None


def paragraphs(before: str, after: str) -> list[tuple[Piece, ...]]:
    """The paragraphs that differ, each with what went and came, in the order of the text."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    found: list[tuple[Piece, ...]] = []
    for went, came in _differing(old, new):
        found += _compared(went, came)
        if len(found) >= MOST_CHANGES:
            break
    return found[:MOST_CHANGES]


def _differing(old: list[str], new: list[str]) -> Iterator[tuple[list[str], list[str]]]:
    """The lines that went and came, between those that stayed."""
    first = second = 0
    # The library's types mix the words of an operation with its numbers.
    runs: Any = LCSseq.opcodes(old, new)
    ends = ("equal", len(old), len(old), len(new), len(new))
    for op, a, b, c, d in [*runs, ends]:
        if op != "equal":
            continue
        if first < a or second < c:
            yield old[first:a], new[second:c]
        first, second = b, d


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[Piece, ...]]:
    # Beside paragraphs that differ, a blank line more or less would make the word before it differ.
    written = [line for line in old if line.strip()], [line for line in new if line.strip()]
    old, new = written if written[0] != written[1] else (old, new)
    pairs = len(old) if len(old) == len(new) else 0
    if pairs == 0:
        yield _difference("".join(old), "".join(new))
    for were, are in zip(old[:pairs], new[:pairs], strict=True):
        yield _difference(were, are)


def _difference(were: str, are: str) -> tuple[Piece, ...]:
    pieces = difference(were, are)
    return tuple(pieces or [piece for piece in (("del", were), ("ins", are)) if piece[1]])


def reported(
    carry: Carry, before: RevisionText, after: RevisionText, names: dict[int, str]
) -> Reported:
    """One row of the report as its page shows it; `names` are by account id."""
    annotation, was, now = carry.annotation, pieces_before(carry), pieces_after(carry)
    words = tuple(piece.exact for piece in was)
    old, new = _GAP.join(words), _GAP.join(piece.exact for piece in now or was)
    return Reported(
        id=carry.id,
        annotation_id=annotation.id,
        label=annotation.label,
        author=annotation.author.name,
        author_id=annotation.author_id,
        outcome=carry.outcome,
        before=in_place(before.text, was),
        after=None if now is None else in_place(after.text, now),
        pieces=None if old == new else _difference(old, new),
        words=words,
        places=tuple(in_place(after.text, one) for one in candidates_of(carry)),
        sentence_changed=carry.sentence_changed,
        is_stale=has_stale_verdict(annotation),
        is_open=carry.is_open and annotation.removed_at is None,
        settled=carry.settled,
        settled_by=names.get(carry.settled_by or 0),
        settled_at=carry.settled_at,
    )


def has_stale_verdict(annotation: Annotation) -> bool:
    """Whether it is a claim now, and something changed under its verdict."""
    claim = annotation.claim if annotation.label is Label.CLAIM else None
    return claim is not None and claim.stale_reason is not None


def in_place(text: str, pieces: Sequence[FragmentDraft]) -> Markup:
    """The words of a mark with a few of their neighbours, as HTML."""
    ordered = sorted(pieces, key=lambda piece: piece.start)
    first, last = ordered[0], ordered[-1]
    prefix, suffix = _whole_words(*context(text, first.start, last.end))
    marked = escape(_GAP).join(Markup("<mark>%s</mark>") % _short(one.exact) for one in ordered)
    return escape(_one_line(prefix)) + marked + escape(_one_line(suffix))


def _whole_words(prefix: str, suffix: str) -> tuple[str, str]:
    """What is around a mark, without the half of a word that it begins or ends with."""
    if len(prefix) == CONTEXT_WIDTH and " " in prefix:
        prefix = "… " + prefix.partition(" ")[2]
    if len(suffix) == CONTEXT_WIDTH and " " in suffix:
        suffix = suffix.rpartition(" ")[0] + " …"
    return prefix, suffix


def _short(words: str) -> str:
    words = _one_line(words)
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"


def _one_line(text: str) -> str:
    return text.replace("\n", " ")
