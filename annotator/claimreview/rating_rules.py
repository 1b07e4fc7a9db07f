"""The rules for the rating of a review: words always, numbers all three or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from annotator.claimreview.building import WITHDRAWN
from annotator.claimreview.faults import Fault, Rule, refused, remarked
from annotator.claimreview.values import is_number, is_text, kind_of
from annotator.errors import Invalid, Remark

#: A rating longer than this is cut off where it is shown.
LONG_RATING = 60


def rating_faults(record: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the rating; a review that is withdrawn has none."""
    rating = record.get("reviewRating")
    if rating is None and record.get("creativeWorkStatus") == WITHDRAWN:
        return
    if not isinstance(rating, Mapping) or kind_of(rating) != "Rating":
        yield refused(Rule.RATING, Invalid("The review has no rating.", "reviewRating"))
        return
    label = rating.get("alternateName")
    if not is_text(label):
        yield refused(
            Rule.RATING_WORDS,
            Invalid("The rating is not said in words.", "reviewRating.alternateName"),
        )
    elif len(label) > LONG_RATING:
        yield remarked(
            Rule.LONG_RATING,
            Remark(
                "The rating is cut off where it is shown: its meaning has to come first.",
                "reviewRating.alternateName",
            ),
        )
    yield from _of_numbers(rating)


def _of_numbers(rating: Mapping[str, Any]) -> Iterator[Fault]:
    numbers = [rating.get(key) for key in ("ratingValue", "worstRating", "bestRating")]
    if all(one is None for one in numbers):
        return
    known = [one for one in numbers if is_number(one)]
    if len(known) < 3:
        error = Invalid(
            "A rating has three numbers, its value and both ends of its scale, or none.",
            "reviewRating",
        )
        yield refused(Rule.NUMBERS, error)
        return
    yield from _of_scale(*known)


def _of_scale(value: float, worst: float, best: float) -> Iterator[Fault]:
    where = "reviewRating.ratingValue"
    if worst < 1 or best <= worst:
        error = Invalid(
            "A scale begins at 1 or above, and its best is more than its worst.",
            "reviewRating.bestRating",
        )
        yield refused(Rule.SCALE, error)
    elif not worst <= value <= best:
        yield refused(Rule.OFF_SCALE, Invalid("The rating's number is not on its scale.", where))
    elif value != int(value):
        yield remarked(Rule.NOT_WHOLE, Remark("The rating's number is not a whole one.", where))
