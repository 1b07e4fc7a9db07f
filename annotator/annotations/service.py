"""The rules of marks: they name words that are there, have one author, and are never lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annotator.accounts.person import Person
from annotator.annotations.drafts import KEEP, AnnotationDraft, FragmentDraft, Keep
from annotator.annotations.models import (
    Annotation,
    Claim,
    Fragment,
    Label,
    Layer,
    Part,
    Quote,
    QuoteKind,
    StaleReason,
)
from annotator.articles.queries import RevisionText
from annotator.clock import now
from annotator.errors import Invalid
from annotator.text.quoting import proposed_kind
from annotator.text.spans import check_apart, check_fragment

MAX_FRAGMENTS = 50

_NO_CLAIM: dict[str, Any] = dict.fromkeys(Claim.__table__.columns.keys())


def create_annotation(
    project_id: int,
    article_id: str,
    revision: RevisionText,
    draft: AnnotationDraft,
    *,
    author: Person,
) -> Annotation:
    """A new mark in the author's own layer, at version 1, for the caller to insert.

    Raises `Invalid`.
    """
    label, pieces = _whole(draft)
    moment = now()
    annotation = Annotation(
        id=draft.id,
        project_id=project_id,
        article_id=article_id,
        revision_id=revision.id,
        author_id=author.id,
        layer=Layer.REVIEWER,
        label=label,
        version=1,
        created_at=moment,
        updated_at=moment,
        note=None,
        origin=None,
        removed_at=None,
    )
    _give_parts(annotation, _checked_fragments(pieces, label, revision, project_id, draft.id))
    _take_words(annotation, revision, draft)
    return annotation


def revise_annotation(
    annotation: Annotation, revision: RevisionText, draft: AnnotationDraft
) -> None:
    """Apply what the draft names; the verdict of a claim whose words change goes stale."""
    label = annotation.label if isinstance(draft.label, Keep) else draft.label
    if not isinstance(draft.fragments, Keep):
        pieces = _checked_fragments(
            draft.fragments, label, revision, annotation.project_id, annotation.id
        )
        _replace_fragments(annotation, pieces)
    elif label is not Label.QUOTE:
        _refuse_parts([fragment.part for fragment in annotation.fragments])
    annotation.label = label
    _take_words(annotation, revision, draft)


def place_annotation(
    annotation: Annotation, revision: RevisionText, pieces: Sequence[FragmentDraft]
) -> None:
    """Put a mark on words of another revision; raises `Invalid` unless they stand there."""
    checked = _checked_fragments(
        tuple(pieces), annotation.label, revision, annotation.project_id, annotation.id
    )
    _replace_fragments(annotation, checked)
    annotation.revision_id = revision.id


def remove_annotation(annotation: Annotation) -> None:
    """Put a mark out of sight; everything about it stays."""
    if annotation.removed_at is not None:
        raise Invalid("This mark is removed already.")
    annotation.removed_at = now()


def restore_annotation(annotation: Annotation) -> None:
    """Bring a removed mark back as it was."""
    if annotation.removed_at is None:
        raise Invalid("This mark was not removed.")
    annotation.removed_at = None


def touch(annotation: Annotation) -> None:
    """Count a change to the mark, or to what hangs on it."""
    annotation.version += 1
    annotation.updated_at = max(now(), annotation.created_at)


def claim_of(annotation: Annotation) -> Claim:
    """The claim's own row, made when it is first needed; raises `Invalid` for other labels."""
    if annotation.label is not Label.CLAIM:
        raise Invalid("Only a claim has a wording, sources and a verdict.", "label")
    if annotation.claim is None:
        annotation.claim = empty_claim(annotation)
    return annotation.claim


def empty_claim(annotation: Annotation) -> Claim:
    """A claim's row that says nothing yet."""
    own = {"annotation_id": annotation.id, "project_id": annotation.project_id}
    return Claim(**{**_NO_CLAIM, **own})


def empty_quote(annotation: Annotation) -> Quote:
    """A quote's row that says nothing yet."""
    return Quote(
        annotation_id=annotation.id,
        project_id=annotation.project_id,
        kind=None,
        speaker_id=None,
        addressee=None,
        language=None,
        original_words=None,
    )


def mark_stale(annotation: Annotation, reason: StaleReason) -> None:
    """Say why the newest verdict needs another look; the first reason stays."""
    # Whatever the label is now: a mark relabelled and back again has its verdicts back.
    if annotation.claim is not None and annotation.claim.stale_reason is None:
        annotation.claim.stale_reason = reason


