"""What somebody asks for, checked for form but not yet against the text or the rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from annotator.annotations.models import Label, Part, QuoteKind


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
class AnnotationDraft:
    """A mark as it should be. `version` is what the change is based on; 0 makes a new one."""

    id: str
    version: int
    label: Label | Keep = KEEP
    fragments: tuple[FragmentDraft, ...] | Keep = KEEP
    note: str | None | Keep = KEEP
    wording: str | None | Keep = KEEP
    quote_kind: QuoteKind | None | Keep = KEEP
