"""From rows as events hold them to drafts, as if somebody had filled in the form."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any, TypeVar
from uuid import uuid4

import orjson

from annotator.annotations.drafts import (
    KEEP,
    AnnotationDraft,
    ClaimDraft,
    ContextDraft,
    FragmentDraft,
    QuoteDraft,
)
from annotator.annotations.models import (
    Basis,
    Confidence,
    Label,
    Part,
    PublicState,
    QuoteKind,
    Voice,
)
from annotator.articles.models import Priority
from annotator.articles.planning import Plan
from annotator.audit.service import Row
from annotator.history.rows import PARTS, SOURCE, VERDICT, WORKFLOW
from annotator.projects.drafts import WorkflowDraft
from annotator.sources.drafts import SourceDraft
from annotator.sources.models import AnswerType, Stance
from annotator.speakers.drafts import SpeakerDraft
from annotator.verdicts.drafts import VerdictDraft

Choice = TypeVar("Choice", bound=Enum)


def mark_draft(now: Row, wanted: Row, version: int) -> AnnotationDraft:
    """The mark as it is wanted, on top of this version; pieces that stay are not named."""
    label = Label(wanted["label"])
    part = wanted.get(label.value)
    kept: dict[str, Any] = {}
    if part is not None and label is Label.CLAIM:
        kept = {"wording": part["wording"], "claim": _claim(part)}
    elif part is not None and label is Label.QUOTE:
        kept = {"quote_kind": _choice(QuoteKind, part["kind"]), "quote": _quote(part)}
    elif part is not None:
        kept = {"context": ContextDraft(part["role"])}
    fragments = _fragments(wanted) if wanted["fragments"] != now["fragments"] else KEEP
    return AnnotationDraft(now["id"], version, label, fragments, wanted["note"], **kept)


def source_draft(wanted: Row) -> SourceDraft:
    """The source as it is wanted."""
    said = {name: wanted[name] for name in SOURCE}
    said |= {name: _day(said[name]) for name in ("published_on", "retrieved_on", "archived_on")}
    said |= {"stance": _choice(Stance, said["stance"]), "flags": _list(said["flags"])}
    said["answer_type"] = _choice(AnswerType, said["answer_type"])
    return SourceDraft(wanted["id"], removed=False, **said)


def verdict_draft(wanted: Row) -> VerdictDraft:
    """The same judgement as a choice of today, with an identifier of its own."""
    said = {name: wanted[name] for name in VERDICT}
    said |= {"confidence": _choice(Confidence, said["confidence"])}
    said |= {"public_state": _choice(PublicState, said["public_state"])}
    return VerdictDraft(str(uuid4()), **{**said, "effective_on": _day(said["effective_on"])})


def workflow_draft(wanted: Row) -> WorkflowDraft:
    """The settings; what came since and was not said then is as usual."""
    usual = WorkflowDraft()
    known = {name for name in WORKFLOW if getattr(usual, name) is not None}
    unsaid = {name for name in known if wanted[name] is None}
    return WorkflowDraft(**{name: wanted[name] for name in WORKFLOW if name not in unsaid})


def speaker_draft(wanted: Row) -> SpeakerDraft:
    """What a speaker is called and known by."""
    beside = {name: wanted[name] for name in ("role", "wikidata", "homepage")}
    return SpeakerDraft(wanted["id"], wanted["name"], _list(wanted["aliases"]), **beside)


def plan_draft(wanted: Row) -> Plan:
    """How urgent an article is."""
    return Plan(_choice(Priority, wanted["priority"]), _day(wanted["due_on"]))


def _claim(part: Row) -> ClaimDraft:
    said = {name: part[name] for name in PARTS["claim"] if name not in {"wording", "speaker_id"}}
    said |= {"types": _list(said["types"]), "voice": _choice(Voice, said["voice"])}
    said |= {"made_on": _day(said["made_on"])}
    said |= {"made_on_basis": _choice(Basis, said["made_on_basis"])}
    return ClaimDraft(speaker=part["speaker_id"], **said)


def _quote(part: Row) -> QuoteDraft:
    said = {name: part[name] for name in ("addressee", "language", "original_words")}
    return QuoteDraft(speaker=part["speaker_id"], **said)


def _fragments(row: Row) -> tuple[FragmentDraft, ...]:
    return tuple(
        FragmentDraft(Part(piece["part"]), piece["start"], piece["end"], piece["exact"])
        for piece in row["fragments"]
    )


def _choice(kind: type[Choice], value: str | None) -> Choice | None:
    return None if value is None else kind(value)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _list(value: str | None) -> tuple[str, ...]:
    return tuple(orjson.loads(value)) if value else ()
