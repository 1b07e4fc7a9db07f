"""What a format has no place for: counted by kind over the articles, and told a sentence each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any

from annotator.errors import Remark

Row = dict[str, Any]


class Unheld(StrEnum):
    """One kind of thing that many formats have no place for."""

    WORDINGS = "wordings"
    VERDICTS = "verdicts"
    EARLIER = "earlier"
    WAITING = "waiting"
    SOURCES = "sources"
    UNLINKED = "unlinked"
    NOTES = "notes"
    DETAILS = "details"
    LINKS = "links"
    REVIEWS = "reviews"


class Count:
    """Counts what a format, which lacks these `kinds`, leaves out of each article."""

    def __init__(self, *kinds: Unheld) -> None:
        self._kinds = kinds
        self.lost: Counter[Unheld] = Counter()

    def add(self, article: Row) -> None:
        """Count an article as the native line has it."""
        found = Counter({Unheld.LINKS: len(article["links"])})
        found[Unheld.REVIEWS] = len(article["reviews"])
        for mark in article["annotations"]:
            found.update(dict(_of_mark(mark)))
        for kind in self._kinds:
            self.lost[kind] += found[kind]

    def remarks(self) -> Iterator[Remark]:
        """A sentence for each kind of which there was any, in a fixed order."""
        return remarks_of(self.lost.items())


def remarks_of(lost: Iterable[tuple[Unheld, int]]) -> Iterator[Remark]:
    """A sentence for each kind of which there was any, in a fixed order."""
    counts = dict(lost)
    for kind in Unheld:
        if counts.get(kind):
            yield {**_of_judging(counts[kind]), **_of_marks(counts[kind])}[kind]


def _of_mark(mark: Row) -> Iterator[tuple[Unheld, int]]:
    claim = mark["claim"] or {}
    verdicts, sources = len(claim.get("verdicts", ())), claim.get("sources", ())
    yield Unheld.WORDINGS, bool(claim.get("wording") or claim.get("short"))
    yield Unheld.VERDICTS, verdicts
    yield Unheld.EARLIER, max(verdicts - 1, 0)
    yield Unheld.WAITING, claim.get("pending_choice") is not None
    yield Unheld.SOURCES, len(sources)
    yield Unheld.UNLINKED, sum(source["url"] is None for source in sources)
    yield Unheld.NOTES, mark["note"] is not None
    yield Unheld.DETAILS, _is_detailed(mark)


_OF_CLAIM = (
    "short", "types", "voice", "speaker", "place", "made_on", "checkworthy", "checkworthy_reason"
)  # fmt: skip


def _is_detailed(mark: Row) -> bool:
    """Whether anything is known beside words, note, wording, verdicts and sources."""
    claim = mark["claim"] or {}
    known = any(claim.get(key) not in (None, []) for key in _OF_CLAIM)
    return known or bool(mark["quote"]) or bool(mark["context"])


def _of_judging(count: int) -> dict[Unheld, Remark]:
    return {
        Unheld.WORDINGS: Remark(
            "Claims whose wording it has no place for: %(count)s.", count=count
        ),
        Unheld.VERDICTS: Remark("Verdicts, which it has no place for: %(count)s.", count=count),
        Unheld.EARLIER: Remark(
            "Earlier verdicts, of which it holds the newest alone: %(count)s.", count=count
        ),
        Unheld.WAITING: Remark(
            "Choices that wait and are no verdict, left out: %(count)s.", count=count
        ),
        Unheld.SOURCES: Remark("Sources, which it has no place for: %(count)s.", count=count),
        Unheld.UNLINKED: Remark("Sources without an address, left out: %(count)s.", count=count),
    }


def _of_marks(count: int) -> dict[Unheld, Remark]:
    return {
        Unheld.NOTES: Remark("Notes, which it has no place for: %(count)s.", count=count),
        Unheld.DETAILS: Remark(
            "Marks of which it has no place for the kind, the role, the speaker, or another "
            "field: %(count)s.",
            count=count,
        ),
        Unheld.LINKS: Remark(
            "Links between marks, which it has no place for: %(count)s.", count=count
        ),
        Unheld.REVIEWS: Remark(
            "Reviews, of which it has no place for who read what to the end: %(count)s.",
            count=count,
        ),
    }
