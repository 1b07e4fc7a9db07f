"""AVeriTeC's rules for putting evidence together, as advice: it proposes, and decides nothing.

Ratings are named by what they mean in AVeriTeC; a scale that has no such rating gets no advice.
What the parts of a split claim come to is said by the page, which has them all
(static/js/marks/advice.js).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.projects.scheme import Rating, Scheme
from annotator.sources.evidence import Evidence
from annotator.sources.models import AnswerType, Stance

SUPPORTED = "Supported"
REFUTED = "Refuted"
NOT_ENOUGH = "Not Enough Evidence"
CONFLICTING = "Conflicting Evidence/Cherrypicking"


class Reason(StrEnum):
    """Why a rating is proposed."""

    ALL_SUPPORT = "all_support"
    ALL_REFUTE = "all_refute"
    BOTH_SIDES = "both_sides"
    REFUTED_AND_OPEN = "refuted_and_open"
    SUPPORTED_AND_OPEN = "supported_and_open"
    NOTHING_SAID = "nothing_said"


@dataclass(frozen=True, slots=True)
class Advice:
    """What the evidence speaks for: an AVeriTeC label, and why."""

    label: str
    reason: Reason


def advice_from_evidence(evidence: Sequence[Evidence]) -> Advice | None:
    """What the stances and open questions of the sources in force come to; None for no evidence.

    A question is open when it was found unanswerable and nothing else answers it. Refuted and
    open is refuted; supported and open is not enough; absence of support alone is not enough,
    unless evidence ought to exist, which only a person can know.
    """
    sides = {one.stance for one in evidence if one.counts} - {None, Stance.CONTEXT}
    is_open = _has_open_question(evidence)
    if len(sides) == 2:
        return Advice(CONFLICTING, Reason.BOTH_SIDES)
    if Stance.REFUTES in sides:
        return Advice(REFUTED, Reason.REFUTED_AND_OPEN if is_open else Reason.ALL_REFUTE)
    if Stance.SUPPORTS in sides:
        if is_open:
            return Advice(NOT_ENOUGH, Reason.SUPPORTED_AND_OPEN)
        return Advice(SUPPORTED, Reason.ALL_SUPPORT)
    return Advice(NOT_ENOUGH, Reason.NOTHING_SAID) if is_open else None


def rating_for(advice: Advice, scheme: Scheme) -> Rating | None:
    """The first rating of the scale that means what is advised."""
    ratings = scheme.ratings.values()
    return next((rating for rating in ratings if rating.averitec == advice.label), None)


def _has_open_question(evidence: Sequence[Evidence]) -> bool:
    unanswerable = {_asked(one) for one in evidence if one.answer_type is AnswerType.UNANSWERABLE}
    answered = {_asked(one) for one in evidence if one.counts and one.question}
    return bool(unanswerable - answered)


def _asked(one: Evidence) -> str:
    return " ".join((one.question or "").casefold().split())
