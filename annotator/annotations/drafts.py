"""What somebody asks for, checked for form but not yet against the text or the rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from annotator.annotations.models import Basis, Label, Part, QuoteKind, Voice


class Keep(Enum):
    """The value of a field that the request did not name: leave it as it is."""

    #: No text: in a fingerprint of the request it must not look like somebody's word.
    KEEP = ("keep",)


KEEP = Keep.KEEP


@dataclass(frozen=True, slots=True)
class FragmentDraft:
    """One piece of a mark, in code points; `exact` are the words that stand there."""

    part: Part
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """What a claim has beside its mark and its wording; `speaker` is an id, `types` are ids.

    A day and its basis go together: None as the day takes both away.
    """

    short: str | None | Keep = KEEP
    types: tuple[str, ...] | Keep = KEEP
    voice: Voice | None | Keep = KEEP
    speaker: str | None | Keep = KEEP
    place: str | None | Keep = KEEP
    made_on: date | None | Keep = KEEP
    made_on_basis: Basis | None | Keep = KEEP
    checkworthy: bool | None | Keep = KEEP
    checkworthy_reason: str | None | Keep = KEEP


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """What a quote has beside its words and its kind; `speaker` is an id."""

    speaker: str | None | Keep = KEEP
    addressee: str | None | Keep = KEEP
    language: str | None | Keep = KEEP
    original_words: str | None | Keep = KEEP


@dataclass(frozen=True, slots=True)
class ContextDraft:
    """What a piece of context has beside its words; `role` is an id of the scheme."""

    role: str | None | Keep = KEEP


@dataclass(frozen=True, slots=True)
class AnnotationDraft:
    """A mark as it should be. `version` is what the change is based on; 0 makes a new one.

    `claim`, `quote` and `context` are None where nothing is said of what is rarely filled.
    """

    id: str
    version: int
    label: Label | Keep = KEEP
    fragments: tuple[FragmentDraft, ...] | Keep = KEEP
    note: str | None | Keep = KEEP
    wording: str | None | Keep = KEEP
    quote_kind: QuoteKind | None | Keep = KEEP
    claim: ClaimDraft | None = None
    quote: QuoteDraft | None = None
    context: ContextDraft | None = None
