"""Scales that others work with, as a desk may start from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from annotator.projects.definition import DEFAULT_DEFINITION, Choice, Definition
from annotator.projects.scheme import DEFAULT_RATINGS, Rating


@dataclass(frozen=True, slots=True)
class Preset:
    """A scale with what is offered beside it; `name` is what its makers call it."""

    id: str
    name: str
    ratings: tuple[Rating, ...]
    definition: Definition


_SUPPORTED = ("Supported", "SUPPORTS")
_REFUTED = ("Refuted", "REFUTES")
#: FEVER has no word for a claim that is partly right; AVeriTeC's is the nearest there is.
_CONFLICTING = ("Conflicting Evidence/Cherrypicking", None)

#: PolitiFact's six, from its own method; it has no rating for a claim that nobody can settle.
POLITIFACT_RATINGS = (
    Rating("true", "True", True, 6, *_SUPPORTED, 5, "supported", "circle-check"),
    Rating("mostly_true", "Mostly True", True, 5, *_SUPPORTED, 4, "supported", "check"),
    Rating("half_true", "Half True", True, 4, *_CONFLICTING, 3, "conflicting", "contrast"),
    Rating("mostly_false", "Mostly False", True, 3, *_REFUTED, 2, "refuted", "circle-alert"),
    Rating("false", "False", True, 2, *_REFUTED, 1, "refuted", "circle-x"),
    Rating("pants_on_fire", "Pants on Fire", True, 1, *_REFUTED, 1, "refuted", "triangle-alert"),
)

#: The words that Google's documentation gives to ClaimReview's numbers.
CLAIMREVIEW_RATINGS = (
    Rating("false", "False", True, 1, *_REFUTED, 1, "refuted", "circle-x"),
    Rating("mostly_false", "Mostly false", True, 2, *_REFUTED, 2, "refuted", "circle-alert"),
    Rating("half_true", "Half true", True, 3, *_CONFLICTING, 3, "conflicting", "contrast"),
    Rating("mostly_true", "Mostly true", True, 4, *_SUPPORTED, 4, "supported", "check"),
    Rating("true", "True", True, 5, *_SUPPORTED, 5, "supported", "circle-check"),
)

#: Full Fact's seven classes of sentences (arXiv 1809.08193).
FULL_FACT_TYPES = (
    Choice("personal_experience", "Personal experience", "What nobody else can check."),
    Choice(
        "quantity",
        "Quantity in the past or present",
        "A value, how it changed, a comparison or a ranking.",
    ),
    Choice(
        "correlation_or_causation",
        "Correlation or causation",
        "That things go together, that one brings about another, or that neither is so.",
    ),
    Choice(
        "laws_or_rules",
        "Current laws or rules of operation",
        "What the rules are, and how they change.",
    ),
    Choice("prediction", "Prediction", "What will be, or would be."),
    Choice(
        "other_claim",
        "Other type of claim",
        "A voting record, public opinion, support for a policy, a quote, a definition.",
    ),
    Choice("not_a_claim", "Not a claim"),
)

_ALL = (
    Preset("averitec", "AVeriTeC", DEFAULT_RATINGS, DEFAULT_DEFINITION),
    Preset(
        "politifact",
        "PolitiFact",
        POLITIFACT_RATINGS,
        replace(DEFAULT_DEFINITION, preset="politifact"),
    ),
    Preset(
        "claimreview",
        "ClaimReview",
        CLAIMREVIEW_RATINGS,
        replace(DEFAULT_DEFINITION, preset="claimreview"),
    ),
    # Full Fact concludes in words and on no scale, so the ratings are the default ones.
    Preset(
        "full_fact",
        "Full Fact",
        DEFAULT_RATINGS,
        replace(DEFAULT_DEFINITION, preset="full_fact", claim_types=FULL_FACT_TYPES),
    ),
)

#: By id, the default first.
PRESETS: Mapping[str, Preset] = {preset.id: preset for preset in _ALL}
