"""What an export is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from annotator.annotations.models import Layer
from annotator.assignments.reach import EVERYWHERE, Reach
from annotator.export.selection import Selection


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


#: The names of the formats that other code asks for; `formats/registry.py` knows them all.
LINES = "jsonl"
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
    #: The name of the format.
    kind: str = LINES
    #: Whether the file is made small, which JSON Lines alone can be.
    compressed: bool = False
    revisions: Revisions = Revisions.NEWEST
    known_on: datetime | None = None
    #: What was said about the marks that are written.
    comments: bool = False
    #: Which marks and articles go in.
    selection: Selection = Selection()
    #: The articles that are written: in a blind project, those on which others' work is open.
    reach: Reach = EVERYWHERE
