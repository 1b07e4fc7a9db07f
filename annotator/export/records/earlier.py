"""The lines of a corrected article: its corrections, then every text it had, the newest last.

In an earlier text a mark is as it was when that text was corrected, and one that stands there
still is as it is now. What was removed where it stood is left out, as it is everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from annotator.export.reading.rows import (
    AdjudicationRow,
    ArticleRow,
    CarryRow,
    FragmentRow,
    LinkRow,
    PieceRow,
    ReviewRow,
    RevisionRow,
    SourceRow,
    VerdictRow,
)
from annotator.export.reading.snapshot import Chunk
from annotator.export.reading.trail import State, Told
from annotator.export.records.marks import Record
from annotator.export.records.proof import ProvedText

CORRECTIONS_SCHEMA = "annotator/corrections/1"

Row = dict[str, Any]


#: What a row of an export calls as the claim's own row does.
_OF_CLAIM = (
    "wording",
    "pending_rating",
    "stale_reason",
    "short",
    "types",
    "voice",
    "made_on",
    "made_on_basis",
    "checkworthy",
    "checkworthy_reason",
    "pending_rationale",
    "pending_confidence",
    "pending_effective_on",
    "pending_correction_note",
    "pending_public_state",
)


class Standing:
    """Which rows stood in one text, as its line has them."""

    def __init__(self, revision: RevisionRow, told: Told) -> None:
        self._id = revision.id
        self._then = told.stood.get(revision.id, told.now)
        self._now = told.now
        self._marks = dict(self._found())

    def chunk(self, article: ArticleRow, revision: RevisionRow) -> Chunk:
        """The article with this text, and all that belonged to it."""
        chunk = Chunk([self._article(article, revision)])
        chunk.reviews[article.id] = [
            ReviewRow(article.id, *_values(row, ReviewRow._fields[1:]))
            for row in _rows(self._then, "assignment").values()
        ]
        chunk.annotations[article.id] = [_pieces(self._marks[key][0]) for key in self._sorted()]
        chunk.links[article.id] = self._links()
        for key, (_, state) in self._marks.items():
            chunk.verdicts |= _of_mark(state, key, "verdict", _verdict)
            chunk.sources |= _of_mark(state, key, "source", _source)
        chunk.adjudications = dict(self._decided())
        return chunk

    def _decided(self) -> Iterator[tuple[str, AdjudicationRow]]:
        """What was decided about each gold mark that stands there."""
        for row in _rows(self._now, "adjudication").values():
            for mark in row["golds"]:
                if mark["annotation_id"] in self._marks:
                    values = _values(row, AdjudicationRow._fields[1:])
                    yield mark["annotation_id"], AdjudicationRow(mark["annotation_id"], *values)

    def _found(self) -> Iterator[tuple[str, tuple[Row, State]]]:
        """Each mark by id, with the state that it is taken from."""
        now = _rows(self._now, "annotation")
        for key, row in now.items():
            if row["revision_id"] == self._id and row["removed_at"] is None:
                yield key, (row, self._now)
        for key, row in _rows(self._then, "annotation").items():
            stood = row["revision_id"] == self._id and row["removed_at"] is None
            if stood and key in now and now[key]["revision_id"] != self._id:
                yield key, (row, self._then)

    def _sorted(self) -> list[str]:
        return sorted(self._marks)

    def _article(self, article: ArticleRow, revision: RevisionRow) -> ArticleRow:
        row = _rows(self._then, "article")[article.id]
        known = {key: row[key] for key in ArticleRow._fields if key in row and key != "id"}
        return article._replace(
            **known,
            revision_id=revision.id,
            revision=revision.number,
            canonical=revision.canonical,
            text=revision.text,
            text_sha256=revision.text_sha256,
            layout=revision.layout,
        )

    def _links(self) -> list[LinkRow]:
        """Arrows between marks that stand there; those of marks at rest are as they are now."""
        then, now = _rows(self._then, "link"), _rows(self._now, "link")
        found = []
        for key in sorted(now):
            ends = [self._marks.get(now[key][end]) for end in ("from_id", "to_id")]
            at_rest = all(end is not None and end[1] is self._now for end in ends)
            row = now[key] if at_rest else then.get(key)
            if row is not None and row["removed_at"] is None:
                found.append(LinkRow(*_values(row, LinkRow._fields)))
        return found


class Report:
    """The line that stands before the texts: who corrected what, and what became of each mark."""

    def __init__(self, told: Told, article: ArticleRow, persons: dict[int, str]) -> None:
        self._told = told
        self._article = article
        self._persons = persons
        self._numbers = {row.id: row.number for row in told.revisions}
        self._proved = {
            row.id: ProvedText(article.id, article.title, row.text, row.text_sha256)
            for row in told.revisions
        }

    def line(self, slug: str, shown: set[str]) -> Record:
        """The record; `shown` are the ids of the marks that stand in any of the texts' lines."""
        made = [row.id for row in self._told.revisions[1:]]
        carries = [row for row in self._told.carries if row.annotation_id in shown]
        return {
            "schema": CORRECTIONS_SCHEMA,
            "article": self._article.id,
            "external_id": self._article.external_id,
            "project": slug,
            "revisions": [row.number for row in self._told.revisions],
            "corrections": [
                self._correction(key, [row for row in carries if row.to_id == key])
                for key in made
                if key in self._told.corrections
            ],
        }

    def _correction(self, revision_id: str, carries: list[CarryRow]) -> Record:
        said = self._told.corrections[revision_id]
        marks = [self._mark(row) for row in carries]
        marks.sort(key=_place)
        return {
            "revision": self._numbers[revision_id],
            "reason": said.reason,
            "made_by": self._person(said.made_by),
            "made_at": said.made_at,
            "marks": marks,
        }

    def _mark(self, row: CarryRow) -> Record:
        after = row.fragments_after
        return {
            "id": row.id,
            "annotation": row.annotation_id,
            "version": row.version,
            "outcome": row.outcome,
            "from_revision": self._numbers[row.from_id],
            "before": self._fragments(row, row.from_id, orjson.loads(row.fragments_before)),
            "after": None if after is None else self._at_end(row, orjson.loads(after)),
            "candidates": [self._at_end(row, one) for one in orjson.loads(row.candidates)],
            "sentence_changed": row.sentence_changed,
            "settled": row.settled,
            "settled_by": self._person(row.settled_by),
            "settled_at": row.settled_at,
        }

    def _at_end(self, row: CarryRow, pieces: list[Row]) -> list[Record]:
        return self._fragments(row, row.to_id, pieces)

    def _fragments(self, row: CarryRow, revision_id: str, pieces: list[Row]) -> list[Record]:
        proved = self._proved[revision_id]
        return [proved.fragment(PieceRow(row.annotation_id, **piece)) for piece in pieces]

    def _person(self, user_id: int | None) -> str | None:
        return None if user_id is None else self._persons.get(user_id)