def _whole(draft: AnnotationDraft) -> tuple[Label, tuple[FragmentDraft, ...]]:
    if isinstance(draft.label, Keep):
        raise Invalid("A new mark needs a label: claim, quote or context.", "label")
    if isinstance(draft.fragments, Keep):
        raise Invalid("A new mark needs the words that it marks.", "fragments")
    return draft.label, draft.fragments


def _give_parts(annotation: Annotation, fragments: list[Fragment]) -> None:
    # As if they had been read, but without what tracks changes: no session knows a mark that is
    # only inserted.
    claim = empty_claim(annotation) if annotation.label is Label.CLAIM else None
    vars(annotation).update(fragments=fragments, claim=claim, quote=None, context=None)


def _take_words(annotation: Annotation, revision: RevisionText, draft: AnnotationDraft) -> None:
    _take_kind(annotation, revision, draft)
    if not isinstance(draft.note, Keep):
        annotation.note = draft.note or None
    if draft.wording is KEEP:
        if annotation.label is Label.CLAIM:
            claim_of(annotation)
        return
    claim_of(annotation).wording = draft.wording or None


def _take_kind(annotation: Annotation, revision: RevisionText, draft: AnnotationDraft) -> None:
    kind = draft.quote_kind
    if isinstance(kind, Keep):
        if annotation.label is not Label.QUOTE or annotation.quote is not None:
            return
        # Nobody said: the punctuation does, until somebody knows better.
        kind = _punctuated(annotation, revision)
    elif annotation.label is not Label.QUOTE:
        raise Invalid("Only a quote is direct, indirect or mixed.", "quote-kind")
    if annotation.quote is None:
        annotation.quote = empty_quote(annotation)
    annotation.quote.kind = kind


def _punctuated(annotation: Annotation, revision: RevisionText) -> QuoteKind | None:
    content = [
        (fragment.start, fragment.end)
        for fragment in annotation.fragments
        if fragment.part is Part.CONTENT
    ]
    found = proposed_kind(revision.text, content)
    return None if found is None else QuoteKind(found)


def _checked_fragments(
    drafts: tuple[FragmentDraft, ...],
    label: Label,
    revision: RevisionText,
    project_id: int,
    annotation_id: str,
) -> list[Fragment]:
    if not 1 <= len(drafts) <= MAX_FRAGMENTS:
        raise Invalid("A mark has between 1 and %(most)s pieces.", "fragments", most=MAX_FRAGMENTS)
    _check_parts([draft.part for draft in drafts], label)
    for index, draft in enumerate(drafts):
        check_fragment(
            revision.text, draft.start, draft.end, draft.exact, prefix=f"fragments-{index}"
        )
    check_parts_apart([(draft.part, draft.start, draft.end) for draft in drafts])
    return [
        Fragment(
            annotation_id=annotation_id,
            position=position,
            project_id=project_id,
            part=draft.part,
            start=draft.start,
            end=draft.end,
            exact=draft.exact,
        )
        for position, draft in enumerate(drafts, start=1)
    ]


def _check_parts(parts: list[Part], label: Label) -> None:
    if label is not Label.QUOTE:
        _refuse_parts(parts)
    if Part.CONTENT not in parts:
        raise Invalid("A mark needs at least one piece of content.", "fragments")


def check_parts_apart(pieces: Sequence[tuple[Part, int, int]], field: str = "fragments") -> None:
    """Raise `Invalid` if two pieces of one part have a character in common.

    Content, cue and speaker may each come in several pieces, and share words with another.
    """
    for part in Part:
        check_apart([(start, end) for own, start, end in pieces if own is part], field)


def _refuse_parts(parts: list[Part]) -> None:
    if any(part is not Part.CONTENT for part in parts):
        raise Invalid("Only a quote has a cue and a speaker.", "fragments")


def _replace_fragments(annotation: Annotation, pieces: list[Fragment]) -> None:
    # In place, row by row: positions are part of the key, so a row is changed, not swapped.
    for old, new in zip(annotation.fragments, pieces, strict=False):
        old.part, old.start, old.end, old.exact = new.part, new.start, new.end, new.exact
    for surplus in annotation.fragments[len(pieces) :]:
        annotation.fragments.remove(surplus)
    annotation.fragments.extend(pieces[len(annotation.fragments) :])
