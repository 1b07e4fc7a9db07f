"""What the statements of an export give: plain values, by name.

The fields stand in the order of their statement's columns. A row of SQLAlchemy's own is ten
times slower to ask by name, and an export asks millions of times.
"""

from __future__ import annotations

from typing import NamedTuple


class ArticleRow(NamedTuple):
    """An article with its newest revision."""

    id: str
    external_id: str | None
    url: str | None
    title: str
    byline: str | None
    publisher: str | None
    published_on: str | None
    language: str | None
    origin: str | None
    revision_id: str
    revision: int
    canonical: str
    text: str
    text_sha256: str
    layout: str


class ReviewRow(NamedTuple):
    """One reviewer's work on an article."""

    article_id: str
    reviewer_id: int
    state: str
    submitted_at: str | None
    nothing_to_mark: bool | None
    id: str
    guideline_version: int | None


class FragmentRow(NamedTuple):
    """An annotation, with what it has beside its words, and one of its fragments."""

    article_id: str
    revision_id: str
    id: str
    version: int
    layer: str
    author_id: int
    created_at: str
    updated_at: str
    label: str
    note: str | None
    origin: str | None
    wording: str | None
    pending_rating: str | None
    stale_reason: str | None
    short: str | None
    types: str | None
    voice: str | None
    claim_speaker: str | None
    claim_place: str | None
    made_on: str | None
    made_on_basis: str | None
    checkworthy: bool | None
    checkworthy_reason: str | None
    quote_kind: str | None
    quote_speaker: str | None
    addressee: str | None
    quote_language: str | None
    original_words: str | None
    context_role: str | None
    pending_rationale: str | None
    pending_confidence: str | None
    pending_effective_on: str | None
    pending_correction_note: str | None
    pending_public_state: str | None
    part: str
    start: int
    end: int
    exact: str


class VerdictRow(NamedTuple):
    """A verdict on a claim."""

    annotation_id: str
    id: str
    scheme_version_id: int
    rating: str
    decisive: bool
    rationale: str | None
    decided_by: int
    decided_at: str
    guideline_version: int | None
    confidence: str | None
    effective_on: str | None
    correction_note: str | None
    public_state: str | None


class SourceRow(NamedTuple):
    """A source link of a claim."""

    annotation_id: str
    id: str
    position: int
    url: str | None
    title: str | None
    publisher: str | None
    published_on: str | None
    stance: str | None
    excerpt: str | None
    added_by: int
    added_at: str
    retrieved_on: str | None
    archive_url: str | None
    archived_on: str | None
    medium: str | None
    location: str | None
    question: str | None
    answer: str | None
    answer_type: str | None
    boolean_explanation: str | None
    set_number: int | None
    same_origin_as: str | None
    is_primary: bool | None
    flags: str | None
    expert: str | None
    affiliation: str | None
    interest: str | None


class AdjudicationRow(NamedTuple):
    """What was decided about a gold mark."""

    annotation_id: str
    from_ids: str
    decision: str
    category: str | None
    reason: str | None
    decided_by: int
    decided_at: str


class LinkRow(NamedTuple):
    """An arrow from one annotation to another."""

    article_id: str
    id: str
    from_id: str
    to_id: str
    kind: str
    author_id: int


class PersonRow(NamedTuple):
    """Somebody who is or was in the project."""

    user_id: int
    number: int
    name: str


class SpeakerRow(NamedTuple):
    """Somebody whom marks name."""

    id: str
    name: str
    aliases: str
    role: str | None
    wikidata: str | None
    homepage: str | None
    merged_into: str | None


class SchemeRow(NamedTuple):
    """A version of the rating scale."""

    id: int
    number: int
    ratings: str


class PublisherRow(NamedTuple):
    """Who publishes the checks, and where."""

    name: str
    url: str | None
    checks_url: str | None
    corrections_url: str | None


class DefinitionRow(NamedTuple):
    """What the newest version of the scale defines beside its ratings."""

    definition: str | None


class LengthRow(NamedTuple):
    """An article's place in the queue, and how long its text is."""

    number: int
    length: int


class PieceRow(NamedTuple):
    """A piece of a mark as a report has it; `id` is the mark's."""

    id: str
    part: str
    start: int
    end: int
    exact: str


class RevisionRow(NamedTuple):
    """One of an article's texts."""

    id: str
    number: int
    canonical: str
    text: str
    text_sha256: str
    layout: str


class CorrectionRow(NamedTuple):
    """Why a text was made, and by whom."""

    revision_id: str
    reason: str
    made_by: int | None
    made_at: str


class CarryRow(NamedTuple):
    """What a correction did to one mark."""

    id: str
    annotation_id: str
    from_id: str
    to_id: str
    outcome: str
    version: int
    fragments_before: str
    fragments_after: str | None
    candidates: str
    sentence_changed: bool
    settled: str | None
    settled_by: int | None
    settled_at: str | None


class EventRow(NamedTuple):
    """What an event made of a row."""

    target: str
    target_id: str
    after: str | None


class CorrectedRow(NamedTuple):
    """An article that has more than one text."""

    article_id: str
