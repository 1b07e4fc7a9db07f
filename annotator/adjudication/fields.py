"""What a mark says beside its words, in the parts in which an adjudicator chooses it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.annotations.models import Annotation, Claim, Context, Label, Quote

#: The columns of each part: one cannot be had without the other. By the label that has them.
OF_CLAIM: Mapping[str, tuple[str, ...]] = {
    "wording": ("wording",),
    "short": ("short",),
    "types": ("types",),
    "voice": ("voice", "speaker_id"),
    "place": ("place",),
    "made_on": ("made_on", "made_on_basis"),
    "checkworthy": ("checkworthy",),
}
OF_QUOTE: Mapping[str, tuple[str, ...]] = {
    "kind": ("kind",),
    "speaker": ("speaker_id",),
    "addressee": ("addressee",),
    "language": ("language",),
    "original_words": ("original_words",),
}
OF_CONTEXT: Mapping[str, tuple[str, ...]] = {"role": ("role",)}

BY_LABEL = {Label.CLAIM: OF_CLAIM, Label.QUOTE: OF_QUOTE, Label.CONTEXT: OF_CONTEXT}
#: Every name there is.
NAMES = (*OF_CLAIM, *OF_QUOTE, *OF_CONTEXT)
#: What is copied with a part and is no difference of its own.
_BESIDE = {"checkworthy": ("checkworthy_reason",)}


def row_beside(mark: Annotation) -> Claim | Quote | Context | None:
    """The row that has what the mark says beside its words."""
    if mark.label is Label.CLAIM:
        return mark.claim
    return mark.quote if mark.label is Label.QUOTE else mark.context


def said(mark: Annotation) -> dict[str, tuple[Any, ...]]:
    """What the mark says, by the name of the part; what it does not say is not there."""
    row = row_beside(mark)
    if row is None:
        return {}
    values = {
        name: tuple(getattr(row, column) for column in columns)
        for name, columns in BY_LABEL[mark.label].items()
    }
    return {name: value for name, value in values.items() if any(one is not None for one in value)}


def copied(name: str, label: Label, mark: Annotation) -> dict[str, Any]:
    """The columns of one part, as the mark has them."""
    row = row_beside(mark)
    columns = (*BY_LABEL[label][name], *_BESIDE.get(name, ()))
    return {column: getattr(row, column, None) for column in columns}
