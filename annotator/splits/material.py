"""What splitting has to know of a project: numbers and sketches, and no text.

Articles stand in the order of the queue, in which they came into the project; what is noted of one
is noted by its place in that order, from 0.
"""

from __future__ import annotations

import unicodedata
from array import array
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from annotator.similarity.sketches import LEAST_WORDS, bands_of, shingles, words_of
from annotator.splits.keyed import NARROW, WIDE, Keyed, key_of
from annotator.splits.samples import Samples

#: Of texts that overlap by 0.6, 98 in 100 share one of so many bands; by 0.7, 998 in 1,000.
BANDS = 16
#: Claims of fewer words join nothing: "He denied it" is said everywhere.
LEAST_CLAIM_WORDS = 4

_LOW = (1 << 32) - 1

#: Gives the text of a revision: the article's number in the queue, the revision's own.
Texts = Callable[[int, int], str]


class Reason(StrEnum):
    """Why two articles stand in one group; what is surest first."""

    SAME_TEXT = "same_text"
    SAME_PAGE = "same_page"
    LINKED = "linked"
    NEAR = "near"
    CLAIM = "claim"
    SPEAKER = "speaker"
    PUBLISHER = "publisher"


#: What is found by a key that articles share.
_KEYED = (
    Reason.SAME_TEXT, Reason.SAME_PAGE, Reason.CLAIM, Reason.SPEAKER, Reason.PUBLISHER,
)  # fmt: skip


class Sketched(NamedTuple):
    """A revision that was sketched: its article's place, and what to read its text by."""

    place: int
    number: int
    revision: int


class Material:
    """Everything that groups, splits and their report are made of.

    It takes some 500 bytes an article of one revision, and 12 a claim.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        #: Days of publication, `YYYY-MM-DD`.
        self.published: list[str | None] = []
        self.marks, self.claims = array(NARROW), array(NARROW)
        self.strata: dict[str, array[int]] = {}
        self.keys = {reason: Keyed(WIDE) for reason in _KEYED}
        #: Places of articles that somebody linked.
        self.linked: list[tuple[int, int]] = []
        self.bands = Keyed(NARROW)
        self.samples = Samples()
        self._numbers = array(NARROW)
        self._owners, self._revisions = array(NARROW), array(NARROW)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, article_id: str, number: int, published_on: str | None) -> int:
        """The next article of the queue; returns its place.

        Raises `ValueError` where it does not come after the last one: the order decides.
        """
        if self._numbers and number <= self._numbers[-1]:
            raise ValueError("articles come in the order of the queue")
        self.ids.append(article_id)
        self.published.append(published_on)
        self._numbers.append(number)
        for column in (self.marks, self.claims, *self.strata.values()):
            column.append(0)
        return len(self.ids) - 1

    def key(self, reason: Reason, place: int, *parts: str) -> None:
        """Note what the article shares, for that reason, with whoever has the same."""
        self.keys[reason].add(key_of(*parts), place)

    def claim(self, place: int, wording: str) -> None:
        """Note a claim: alike are those with the same words, whatever case and punctuation."""
        words = words_of(wording)
        if len(words) >= LEAST_CLAIM_WORDS:
            self.key(Reason.CLAIM, place, *words)

    def name(self, reason: Reason, place: int, name: str) -> None:
        """Note a speaker or publisher by name: alike whatever case, width and spaces."""
        folded = unicodedata.normalize("NFKC", name).casefold().split()
        if folded:
            self.key(reason, place, *folded)

    def text(self, place: int, revision: int, text: str) -> None:
        """Sketch a revision of the article. Fewer than `LEAST_WORDS` words are alike only where
        they are the same.
        """
        words = words_of(text)
        if words:
            self.key(Reason.SAME_TEXT, place, *words)
        if len(words) < LEAST_WORDS:
            return
        sketch, found = len(self._owners), shingles(words)
        self._owners.append(place)
        self._revisions.append(revision)
        self.samples.add(found)
        for number, band in enumerate(bands_of(found, BANDS)):
            self.bands.add((band + number) & _LOW, sketch)

    def sketched(self, sketch: int) -> Sketched:
        """The revision of a sketch."""
        place = self._owners[sketch]
        return Sketched(place, self._numbers[place], self._revisions[sketch])

    def place_of(self, sketch: int) -> int:
        """The place of the article of a sketch."""
        return self._owners[sketch]

    def count(self, place: int, *, marks: int = 0, claims: int = 0) -> None:
        """Add to how many marks the article has, and claims among them."""
        self.marks[place] += marks
        self.claims[place] += claims

    def stratum(self, place: int, name: str, count: int) -> None:
        """Add to what the article has of a stratum."""
        column = self.strata.get(name)
        if column is None:
            column = self.strata[name] = array(NARROW, bytes(4 * len(self)))
        column[place] += count

    def same(self) -> Iterator[tuple[Reason, int, int]]:
        """Pairs of articles that belong together for another reason than `NEAR`, by reasons."""
        for reason in Reason:
            if reason is Reason.LINKED:
                pairs = sorted((min(pair), max(pair)) for pair in set(self.linked))
                yield from ((reason, one, other) for one, other in pairs)
            elif reason in self.keys:
                yield from ((reason, one, other) for one, other in self.keys[reason].pairs())
