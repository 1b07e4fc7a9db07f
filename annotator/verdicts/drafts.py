"""A verdict as somebody chooses it, or what somebody says to the one in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from annotator.annotations.drafts import KEEP, Keep
from annotator.annotations.models import Confidence, PublicState


class Answer(StrEnum):
    """What somebody says to the verdict in force without choosing another."""

    CONFIRM = "confirm"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """A rating somebody chose, what belongs to it, or both.

    An empty rating takes the choice back. `answer` goes alone.
    """

    id: str
    rating: str | Keep = KEEP
    rationale: str | None | Keep = KEEP
    confidence: Confidence | None | Keep = KEEP
    effective_on: date | None | Keep = KEEP
    correction_note: str | None | Keep = KEEP
    public_state: PublicState | None | Keep = KEEP
    answer: Answer | None = None
