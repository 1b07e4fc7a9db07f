"""What a correction would do to each mark; nothing is written here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Annotation, Part
from annotator.articles.drafts import ArticleDraft, check_blocks, check_field, check_length
from annotator.articles.queries import RevisionText
from annotator.errors import Invalid
from annotator.text.alignment import Alignment
from annotator.text.canonical import canonicalise
from annotator.text.carrying import Arrangement, Carried, Piece, Standing, carry
from annotator.text.layout import Layout, check_layout
from annotator.text.places import Outcome
from annotator.text.relayout import carried_layout
from annotator.text.sentences import SentenceIndex
from annotator.text.visible import said

MAX_REASON = 2000


@dataclass(frozen=True, slots=True)
class Comparison:
    """A corrected text, checked, with the revision that it replaces and how the two compare."""

    before: RevisionText
    text: str
    layout: Layout
    title: str | None
    source_sha256: str | None
    alignment: Alignment


@dataclass(frozen=True, slots=True)
class Planned:
    """One mark and what would become of it; `after` is None where it has no place."""

    annotation: Annotation
    outcome: Outcome
    before: tuple[FragmentDraft, ...]
    after: tuple[FragmentDraft, ...] | None
    candidates: tuple[tuple[FragmentDraft, ...], ...]
    sentence_changed: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """The revisions that marks stand in, by id, and each one's alignment with the new text."""

    corrected: Comparison
    revisions: Mapping[str, RevisionText]
    alignments: dict[str, Alignment] = field(default_factory=dict)

    def alignment(self, revision_id: str) -> Alignment:
        """How that revision's text compares with the corrected one."""
        if revision_id == self.corrected.before.id:
            return self.corrected.alignment
        if revision_id not in self.alignments:
            old = self.revisions[revision_id].text
            self.alignments[revision_id] = Alignment(old, self.corrected.text)
        return self.alignments[revision_id]


def compare(before: RevisionText, draft: ArticleDraft) -> Comparison:
    """Check the draft's text as a correction of the revision; raises `Invalid`."""
    check_length(draft.text)
    text = canonicalise(draft.text)
    check_length(text)
    if draft.title is not None:
        check_field("title", draft.title)
    alignment = Alignment(before.text, text)
    layout = draft.layout or carried_layout(alignment, before.layout)
    check_layout(text, layout)
    check_blocks(layout)
    if text == before.text and layout == before.layout:
        raise Invalid("The text is the same as before; there is nothing to correct.", "text")
    return Comparison(before, text, layout, draft.title, draft.source_sha256, alignment)


def check_reason(reason: str) -> str:
    """The reason without white space at its ends; raises `Invalid` for none, or a book."""
    reason = said(reason)
    if not 1 <= len(reason) <= MAX_REASON:
        raise Invalid(
            "Say why the text is corrected, in at most %(most)s characters.",
            "reason",
            most=MAX_REASON,
        )
    return reason


def plan(texts: Texts, annotations: Iterable[Annotation]) -> list[Planned]:
    """What would become of each of these marks, revision by revision."""
    by_revision: dict[str, list[Annotation]] = {}
    for annotation in annotations:
        by_revision.setdefault(annotation.revision_id, []).append(annotation)
    new = texts.corrected
    now = SentenceIndex(new.text, new.layout, new.before.language)
    found: list[Planned] = []
    for revision_id, marks in by_revision.items():
        old = texts.revisions[revision_id]
        was = SentenceIndex(old.text, old.layout, old.language)
        pieces = [_pieces(annotation) for annotation in marks]
        results = carry(texts.alignment(revision_id), pieces)
        for annotation, result in zip(marks, results, strict=True):
            found.append(_planned(annotation, result, new.text, was, now))
    return found


def counted(planned: Sequence[Planned]) -> dict[Outcome, int]:
    """How many marks come to each outcome, all outcomes in their order; removed ones apart."""
    counts = Counter(one.outcome for one in planned if one.annotation.removed_at is None)
    return {outcome: counts[outcome] for outcome in Outcome}


def fragments_of(annotation: Annotation) -> tuple[FragmentDraft, ...]:
    """A mark's pieces as they stand."""
    return tuple(
        FragmentDraft(piece.part, piece.start, piece.end, piece.exact)
        for piece in annotation.fragments
    )


def _pieces(annotation: Annotation) -> list[Piece]:
    return [
        Piece(
            piece.start,
            piece.end,
            Standing.NEEDED if piece.part is Part.CONTENT else Standing.BESIDE,
        )
        for piece in annotation.fragments
    ]


def _planned(
    annotation: Annotation, result: Carried, text: str, was: SentenceIndex, now: SentenceIndex
) -> Planned:
    before = fragments_of(annotation)
    after = None if result.places is None else _placed(annotation, result.places, text)
    changed = after is None or _sentence(was, before) != _sentence(now, after)
    candidates = tuple(_placed(annotation, one, text) for one in result.candidates)
    return Planned(annotation, result.outcome, before, after, candidates, changed)


def _placed(annotation: Annotation, places: Arrangement, text: str) -> tuple[FragmentDraft, ...]:
    return tuple(
        FragmentDraft(piece.part, place[0], place[1], text[slice(*place)])
        for piece, place in zip(annotation.fragments, places, strict=True)
        if place is not None
    )


def _sentence(index: SentenceIndex, pieces: Sequence[FragmentDraft]) -> str:
    content = [piece for piece in pieces if piece.part is Part.CONTENT]
    first, last = min(piece.start for piece in content), max(piece.end for piece in content)
    return index.touching(first, last)[1]
