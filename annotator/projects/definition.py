"""What a project offers beside its ratings: kinds of claims, roles, evidence fields, thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

import orjson


class FieldUse(StrEnum):
    """How the card shows a field of a source; one that is required and empty is told of."""

    SHOWN = "shown"
    FOLDED = "folded"
    REQUIRED = "required"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list; `id` is snake_case and stays when the label changes."""

    id: str
    label: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where a warning begins; none of them refuses anything."""

    #: A verdict that rests on fewer sources of different origin is warned about.
    independent_sources: int = 2
    #: Characters from which on a short form is called long.
    short_form: int = 75


#: The lists of a definition, in the order in which pages show them.
LISTS = ("claim_types", "context_roles", "media", "flags")


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of what a project offers; each list runs in the order in which it is shown.

    `preset` is the scale that it was made from. `retired` has the entries that were in a list
    of an earlier version and are not any more, by list: marks that have them keep them.
    """

    preset: str
    claim_types: tuple[Choice, ...]
    context_roles: tuple[Choice, ...]
    media: tuple[Choice, ...]
    flags: tuple[Choice, ...]
    evidence_fields: Mapping[str, FieldUse]
    thresholds: Thresholds = Thresholds()
    retired: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def offered(self, name: str) -> tuple[Choice, ...]:
        """The entries of one of the `LISTS` that can be chosen now."""
        entries: tuple[Choice, ...] = getattr(self, name)
        return entries

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that every source is to have."""
        return tuple(name for name, use in self.evidence_fields.items() if use is FieldUse.REQUIRED)

    def with_lists(self, lists: Mapping[str, tuple[Choice, ...]]) -> Definition:
        """The same with all of its `LISTS` as given."""
        return replace(self, **{name: lists[name] for name in LISTS})  # type: ignore[arg-type]

    def known(self, name: str) -> dict[str, Choice]:
        """By id, every entry of one of the `LISTS`, the retired ones last."""
        return {one.id: one for one in (*self.offered(name), *self.retired.get(name, ()))}


AVERITEC_TYPES = (
    Choice("event_property", "Event/Property Claim", "Something happened, or has a property."),
    Choice("numerical", "Numerical Claim", "A number, an amount, a comparison or a ranking."),
    Choice("quote_verification", "Quote Verification", "Somebody said or wrote something."),
    Choice("causal", "Causal Claim", "One thing brought about another."),
    Choice("position_statement", "Position Statement", "What somebody holds or stands for."),
    Choice("speculative", "Speculative", "What may happen, or may have happened."),
    Choice("opinion", "Opinion", "A view that evidence cannot settle."),
    Choice("media_publishing", "Media Publishing", "Where a picture or a recording comes from."),
    Choice("media_analysis", "Media Analysis", "What a picture or a recording shows."),
)

CONTEXT_ROLES = (
    Choice("background", "Background", "What a reader has to know first."),
    Choice("time", "Time", "When it was."),
    Choice("place", "Place", "Where it was."),
    Choice("definition", "Definition", "What a word means here."),
    Choice("prior_event", "Prior event", "What came before."),
    Choice("qualification", "Qualification", "What limits a claim or a quote."),
)

#: AVeriTeC's eight.
MEDIA = (
    Choice("web_text", "Web text"),
    Choice("web_table", "Web table"),
    Choice("pdf", "PDF"),
    Choice("image", "Image/graphic"),
    Choice("video", "Video"),
    Choice("audio", "Audio"),
    Choice("metadata", "Metadata"),
    Choice("other", "Other"),
)

#: That a source is the article itself is worked out, and nobody says it.
FLAGS = (
    Choice("biased", "Biased"),
    Choice("misinformation", "Known for misinformation"),
    Choice("satire", "Satire"),
    Choice("dead", "Dead link"),
    Choice("fact_check", "Another fact-check"),
)

#: Every field of a source whose use a project decides; address and stance are always there.
EVIDENCE_FIELDS: Mapping[str, FieldUse] = {
    "title": FieldUse.SHOWN,
    "excerpt": FieldUse.SHOWN,
    "publisher": FieldUse.FOLDED,
    "published_on": FieldUse.FOLDED,
    "retrieved_on": FieldUse.FOLDED,
    "archive": FieldUse.FOLDED,
    "location": FieldUse.FOLDED,
    "medium": FieldUse.FOLDED,
    "question": FieldUse.FOLDED,
    "set": FieldUse.FOLDED,
    "same_origin_as": FieldUse.FOLDED,
    "primary": FieldUse.FOLDED,
    "expert": FieldUse.FOLDED,
    "flags": FieldUse.FOLDED,
}

#: What a version without a definition offers, which every version did before there were any.
DEFAULT_DEFINITION = Definition(
    "averitec", AVERITEC_TYPES, CONTEXT_ROLES, MEDIA, FLAGS, EVIDENCE_FIELDS
)


def definition_to_json(definition: Definition) -> str:
    """The definition as it is stored."""
    return orjson.dumps(asdict(definition)).decode()


@lru_cache(maxsize=256)
def definition_from_json(stored: str | None) -> Definition:
    """The definition that was stored; versions never change, so they are remembered."""
    if stored is None:
        return DEFAULT_DEFINITION
    found: dict[str, Any] = orjson.loads(stored)
    uses = found["evidence_fields"]
    return Definition(
        preset=found["preset"],
        **{name: _choices(found[name]) for name in LISTS},
        evidence_fields={key: FieldUse(uses.get(key, use)) for key, use in EVIDENCE_FIELDS.items()},
        thresholds=Thresholds(**found["thresholds"]),
        retired={name: _choices(entries) for name, entries in found["retired"].items()},
    )


def _choices(stored: Iterable[Mapping[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(**one) for one in stored)