def _place(mark: Record) -> tuple[int, int, str]:
    before = mark["before"]
    start = min(piece["start"] for piece in before)
    return start, -max(piece["end"] for piece in before), mark["annotation"]


def _rows(state: State, table: str) -> dict[str, Row]:
    return state.get(table, {})


def _values(row: Row, names: tuple[str, ...]) -> list[Any]:
    # An event from before a column was there has no word about it.
    return [row.get(name) for name in names]


def _pieces(mark: Row) -> list[FragmentRow]:
    claim, quote, context = (mark.get(name) or {} for name in ("claim", "quote", "context"))
    row = {
        **mark,
        **{name: claim.get(name) for name in _OF_CLAIM},
        "claim_speaker": claim.get("speaker_id"),
        "claim_place": claim.get("place"),
        "quote_kind": quote.get("kind"),
        "quote_speaker": quote.get("speaker_id"),
        "addressee": quote.get("addressee"),
        "quote_language": quote.get("language"),
        "original_words": quote.get("original_words"),
        "context_role": context.get("role"),
    }
    return [
        FragmentRow(*_values({**row, **piece}, FragmentRow._fields)) for piece in mark["fragments"]
    ]


def _of_mark(
    state: State, annotation_id: str, table: str, made: Callable[[Row], Any]
) -> dict[str, list[Any]]:
    rows = [
        row
        for row in _rows(state, table).values()
        if row["annotation_id"] == annotation_id and row.get("removed_at") is None
    ]
    rows.sort(key=lambda row: (row["position"], row["id"]))
    return {annotation_id: [made(row) for row in rows]} if rows else {}


def _verdict(row: Row) -> VerdictRow:
    return VerdictRow(*_values(row, VerdictRow._fields))


def _source(row: Row) -> SourceRow:
    return SourceRow(*_values(row, SourceRow._fields))
