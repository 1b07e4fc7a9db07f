"""What a claim, a quote or a piece of context has beside its words, and what it may say."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson

from annotator.annotations.drafts import (
    KEEP,
    AnnotationDraft,
    ClaimDraft,
    ContextDraft,
    Keep,
    QuoteDraft,
)
from annotator.annotations.models import Annotation, Claim, Context, Label, Quote, Voice
from annotator.annotations.service import claim_of, empty_quote
from annotator.articles.drafts import check_field
from annotator.errors import Invalid
from annotator.projects.definition import Choice, Definition
from annotator.speakers.queries import project_of

#: The longest short form that is stored; a project says from which length it is called long.
MAX_SHORT = 300
MAX_PLACE = 200
MAX_ADDRESSEE = 300


def take_particulars(
    annotation: Annotation, draft: AnnotationDraft, definition: Definition
) -> None:
    """Apply what the draft names; raises `Invalid` for what the label or the scheme has not."""
    if draft.claim is not None:
        _take_claim(annotation, draft.claim, definition)
    if draft.quote is not None:
        _take_quote(annotation, draft.quote)
    if draft.context is not None:
        _take_context(annotation, draft.context, definition)


def types_of(claim: Claim | None) -> list[str]:
    """The ids of a claim's types, in the order of the scheme that they were chosen from."""
    return orjson.loads(claim.types) if claim is not None and claim.types else []


def types_json(types: Sequence[str]) -> str | None:
    """Types as they are stored."""
    return orjson.dumps(list(types)).decode() if types else None


def check_claim(claim: Claim) -> None:
    """Raise `Invalid`, with the name of the field, for what contradicts itself."""
    _check_length(claim.short, MAX_SHORT, "short")
    _check_length(claim.place, MAX_PLACE, "place")
    if claim.voice is Voice.OUTLET and claim.speaker_id is not None:
        raise Invalid("What the outlet says in its own voice has no other speaker.", "speaker")
    if (claim.made_on is None) != (claim.made_on_basis is None):
        raise Invalid(
            "The day and how it is known are given together: give both, or neither.",
            "made_on_basis",
        )


def check_quote(quote: Quote) -> None:
    """Raise `Invalid`, with the name of the field, for a language that is none."""
    _check_length(quote.addressee, MAX_ADDRESSEE, "addressee")
    if quote.language is not None:
        check_field("language", quote.language)


def check_types(types: Sequence[str], known: Collection[str]) -> None:
    """Raise `Invalid` for a type that is there twice, or that the project does not know."""
    for place, one in enumerate(types):
        if one in types[:place]:
            raise Invalid("The type “%(type)s” is there twice.", "types", type=one)
        if one not in known:
            raise Invalid(
                "“%(type)s” is no type of claim in this project: choose among its types.",
                "types",
                type=one,
            )


def check_role(role: str | None, known: Collection[str]) -> None:
    """Raise `Invalid` for a role of context that the project does not know."""
    if role is not None and role not in known:
        raise Invalid(
            "“%(role)s” is no role of context in this project: choose one of its roles.",
            "role",
            role=role,
        )


def _take_claim(annotation: Annotation, draft: ClaimDraft, definition: Definition) -> None:
    claim = claim_of(annotation)
    if not isinstance(draft.types, Keep):
        claim.types = _in_order(types_of(claim), draft.types, definition.known("claim_types"))
    named = _named(draft)
    named.pop("types", None)
    if "speaker" in named:
        claim.speaker_id = _speaker(annotation, named.pop("speaker"), "claim")
    for name, value in named.items():
        setattr(claim, name, value)
    if "made_on" in named and claim.made_on is None:
        claim.made_on_basis = None
    _prefixed("claim", check_claim, claim)


def _in_order(held: Sequence[str], types: Sequence[str], known: Mapping[str, Choice]) -> str | None:
    _prefixed("claim", check_types, types, {*known, *held})
    places = {one: place for place, one in enumerate(dict.fromkeys((*known, *held)))}
    return types_json(sorted(types, key=lambda one: places[one]))


def _take_quote(annotation: Annotation, draft: QuoteDraft) -> None:
    if annotation.label is not Label.QUOTE:
        raise Invalid("Only a quote has an addressee and original words.", "label")
    quote = annotation.quote
    if quote is None:
        quote = annotation.quote = empty_quote(annotation)
    named = _named(draft)
    if "speaker" in named:
        quote.speaker_id = _speaker(annotation, named.pop("speaker"), "quote")
    for name, value in named.items():
        setattr(quote, name, value)
    _prefixed("quote", check_quote, quote)


def _speaker(annotation: Annotation, speaker_id: str | None, prefix: str) -> str | None:
    if speaker_id is not None and project_of(speaker_id) != annotation.project_id:
        raise Invalid(
            "This project knows no such speaker: choose one of its speakers, or type a new name.",
            f"{prefix}-speaker",
        )
    return speaker_id


def _take_context(annotation: Annotation, draft: ContextDraft, definition: Definition) -> None:
    if isinstance(draft.role, Keep):
        return
    if annotation.label is not Label.CONTEXT:
        raise Invalid("Only a piece of context has a role.", "label")
    context = annotation.context
    if context is None:
        if draft.role is None:
            return
        context = annotation.context = Context(
            annotation_id=annotation.id, project_id=annotation.project_id, role=None
        )
    if draft.role != context.role:
        _prefixed("context", check_role, draft.role, definition.known("context_roles"))
    context.role = draft.role


def _prefixed(prefix: str, check: Any, *values: Any) -> None:
    """Run a check; what it refuses is told of the field as the workspace sends it."""
    try:
        check(*values)
    except Invalid as error:
        raise Invalid(error.sentence, f"{prefix}-{error.field}", **error.values) from None


def _named(draft: ClaimDraft | QuoteDraft) -> dict[str, Any]:
    """What a draft says something of; an empty text is none."""
    values = {one.name: getattr(draft, one.name) for one in fields(draft)}
    return {
        name: None if value == "" else value for name, value in values.items() if value is not KEEP
    }


def _check_length(value: str | None, most: int, field: str) -> None:
    if value is not None and len(value) > most:
        raise Invalid(
            "It is %(length)s characters long, and may have %(longest)s.",
            field,
            length=len(value),
            longest=most,
        )
