"""What an adjudicator asks for, checked for form but not yet against the marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.adjudication.models import Category
from annotator.annotations.models import PublicState
from annotator.sources.models import Stance

#: What stands in place of a mark's id where the words, or the sources, of all are meant.
UNION = "union"
#: The words that all have in common.
OVERLAP = "overlap"
#: A verdict of the adjudicator's own.
OWN = "own"
#: No verdict at all.
NONE = "none"


class Outcome(StrEnum):
    """What is to become of the marks of an item."""

    SETTLE = "settle"
    BOTH = "both"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class OwnVerdict:
    """A rating with its rationale, and what readers outside are told of it.

    All but the rating also stands in place of what a chosen verdict says.
    """

    rating: str = ""
    rationale: str = ""
    public_state: PublicState | None = None
    correction_note: str = ""


@dataclass(frozen=True, slots=True)
class AddedSource:
    """Evidence that the adjudicator brings."""

    id: str
    url: str
    title: str | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Picks:
    """From which mark each part is taken, by its id; an empty one leaves the choice open.

    `words` may be `UNION` or `OVERLAP`, `sources` may be `UNION`, `verdict` may be
    `OWN` or `NONE`, `links` may be `UNION` or `NONE`.
    `fields` are by the names that `fields.py` gives them.
    """

    words: str = UNION
    label: str = ""
    verdict: str = ""
    sources: str = UNION
    fields: Mapping[str, str] = field(default_factory=dict)
    links: str = UNION


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """A decision on the item that holds `marks`, sorted ids, based on its `version`."""

    id: str
    version: int
    marks: tuple[str, ...]
    outcome: Outcome
    category: Category | None
    reason: str
    picks: Picks = Picks()
    verdict: OwnVerdict = OwnVerdict()
    added: tuple[AddedSource, ...] = ()
