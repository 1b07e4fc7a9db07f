"""A person says where a mark belongs that a correction could not place, or placed wrongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from annotator.accounts.person import Person
from annotator.annotations.drafts import FragmentDraft
from annotator.annotations.models import Part, StaleReason
from annotator.annotations.service import mark_stale, place_annotation, touch
from annotator.articles.queries import RevisionText, revision_text
from annotator.audit.models import Action
from annotator.audit.service import Change, Row, change_of, lock_chain, record, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.revisions.models import Carry, Settled
from annotator.revisions.queries import newest_id
from annotator.revisions.service import fragments_json, text_changed
from annotator.text.sentences import SentenceIndex
from annotator.verdicts.queries import judged_among

MOST_WORDS = 5000


@dataclass(frozen=True, slots=True)
class SettleDraft:
    """What a person decided. `candidate` counts from 0; `words` are one text a piece."""

    how: Settled
    candidate: int | None = None
    words: tuple[str, ...] = ()


def settle_carry(carry: Carry, draft: SettleDraft, *, person: Person) -> None:
    """Do what the draft says, with its events; the same decision again changes nothing.

    Its author decides about a mark, and nobody else: a lead never edits a reviewer's marks.
    Raises `Invalid`, `NotFound` for anybody else, or `Conflict` where the article was corrected
    again.
    """
    lock_chain(carry.project_id)
    if carry.annotation.author_id != person.id:
        raise NotFound("There is no such mark.")
    if carry.settled is draft.how and draft.how in {Settled.KEPT, Settled.CONFIRMED}:
        return
    if carry.settled is Settled.OVERTAKEN or newest_id(carry.article_id) != carry.to_id:
        raise Conflict("The article was corrected again; settle the mark in the newest report.")
    before = snapshot(carry)
    changes = _apply(carry, draft)
    carry.settled, carry.settled_by, carry.settled_at = draft.how, person.id, now()
    db.session.flush()
    settled = change_of(Action.CARRY_SETTLED, carry, before=before, article_id=carry.article_id)
    record(carry.project_id, [*changes, settled], actor=person.actor)


def candidates_of(carry: Carry) -> list[tuple[FragmentDraft, ...]]:
    """The places that were offered, each as the pieces of the mark."""
    return [_pieces(one) for one in orjson.loads(carry.candidates)]


def pieces_before(carry: Carry) -> tuple[FragmentDraft, ...]:
    """The mark's pieces in the earlier text."""
    return _pieces(orjson.loads(carry.fragments_before))


def pieces_after(carry: Carry) -> tuple[FragmentDraft, ...] | None:
    """The mark's pieces in the corrected text; None where it has no place in it."""
    if carry.fragments_after is None:
        return None
    return _pieces(orjson.loads(carry.fragments_after))


def _apply(carry: Carry, draft: SettleDraft) -> list[Change]:
    if draft.how is Settled.CONFIRMED:
        if carry.fragments_after is None:
            raise Invalid("This mark has no place yet; choose one, mark its words, or keep it.")
        return []
    if draft.how is Settled.KEPT:
        return _put_back(carry)
    newest = revision_text(carry.to_id)
    if draft.how is Settled.CHOSEN:
        return _place(carry, newest, _chosen(carry, draft.candidate))
    return _place(carry, newest, _found(carry, newest, draft.words))


def _chosen(carry: Carry, number: int | None) -> tuple[FragmentDraft, ...]:
    offered = candidates_of(carry)
    if number is None or not 0 <= number < len(offered):
        raise Invalid("Choose one of the places.", "candidate")
    return offered[number]


def _found(carry: Carry, newest: RevisionText, words: Sequence[str]) -> tuple[FragmentDraft, ...]:
    """The words as pieces, where each stands once in the corrected text, in their order."""
    parts = [piece.part for piece in pieces_before(carry)]
    pieces = []
    for number, (part, given) in enumerate(zip(parts, words, strict=False)):
        exact = given.strip()
        if not exact and part is not Part.CONTENT:
            continue
        start = _only_place(newest.text, exact, f"words-{number}")
        pieces.append(FragmentDraft(part, start, start + len(exact), exact))
    return tuple(pieces)


def _only_place(text: str, exact: str, field: str) -> int:
    if not exact:
        raise Invalid("Type the words as they stand in the corrected text.", field)
    start = text.find(exact)
    if start < 0:
        raise Invalid("“%(words)s” does not stand in the corrected text.", field, words=exact[:80])
    if text.find(exact, start + 1) >= 0:
        raise Invalid(
            "“%(words)s” stands more than once; add the words beside it.", field, words=exact[:80]
        )
    return start


def _place(carry: Carry, text: RevisionText, pieces: Sequence[FragmentDraft]) -> list[Change]:
    annotation = carry.annotation
    before = snapshot(annotation)
    place_annotation(annotation, text, pieces)
    old = pieces_before(carry)
    carry.sentence_changed = _sentence(carry.from_id, old) != _sentence(carry.to_id, pieces)
    words = [piece.exact for piece in old]
    changed = text_changed(annotation, words, sentence=carry.sentence_changed)
    if changed and judged_among([annotation.id]):
        mark_stale(annotation, StaleReason.REVISION)
    carry.fragments_after = orjson.dumps(fragments_json(pieces)).decode()
    return [_moved(carry, before)]


def _put_back(carry: Carry) -> list[Change]:
    """Leave the mark with the earlier text, and take it there if it was carried away."""
    annotation = carry.annotation
    if annotation.revision_id == carry.from_id:
        return []
    before = snapshot(annotation)
    place_annotation(annotation, revision_text(carry.from_id), pieces_before(carry))
    carry.fragments_after = None
    return [_moved(carry, before)]


def _moved(carry: Carry, before: Row) -> Change:
    annotation = carry.annotation
    touch(annotation)
    db.session.flush()
    return change_of(
        Action.ANNOTATION_MOVED, annotation, before=before, article_id=annotation.article_id
    )


def _sentence(revision_id: str, pieces: Sequence[FragmentDraft]) -> str:
    text = revision_text(revision_id)
    content = [piece for piece in pieces if piece.part is Part.CONTENT]
    first, last = min(piece.start for piece in content), max(piece.end for piece in content)
    return SentenceIndex(text.text, text.layout, text.language).touching(first, last)[1]


def _pieces(rows: Sequence[Row]) -> tuple[FragmentDraft, ...]:
    return tuple(
        FragmentDraft(Part(row["part"]), row["start"], row["end"], row["exact"]) for row in rows
    )
