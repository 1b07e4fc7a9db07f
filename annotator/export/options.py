"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from annotator.annotations.choosing import ClaimChoice
from annotator.annotations.models import Layer
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.errors import Invalid


class Unit(StrEnum):
    """What one line is."""

    ARTICLE = "article"
    SPAN = "span"
    CLAIM = "claim"


class Layers(StrEnum):
    """Whose marks are written."""

    ALL = "all"
    REVIEWER = Layer.REVIEWER.value
    GOLD = Layer.GOLD.value


class Kind(StrEnum):
    """What is written."""

    JSONL = "jsonl"
    BRAT = "brat"
    AVERITEC = "averitec"
    CLAIMREVIEW = "claimreview"


class Revisions(StrEnum):
    """Which texts of a corrected article are written."""

    NEWEST = "newest"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Options:
    """One export: the unit of its lines, the layers, and how persons are called.

    With `submitted_only`, reviewers' marks are written once they have been submitted. With
    `known_on`, all is written as it had been recorded by then.
    """

    unit: Unit = Unit.ARTICLE
    layer: Layers = Layers.ALL
    names: bool = False
    submitted_only: bool = False
    kind: Kind = Kind.JSONL
    revisions: Revisions = Revisions.NEWEST
    known_on: datetime | None = None
    #: What was said about the marks that are written.
    comments: bool = False
    #: The claims that are meant, where a line or a record is a claim.
    only: ClaimChoice = ClaimChoice()
    #: The articles that are written: in a blind project, those on which others' work is open.
    reach: Reach = EVERYWHERE

    @property
    def is_by_the_claim(self) -> bool:
        """Whether each line or record is a claim."""
        if self.kind is Kind.JSONL:
            return self.unit is Unit.CLAIM
        return self.kind in {Kind.AVERITEC, Kind.CLAIMREVIEW}

    def check(self) -> None:
        """Raise `Invalid` for earlier texts or comments beside anything but lossless articles, and
        for some of the claims beside anything that is not written by the claim.
        """
        if not self.only.is_everything and not self.is_by_the_claim:
            raise Invalid(
                "Claims of one type or one speaker are written by the claim only: as JSON Lines "
                "of claims, as AVeriTeC or as ClaimReview.",
                "type",
            )
        whole = self.unit is Unit.ARTICLE and self.kind is Kind.JSONL
        if self.comments and not whole:
            raise Invalid(
                "Comments are written as JSON Lines by the article only; choose that, or leave "
                "them out.",
                "comments",
            )
        if self.comments and self.revisions is Revisions.ALL:
            raise Invalid(
                "Comments are written beside the newest texts only; leave them out, or the earlier "
                "texts.",
                "comments",
            )
        if self.revisions is Revisions.ALL and not whole:
            raise Invalid(
                "Earlier texts are written as JSON Lines by the article only; choose that, or "
                "leave them out.",
                "revisions",
            )
