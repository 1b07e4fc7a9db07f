"""Marks from rows to JSON, in the key order of the native format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from annotator.annotations.models import Label
from annotator.export.reading.rows import AdjudicationRow, FragmentRow, SourceRow, VerdictRow
from annotator.export.reading.snapshot import Chunk
from annotator.export.records.proof import ProvedText
from annotator.links.models import LinkKind
from annotator.links.service import fits
from annotator.projects.scheme import Rating
from annotator.sources.rules import flags_from_json
from annotator.speakers.queries import KnownSpeaker

Record = dict[str, Any]

#: What `particulars` are of a mark that is no claim.
_NO_PARTICULARS: Record = {
    "short": None,
    "types": [],
    "voice": None,
    "speaker": None,
    "place": None,
    "made_on": None,
    "made_on_basis": None,
    "checkworthy": None,
    "checkworthy_reason": None,
}
_CLAIM, _QUOTE, _CONTEXT = Label.CLAIM.value, Label.QUOTE.value, Label.CONTEXT.value


class Mark:
    """One annotation of a chunk, with its fragments proved."""

    __slots__ = ("end", "fragments", "id", "is_claim", "place", "row", "start")

    def __init__(self, rows: Sequence[FragmentRow], proved: ProvedText) -> None:
        self.row = row = rows[0]
        self.id: str = row.id
        self.fragments = [proved.fragment(piece) for piece in rows]
        self.start: int = row.start
        self.end: int = row.end
        if len(rows) > 1:
            self.start = min(row.start for row in rows)
            self.end = max(row.end for row in rows)
        #: What marks are sorted by: first start, then longest, then id.
        self.place = (self.start, -self.end, self.id)
        #: A mark that was a claim once keeps its verdicts, out of sight.
        self.is_claim: bool = row.label == _CLAIM


class MarkRecords:
    """Builds the JSON of marks for one export."""

    def __init__(
        self,
        persons: dict[int, str],
        schemes: dict[int, tuple[int, dict[str, Rating]]],
        speakers: Mapping[str, KnownSpeaker],
    ) -> None:
        self._speakers = speakers
        self._persons = persons
        self._schemes = schemes
        #: The ratings of every version, those of the first version first.
        self.rating_ids = tuple(
            dict.fromkeys(
                rating for _, ratings in sorted(schemes.values(), key=_number) for rating in ratings
            )
        )

    def annotation(self, mark: Mark, chunk: Chunk) -> Record:
        """An annotation of the article unit."""
        row = mark.row
        return {
            "id": mark.id,
            "version": row.version,
            "layer": row.layer,
            "author": self._persons[row.author_id],
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "label": row.label,
            "fragments": mark.fragments,
            "note": row.note,
            "claim": self.claim(mark, chunk) if mark.is_claim else None,
            "quote": self._quote(row) if row.label == _QUOTE else None,
            "context": _context(row),
            "adjudication": self._adjudication(chunk.adjudications.get(mark.id)),
            "origin": None if row.origin is None else orjson.Fragment(row.origin),
        }

    def _adjudication(self, row: AdjudicationRow | None) -> Record | None:
        """What was decided about a gold mark."""
        if row is None:
            return None
        return {
            "from": orjson.Fragment(row.from_ids),
            "decision": row.decision,
            "category": row.category,
            "reason": row.reason,
            "decided_by": self._persons[row.decided_by],
            "decided_at": row.decided_at,
        }

    def links(self, marks: Sequence[Mark], article_id: str, chunk: Chunk) -> list[Record]:
        """The links between these marks that fit, by id; those of other marks are left out."""
        rows = {mark.id: mark.row for mark in marks}
        return [
            {
                "id": link.id,
                "from": link.from_id,
                "to": link.to_id,
                "kind": link.kind,
                "layer": rows[link.from_id].layer,
                "author": self._persons[link.author_id],
            }
            for link in chunk.links.get(article_id, ())
            if link.from_id in rows
            and link.to_id in rows
            and _joins(link.kind, rows[link.from_id].label, rows[link.to_id].label)
        ]

    def claim(self, mark: Mark, chunk: Chunk) -> Record:
        """What a claim has beside its mark."""
        row = mark.row
        verdicts = self.verdicts(mark, chunk)
        return {
            "wording": row.wording,
            **self.particulars(row),
            "pending_choice": row.pending_rating,
            "verdict": verdicts[-1] if verdicts else None,
            "verdicts": verdicts,
            "sources": self.sources(mark, chunk),
            "pending_rationale": row.pending_rationale,
            "pending_confidence": row.pending_confidence,
            "pending_effective_on": row.pending_effective_on,
            "pending_correction_note": row.pending_correction_note,
            "pending_public_state": row.pending_public_state,
        }

    def particulars(self, row: FragmentRow) -> Record:
        """What is known of a claim beside its words."""
        return {
            "short": row.short,
            "types": [] if row.types is None else orjson.Fragment(row.types),
            "voice": row.voice,
            "speaker": self._speaker(row.claim_speaker),
            "place": row.claim_place,
            "made_on": row.made_on,
            "made_on_basis": row.made_on_basis,
            "checkworthy": row.checkworthy,
            "checkworthy_reason": row.checkworthy_reason,
        }

    def beside(self, mark: Mark) -> Record:
        """What a mark of any label has beside its words, in one row; null, or empty, where its
        label has no such thing.
        """
        row = mark.row
        is_quote = row.label == _QUOTE
        found = self.particulars(row) if mark.is_claim else _NO_PARTICULARS
        return {
            **found,
            **({"speaker": self._speaker(row.quote_speaker)} if is_quote else {}),
            "quote_kind": row.quote_kind if is_quote else None,
            "addressee": row.addressee if is_quote else None,
            "original_language": row.quote_language if is_quote else None,
            "original_words": row.original_words if is_quote else None,
            "context_role": row.context_role if row.label == _CONTEXT else None,
        }

    def verdicts(self, mark: Mark, chunk: Chunk) -> list[Record]:
        """The history of verdicts, oldest first; only the newest can be stale."""
        rows = chunk.verdicts.get(mark.id)
        if rows is None:
            return []
        found = [self._verdict(row) for row in rows]
        reason = mark.row.stale_reason
        if reason is not None:
            found[-1]["stale"], found[-1]["stale_reason"] = True, reason
        return found

    def sources(self, mark: Mark, chunk: Chunk) -> list[Record]:
        """The source links in their order."""
        return [self._source(row) for row in chunk.sources.get(mark.id, ())]

    def scheme_number(self, scheme_version_id: int) -> int:
        """The number of a version of the scale."""
        return self._schemes[scheme_version_id][0]

    def _quote(self, row: FragmentRow) -> Record | None:
        """What a quote has beside its words; null where nobody said anything of it."""
        values = {
            "kind": row.quote_kind,
            "speaker": self._speaker(row.quote_speaker),
            "addressee": row.addressee,
            "language": row.quote_language,
            "original_words": row.original_words,
        }
        return values if any(value is not None for value in values.values()) else None

    def _speaker(self, speaker_id: str | None) -> Record | None:
        found = self._speakers.get(speaker_id or "")
        if found is None:
            return None
        return {
            "id": found.id,
            "name": found.name,
            "aliases": list(found.aliases),
            "role": found.role,
            "wikidata": found.wikidata,
            "homepage": found.homepage,
        }

    def _verdict(self, row: VerdictRow) -> Record:
        number, ratings = self._schemes[row.scheme_version_id]
        rating = ratings.get(row.rating)
        return {
            "id": row.id,
            "rating": row.rating,
            "label": row.rating if rating is None else rating.label,
            "decisive": row.decisive,
            "rationale": row.rationale,
            "confidence": row.confidence,
            "effective_on": row.effective_on,
            "decided_by": self._persons[row.decided_by],
            "decided_at": row.decided_at,
            "correction_note": row.correction_note,
            "public_state": row.public_state,
            "stale": False,
            "stale_reason": None,
            "scheme_version": number,
            "guideline_version": row.guideline_version,
        }

    def _source(self, row: SourceRow) -> Record:
        return {
            "id": row.id,
            "order": row.position,
            "url": row.url,
            "title": row.title,
            "publisher": row.publisher,
            "published_on": row.published_on,
            "retrieved_on": row.retrieved_on,
            "archive_url": row.archive_url,
            "archived_on": row.archived_on,
            "medium": row.medium,
            "stance": row.stance,
            "excerpt": row.excerpt,
            "location": row.location,
            "question": row.question,
            "answer": row.answer,
            "answer_type": row.answer_type,
            "set": row.set_number,
            "same_origin_as": row.same_origin_as,
            "primary": row.is_primary,
            "flags": flags_from_json(row.flags),
            "added_by": self._persons[row.added_by],
            "added_at": row.added_at,
            "boolean_explanation": row.boolean_explanation,
            "expert": _expert(row),
        }


def _expert(row: SourceRow) -> Record | None:
    """Whom a source lets speak; null where none of it was said."""
    found = {"name": row.expert, "affiliation": row.affiliation, "interest": row.interest}
    return found if any(found.values()) else None


def _joins(kind: str, first: str, second: str) -> bool:
    return fits(LinkKind(kind), Label(first), Label(second))


def _context(row: FragmentRow) -> Record | None:
    """What a piece of context has beside its words; null where nobody said what it is for."""
    if row.label != _CONTEXT or row.context_role is None:
        return None
    return {"role": row.context_role}


def _number(scheme: tuple[int, dict[str, Rating]]) -> int:
    return scheme[0]
