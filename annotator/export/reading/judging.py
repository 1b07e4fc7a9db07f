"""The columns of verdicts and sources, in the order of the rows that they become."""

from __future__ import annotations

from typing import Any

from annotator.export.reading.casts import Casts, plain
from annotator.sources.models import Source
from annotator.verdicts.models import Verdict


def verdict_columns(casts: Casts) -> tuple[Any, ...]:
    """Those of `VerdictRow`."""
    return (
        casts.id(Verdict.annotation_id),
        casts.id(Verdict.id),
        Verdict.scheme_version_id,
        Verdict.rating,
        Verdict.decisive,
        Verdict.rationale,
        Verdict.decided_by,
        casts.time(Verdict.decided_at),
        Verdict.guideline_version,
        plain(Verdict.confidence),
        casts.date(Verdict.effective_on),
        Verdict.correction_note,
        plain(Verdict.public_state),
    )


def source_columns(casts: Casts) -> tuple[Any, ...]:
    """Those of `SourceRow`."""
    return (
        casts.id(Source.annotation_id),
        casts.id(Source.id),
        Source.position,
        Source.url,
        Source.title,
        Source.publisher,
        casts.date(Source.published_on),
        plain(Source.stance),
        Source.excerpt,
        Source.added_by,
        casts.time(Source.added_at),
        *_evidence_columns(casts),
    )


def _evidence_columns(casts: Casts) -> tuple[Any, ...]:
    return (
        casts.date(Source.retrieved_on),
        Source.archive_url,
        casts.date(Source.archived_on),
        Source.medium,
        Source.location,
        Source.question,
        Source.answer,
        plain(Source.answer_type),
        Source.boolean_explanation,
        Source.set_number,
        casts.id(Source.same_origin_as),
        Source.is_primary,
        Source.flags,
        Source.expert,
        Source.affiliation,
        Source.interest,
    )
