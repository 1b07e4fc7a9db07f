"""The measures by name, each from one row of sums, with what was compared for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from annotator.agreement import sums
from annotator.agreement.coefficients import (
    ac1,
    alpha,
    by_name,
    by_rank,
    f1,
    kappa,
    nominal_alpha,
)
from annotator.agreement.material import LABELS
from annotator.agreement.sums import Scale
from annotator.agreement.tokens import SETS

Sums = Sequence[float]


class Measure(StrEnum):
    """What is measured, and how."""

    SPAN_EXACT = "span_exact_f1"
    SPAN_OVERLAP = "span_overlap_f1"
    TOKEN_F1 = "token_f1"  # noqa: S105 - a word of the text is no secret
    TOKEN_ALPHA = "token_alpha"  # noqa: S105
    UNITIZING_ALPHA = "unitizing_alpha"
    LABEL_KAPPA = "label_kappa"
    LABEL_ALPHA = "label_alpha"
    LABEL_AC1 = "label_ac1"
    VERDICT_ORDINAL = "verdict_ordinal_alpha"
    VERDICT_NOMINAL = "verdict_nominal_alpha"


class Why(StrEnum):
    """Why there is no figure, or no interval."""

    NOTHING = "nothing_compared"
    ONE_VALUE = "one_value_only"
    FEW_ARTICLES = "fewer_than_two_articles"
    UNSTEADY = "undefined_in_resamples"


class Unit(StrEnum):
    """What the number beside a figure counts."""

    MARKS = "marks"
    WORDS = "words"
    CHARACTERS = "characters"
    MATCHED_MARKS = "matched_marks"
    MATCHED_CLAIMS = "matched_claims"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one cut: its value with the interval around it, and of how many what.

    `reason` says why there is no value, `interval_reason` why there is no interval.
    """

    measure: Measure
    value: float | None
    low: float | None
    high: float | None
    n: int
    unit: Unit
    reason: Why | None
    interval_reason: Why | None


@dataclass(frozen=True, slots=True)
class Way:
    """How a measure is reckoned from sums, and how many units these are."""

    measure: Measure
    unit: Unit
    value: Callable[[Sums], float | None]
    count: Callable[[Sums], float]


def ways(scale: Scale) -> dict[Measure, Way]:
    """Every measure that one row of sums has."""
    found = (
        *_of_spans(),
        Way(Measure.LABEL_KAPPA, Unit.MATCHED_MARKS, _kappa, _at(sums.UNITS)),
        Way(Measure.LABEL_ALPHA, Unit.MATCHED_MARKS, _label_alpha, _at(sums.UNITS)),
        Way(Measure.LABEL_AC1, Unit.MATCHED_MARKS, _ac1, _at(sums.UNITS)),
        Way(
            Measure.VERDICT_ORDINAL,
            Unit.MATCHED_CLAIMS,
            partial(_ordinal, scale),
            _at(sums.ON_SCALE),
        ),
        Way(
            Measure.VERDICT_NOMINAL, Unit.MATCHED_CLAIMS, partial(_nominal, scale), _at(sums.JUDGED)
        ),
    )
    return {way.measure: way for way in found}


def _of_spans() -> tuple[Way, ...]:
    return (
        Way(
            Measure.SPAN_EXACT,
            Unit.MARKS,
            lambda row: f1(row[sums.EXACT], row[sums.MARKS]),
            _at(sums.MARKS),
        ),
        Way(
            Measure.SPAN_OVERLAP,
            Unit.MARKS,
            lambda row: f1(row[sums.OVERLAPPING], row[sums.MARKS]),
            _at(sums.MARKS),
        ),
        Way(
            Measure.TOKEN_F1,
            Unit.WORDS,
            lambda row: f1(row[sums.COMMON], row[sums.MARKED]),
            _at(sums.MARKED),
        ),
        Way(Measure.TOKEN_ALPHA, Unit.WORDS, _token_alpha, _at(sums.WORDS)),
        Way(Measure.UNITIZING_ALPHA, Unit.CHARACTERS, _unitizing, _at(sums.CHARACTERS)),
    )


def _at(place: int) -> Callable[[Sums], float]:
    return lambda row: row[place]


def _occurs(row: Sums) -> Sums:
    return row[sums.OCCURS : sums.OCCURS + SETS]


def _token_alpha(row: Sums) -> float | None:
    return nominal_alpha(row[sums.AGREEING], _occurs(row))


def _unitizing(row: Sums) -> float | None:
    chance = row[sums.UNIT_EXPECTED]
    return 1 - row[sums.UNIT_OBSERVED] / chance if chance else None


def _kappa(row: Sums) -> float | None:
    return kappa(sums.matrix(row, sums.LABELLED, len(LABELS)))


def _label_alpha(row: Sums) -> float | None:
    return alpha(sums.matrix(row, sums.LABELLED, len(LABELS)), by_name)


def _ac1(row: Sums) -> float | None:
    shares = row[sums.SHARES : sums.SHARES + len(LABELS)]
    return ac1(row[sums.UNITS], row[sums.UNITS_AGREEING], shares)


def _nominal(scale: Scale, row: Sums) -> float | None:
    return alpha(sums.matrix(row, sums.RATED, len(scale.ratings)), by_name)


def _ordinal(scale: Scale, row: Sums) -> float | None:
    """Ratings of one order are one rank: what is between them is nothing."""
    ranks = sorted(set(scale.ranks))
    found = [[0.0] * len(ranks) for _ in ranks]
    table = sums.matrix(row, scale.ranked, len(scale.ranks))
    for one, said in zip(scale.ranks, table, strict=True):
        for other, count in zip(scale.ranks, said, strict=True):
            found[ranks.index(one)][ranks.index(other)] += count
    return alpha(found, by_rank)
