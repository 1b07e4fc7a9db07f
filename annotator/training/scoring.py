"""How near one person's marks are to the known answers: matched as agreement matches them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from annotator.agreement import sums
from annotator.agreement.coefficients import f1
from annotator.agreement.matching import (
    USUAL_THRESHOLD,
    Candidate,
    candidates,
    matched,
    same_label,
)
from annotator.agreement.material import Compared, Mark, Reading
from annotator.agreement.sums import Scale
from annotator.agreement.tallying import tally

#: The known answers are read as one person's marks, and the attempt as another's.
_KNOWN, _OWN = 0, 1


class Outcome(StrEnum):
    """What became of a known answer, or of a mark."""

    FOUND = "found"
    VERDICT = "verdict"
    LABEL = "label"
    MISSED = "missed"
    BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class Score:
    """The counts that every figure follows from.

    `known` answers and `marked` ones; of these pairs with the same borders (`exact`), that match
    (`overlapping`), and that match with one label (`labelled`); of matched claims with two ratings
    (`judged`) those with the same one (`agreeing`); and the `right` ones: matched, of one label,
    and with the known rating where one is known.
    """

    known: int
    marked: int
    exact: int
    overlapping: int
    labelled: int
    judged: int
    agreeing: int
    right: int

    @property
    def whole(self) -> Fraction:
        """The score, 0 to 1: F1 of the right ones; 1 where nothing is known and nothing marked."""
        if not self.known + self.marked:
            return Fraction(1)
        return Fraction(2 * self.right, self.known + self.marked)

    @property
    def span_exact(self) -> float | None:
        """F1 of borders, whatever the label; None where there is no mark at all."""
        return f1(self.exact, self.known + self.marked)

    @property
    def span_overlap(self) -> float | None:
        """F1 of marks that match, whatever the label."""
        return f1(self.overlapping, self.known + self.marked)

    @property
    def span_label(self) -> float | None:
        """F1 of marks that match with the same label."""
        return f1(self.labelled, self.known + self.marked)

    @property
    def verdicts(self) -> float | None:
        """Of matched claims that both judged, the share with the same rating."""
        return self.agreeing / self.judged if self.judged else None

    def reaches(self, percent: int) -> bool:
        """Whether the score, exactly and not as it is rounded, is so many per cent at least."""
        return self.whole * 100 >= percent


@dataclass(frozen=True, slots=True)
class Line:
    """A known answer beside what was marked of it, or one of them alone."""

    outcome: Outcome
    known: Mark | None
    own: Mark | None

    @property
    def borders_differ(self) -> bool:
        """Whether both are there and do not begin and end at the same places."""
        two = self.known, self.own
        return two[0] is not None and two[1] is not None and two[0].pieces != two[1].pieces

    @property
    def start(self) -> int:
        """Where it stands in the text."""
        return min(one.pieces[0][0] for one in (self.known, self.own) if one is not None)


def score(known: Sequence[Mark], own: Sequence[Mark], scale: Scale, length: int) -> Score:
    """The counts of one attempt; `length` is that of the text, in code points.

    Both sequences stand in order, as `material.in_order` puts them.
    """
    readings = _readings(known, own)
    tallied = tally(Compared("", 0, length, b"", date.min, readings), scale, USUAL_THRESHOLD)
    row, size = tallied.pairs[_KNOWN, _OWN], len(scale.ratings)
    rated = sums.matrix(row, sums.RATED, size)
    return Score(
        len(known),
        len(own),
        round(row[sums.EXACT]),
        round(row[sums.OVERLAPPING]),
        round(sum(one[sums.OVERLAPPING] for one in tallied.labels.values())),
        round(row[sums.JUDGED]),
        round(sum(rated[place][place] for place in range(size))),
        sum(_is_right(known[a], own[b]) for a, b in _pairs(_found(readings))),
    )


def lines(known: Sequence[Mark], own: Sequence[Mark]) -> list[Line]:
    """Each known answer and each mark, in the order of the text.

    What matches with one label goes first; of the rest, what matches with another label.
    """
    found = candidates(_readings(known, own), USUAL_THRESHOLD)
    same = _pairs(same_label(found))
    firsts, seconds = {a for a, _ in same}, {b for _, b in same}
    left = [one for one in found if one[2][1] not in firsts and one[3][1] not in seconds]
    other = _pairs(left)
    firsts |= {a for a, _ in other}
    seconds |= {b for _, b in other}
    told = [Line(_outcome(known[a], own[b]), known[a], own[b]) for a, b in same + other]
    told += [Line(Outcome.MISSED, one, None) for a, one in enumerate(known) if a not in firsts]
    told += [Line(Outcome.BEYOND, None, one) for b, one in enumerate(own) if b not in seconds]
    return sorted(told, key=lambda line: line.start)


def _readings(known: Sequence[Mark], own: Sequence[Mark]) -> tuple[Reading, Reading]:
    return Reading(_KNOWN, tuple(known)), Reading(_OWN, tuple(own))


def _found(readings: tuple[Reading, Reading]) -> list[Candidate]:
    return same_label(candidates(readings, USUAL_THRESHOLD))


def _pairs(found: Iterable[Candidate]) -> list[tuple[int, int]]:
    return matched(found).pairs.get((_KNOWN, _OWN), [])


def _is_right(known: Mark, own: Mark) -> bool:
    # A rating that is not known is asked of nobody.
    return known.rating is None or known.rating == own.rating


def _outcome(known: Mark, own: Mark) -> Outcome:
    if known.label != own.label:
        return Outcome.LABEL
    return Outcome.FOUND if _is_right(known, own) else Outcome.VERDICT
