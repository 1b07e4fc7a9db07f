"""What adjudication changed in one reviewer's work, and why; nobody else is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.adjudication.comparing import Difference, differing
from annotator.adjudication.models import Adjudication, Decision
from annotator.adjudication.standing import Case, Held, marks_of
from annotator.annotations.models import Part
from annotator.projects.scheme import Rating


@dataclass(frozen=True, slots=True)
class Shown:
    """A mark as it is told of."""

    held: Held
    rating: Rating | None

    @property
    def words(self) -> str:
        """Its own words."""
        pieces = self.held.annotation.fragments
        return " … ".join(piece.exact for piece in pieces if piece.part is Part.CONTENT)

    @property
    def label(self) -> str:
        """What it is."""
        return self.held.annotation.label.value

    @property
    def rationale(self) -> str | None:
        """The rationale of its verdict in force."""
        return self.held.verdict.rationale if self.held.verdict else None


@dataclass(frozen=True, slots=True)
class Told:
    """One decision, for one reviewer: `own` is None for what others marked and was kept.

    `differences` names in what gold is not as they have it: those of `Difference`, and
    `rationale` where the rating is theirs and the reason for it is another's.
    """

    decision: Adjudication
    own: Shown | None
    golds: Sequence[Shown]
    differences: Sequence[str]

    @property
    def became(self) -> str:
        """In one word: same, changed, dropped, beside (it stands beside another), or added."""
        if self.own is None:
            return "added"
        if self.decision.decision is Decision.DROPPED:
            return "dropped"
        if self.decision.decision is Decision.BOTH:
            return "beside"
        return "changed" if self.differences else "same"


def told_to(case: Case, person: int) -> list[Told]:
    """What became of each of a person's marks, and what was added, in the order of the text."""
    found = []
    for decision in case.in_force:
        marks = [case.held[key] for key in sorted(marks_of(decision)) if key in case.held]
        own = next((one for one in marks if one.annotation.author_id == person), None)
        golds = [case.held[mark.annotation_id] for mark in decision.golds]
        if own is not None or golds:
            found.append(_told(case, decision, own, golds))
    return sorted(found, key=_place)


def _told(case: Case, decision: Adjudication, own: Held | None, golds: Sequence[Held]) -> Told:
    apart: frozenset[Difference] = frozenset()
    if own is not None and len(golds) == 1:
        apart = differing([own.marked, golds[0].marked])[0]
    mine = None if own is None else _shown(case, own)
    shown = [_shown(case, gold) for gold in golds]
    order = (Difference.LABEL, Difference.EDGES, Difference.VERDICT, Difference.FIELDS)
    return Told(
        decision,
        mine,
        shown,
        [*(one.value for one in order if one in apart), *_reasoned(apart, mine, shown)],
    )


def _reasoned(
    apart: frozenset[Difference], mine: Shown | None, golds: Sequence[Shown]
) -> Sequence[str]:
    """Adjudication compares ratings: of two who gave the same, the reason of one is taken."""
    if mine is None or not mine.rationale or len(golds) != 1 or Difference.VERDICT in apart:
        return ()
    return () if golds[0].rationale in {mine.rationale, None} else ("rationale",)


def _shown(case: Case, held: Held) -> Shown:
    verdict = held.verdict
    known = verdict and case.scheme.rating_then(verdict.scheme_version_id, verdict.rating)
    return Shown(held, known or None)


def _place(told: Told) -> int:
    shown = told.own or told.golds[0]
    return shown.held.marked.place[0]
