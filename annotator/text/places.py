"""Where one passage of an old text is in the new one, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from rapidfuzz import fuzz

from annotator.text.alignment import Alignment, common_after, common_before
from annotator.text.edges import Place, to_words, touch, trimmed, whole_signs
from annotator.text.rivals import around, occurrences, rivals
from annotator.text.spans import CONTEXT_WIDTH
from annotator.text.twins import Twins

#: How alike, of 100, words must be to count as the same ones corrected: where they stand at
#: the same place, and where they are found by what is around them.
ALIKE_IN_PLACE = 75
ALIKE_ELSEWHERE = 90

#: The least that stands for a passage: its words with what is around them, and alone.
_TELLING, _TELLING_ALONE = 24, 40
_MOST = 50
#: What of the neighbouring lines tells where a line is.
_FRAME = 12
_LONGEST_GAP = 20_000
_LONGEST_PASSAGE = 600
_MOST_TRIED = 60


class Outcome(StrEnum):
    """What became of a mark, the best first."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Found:
    """The outcome for one passage: its place, or the places that it may have."""

    outcome: Outcome
    place: Place | None = None
    candidates: tuple[Place, ...] = ()


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome that says least; a mark is as sure as its least sure piece."""
    order = list(Outcome)
    return max(outcomes, key=order.index)


def find_place(alignment: Alignment, twins: Twins, start: int, end: int) -> Found:
    """Where the passage `[start, end)` of the old text is in the new one."""
    seek = _Search(alignment, twins, start, end)
    block = alignment.holding(start, end)
    if block is None:
        return seek.elsewhere()
    return seek.in_place(block.new + start - block.old)


class _Search:
    """One passage that is looked for."""

    def __init__(self, alignment: Alignment, twins: Twins, start: int, end: int) -> None:
        self._alignment, self._twins = alignment, twins
        self._old, self._new = alignment.old, alignment.new
        self._start, self._end = start, end
        self._words = alignment.old[start:end]

    def in_place(self, place: int) -> Found:
        """The very words stand where the alignment has them: are they those words?"""
        whole = (place, place + len(self._words))
        others = set(rivals(self._old, self._start, self._new, place, len(self._words)))
        claimants = rivals(self._new, place, self._old, self._start, len(self._words))
        spots = [(spot, spot + len(self._words)) for spot in others]
        if not self._is_framed(place):
            spots += self._doubles(whole)
        if spots or any(True for _ in claimants):
            return Found(Outcome.AMBIGUOUS, None, tuple(sorted({whole, *spots})))
        if not self._is_at_home(place):
            return Found(Outcome.LOST, None, (whole,))
        return self._bordered(Outcome.UNCHANGED, whole)

    def elsewhere(self) -> Found:
        """The words do not stand at their place as they did: changed, moved, or gone."""
        exact = self._exact()
        changed = self._changed_in_place()
        if exact is not None and exact.place and not (changed and touch(exact.place, changed)):
            doubles = self._doubles(exact.place)
            if changed is None and not doubles and not self._is_split(exact.place):
                return self._bordered(Outcome.MOVED, exact.place)
            spots = {exact.place, *([changed] if changed else []), *doubles}
            return Found(Outcome.AMBIGUOUS, None, tuple(sorted(spots)))
        if changed is not None:
            others = {
                spot
                for spot in (*(exact.candidates if exact else ()), *self._doubles(changed))
                if not touch(spot, changed)
            }
            if not others:
                return Found(Outcome.CHANGED, changed)
            return Found(Outcome.AMBIGUOUS, None, tuple(sorted({changed, *others})))
        return exact or self._by_context()

    def _bordered(self, outcome: Outcome, place: Place) -> Found:
        wide = whole_signs(self._old, (self._start, self._end), self._new, place)
        return Found(outcome if wide == place else Outcome.CHANGED, wide)

    def _is_at_home(self, place: int) -> bool:
        """Whether enough of what is around the words is what was around them."""
        before, after = self._agreement(place)
        # Of words on two lines, one line may have been set beside another one.
        if self._is_broken() and min(before, after) < _FRAME:
            return False
        if min(before, CONTEXT_WIDTH) + min(after, CONTEXT_WIDTH) >= CONTEXT_WIDTH:
            return True
        sides = around(self._old, self._start, self._new, place, len(self._words))
        return max(sides) >= ALIKE_IN_PLACE

    def _is_framed(self, place: int) -> bool:
        """Whether their whole line, and the ends of the lines beside it, are what they were."""
        before, after = self._agreement(place)
        line_start, line_end = self._line()
        # One more than all that there is stands for the text's own end.
        needed = self._start - max(-1, line_start - _FRAME)
        wanted = min(len(self._old) + 1, line_end + _FRAME) - self._end
        return before >= needed and after >= wanted

    def _agreement(self, place: int) -> tuple[int, int]:
        """How far both texts agree before the words and after them."""
        return (
            common_before(self._old, self._start, self._new, place),
            common_after(self._old, self._end, self._new, place + len(self._words)),
        )

    def _is_broken(self) -> bool:
        return "\n" in self._words.strip()

    def _line(self) -> tuple[int, int]:
        """The line, or lines, of the old text in which the words stand."""
        end = self._old.find("\n", self._end)
        start = self._old.rfind("\n", 0, self._start) + 1
        return start, len(self._old) if end < 0 else end

    def _exact(self) -> Found | None:
        """The words with what is around them in their line, elsewhere in the new text."""
        line_start, line_end = self._line()
        first = max(line_start, self._start - CONTEXT_WIDTH)
        last = min(line_end, self._end + CONTEXT_WIDTH)
        for left, right, least in (
            (first, last, _TELLING),
            (first, self._end, _TELLING),
            (self._start, last, _TELLING),
            (self._start, self._end, _TELLING_ALONE),
        ):
            needle = self._old[left:right]
            if len(needle) >= least and (spots := list(occurrences(needle, self._new))):
                places = [self._placed(spot + self._start - left) for spot in spots]
                alone = len(places) == 1 and len(list(occurrences(needle, self._old, 2))) == 1
                alone_will_do = len(self._words) >= _TELLING_ALONE and not self._is_broken()
                both = (left, right) == (first, last) or alone_will_do
                if alone and both and not self._is_taken(places[0]):
                    return Found(Outcome.MOVED, places[0])
                outcome = Outcome.LOST if len(places) == 1 else Outcome.AMBIGUOUS
                return Found(outcome, None, tuple(places))
        return None

    def _is_split(self, place: Place) -> bool:
        """Whether a good part of the words still stands at home, and not in this place."""
        least = max(_FRAME, (self._end - self._start) // 4)
        by = place[0] - self._start
        return any(
            block.new - block.old != by
            and min(block.old_end, self._end) - max(block.old, self._start) >= least
            for block in self._alignment.blocks
        )

    def _is_taken(self, place: Place) -> bool:
        """Whether other words of the old text, by alignment, are what stands there now."""
        return any(
            block.new <= place[0] and place[1] <= block.new_end for block in self._alignment.blocks
        )

    def _placed(self, start: int) -> Place:
        return start, start + len(self._words)

    def _changed_in_place(self) -> Place | None:
        """What stands now where the words stood, if it is the same words corrected."""
        place = trimmed(
            self._new, self._alignment.start(self._start), self._alignment.end(self._end)
        )
        if place is None:
            return None
        if fuzz.ratio(self._words, self._new[slice(*place)]) < ALIKE_IN_PLACE:
            return None
        left, right = self._beside(place)
        if max(left, right) < ALIKE_IN_PLACE:
            return None
        return whole_signs(self._old, (self._start, self._end), self._new, place)

    def _beside(self, place: Place) -> tuple[float, float]:
        old, new, wide = self._old, self._new, CONTEXT_WIDTH
        return (
            fuzz.ratio(
                old[max(0, self._start - wide) : self._start],
                new[max(0, place[0] - wide) : place[0]],
            ),
            fuzz.ratio(old[self._end : self._end + wide], new[place[1] : place[1] + wide]),
        )

    def _doubles(self, place: Place) -> list[Place]:
        """Where else the words may be, as a line of theirs stands there once more."""
        found = []
        for low, high in self._twins.beside((self._start, self._end), place):
            words = self._words[:_LONGEST_PASSAGE]
            like = fuzz.partial_ratio_alignment(words, self._new[low:high])
            if like is not None and like.dest_start < like.dest_end:
                found.append(to_words(self._new, (low + like.dest_start, low + like.dest_end)))
        return [one for one in found if not touch(one, place)]

    def _by_context(self) -> Found:
        """Like words in what came in newly, with one side of what was around them."""
        likes = list(self._likes())
        if len(likes) != 1:
            outcome = Outcome.AMBIGUOUS if likes else Outcome.LOST
            return Found(outcome, None, tuple(likes[:_MOST]) or self._what_stands_there())
        (like,) = likes
        if min(self._beside(like)) < ALIKE_ELSEWHERE:
            return Found(Outcome.LOST, None, (like,))
        place = whole_signs(self._old, (self._start, self._end), self._new, like)
        return Found(Outcome.CHANGED, place)

    def _likes(self) -> Iterator[Place]:
        """Words like these in what came in newly."""
        if not _TELLING // 2 <= len(self._words) <= _LONGEST_PASSAGE:
            return
        for gap in islice(self._alignment.gaps(), _MOST_TRIED):
            low, high = gap.new
            like = _most_like(self._words, self._new[low:high], ALIKE_ELSEWHERE)
            if like is not None and (place := trimmed(self._new, low + like[0], low + like[1])):
                yield to_words(self._new, place)

    def _what_stands_there(self) -> tuple[Place, ...]:
        place = trimmed(
            self._new, self._alignment.start(self._start), self._alignment.end(self._end)
        )
        longest = 2 * len(self._words) + CONTEXT_WIDTH
        return () if place is None or place[1] - place[0] > longest else (place,)


def _most_like(passage: str, text: str, alike: int) -> Place | None:
    """The piece of the text that is most like the passage, if it is like enough."""
    if not len(passage) // 2 < len(text) <= _LONGEST_GAP:
        return None
    found = fuzz.partial_ratio_alignment(passage, text, score_cutoff=alike)
    if found is None or found.dest_end - found.dest_start < len(passage) // 2:
        return None
    return found.dest_start, found.dest_end
