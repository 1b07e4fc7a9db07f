"""What can be wrong with a review, by rule; each has its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from annotator.errors import AnnotatorError, Invalid, Remark


class Rule(StrEnum):
    """The rules; a record breaks one, or the check behind it does."""

    CONTEXT = "context"
    TYPE = "type"
    CLAIM_REVIEWED = "claim_reviewed"
    LONG_CLAIM = "long_claim"
    RATING_IN_CLAIM = "rating_in_claim"
    URL = "url"
    OTHER_SITE = "other_site"
    ONE_A_PAGE = "one_a_page"
    PUBLISHER = "publisher"
    NO_PUBLISHER = "no_publisher"
    DAY = "day"
    NO_DAY = "no_day"
    RATING = "rating"
    RATING_WORDS = "rating_words"
    LONG_RATING = "long_rating"
    NUMBERS = "numbers"
    SCALE = "scale"
    OFF_SCALE = "off_scale"
    NOT_WHOLE = "not_whole"
    CLAIM = "claim"
    NO_CLAIM = "no_claim"
    CLAIMANT = "claimant"
    NO_CLAIMANT = "no_claimant"
    SAME_AS = "same_as"
    NO_SAME_AS = "no_same_as"
    NO_CLAIM_DAY = "no_claim_day"
    APPEARANCE = "appearance"
    NO_APPEARANCE = "no_appearance"
    OWN_SITE = "own_site"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
    # What no record can show.
    NO_VERDICT = "no_verdict"
    NOT_PUBLIC = "not_public"
    TOLD_WITHDRAWN = "told_withdrawn"
    NO_PUBLICATION = "no_publication"
    STALE_WORDS = "stale_words"
    STALE = "stale"
    TURNED_ROUND = "turned_round"


@dataclass(frozen=True, slots=True)
class Fault:
    """A broken rule. With `refuses`, the review cannot be published so."""

    rule: Rule
    error: AnnotatorError
    refuses: bool

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in English."""
        return str(self.error)


def refused(rule: Rule, error: Invalid) -> Fault:
    """A fault that stands in the way."""
    return Fault(rule, error, refuses=True)


def remarked(rule: Rule, error: Remark) -> Fault:
    """A fault that is told, and stands in nobody's way."""
    return Fault(rule, error, refuses=False)
