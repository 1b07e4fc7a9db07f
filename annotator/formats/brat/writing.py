"""Native rows back to brat: what came from there as it was, what was made here beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from annotator.annotations.models import Label, Part
from annotator.errors import Invalid
from annotator.formats.brat.extras import FIRST, KIND, NOTE, SECOND
from annotator.formats.brat.records import (
    Attribute,
    Event,
    Note,
    Record,
    Relation,
    TextBound,
    record_of,
    references,
)
from annotator.formats.brat.spans import Joined, Span, Written, written
from annotator.formats.native.drafting import Row
from annotator.formats.quoting import is_same, joined

Extent = tuple[int, int]

#: What marks and parts that were made here are called: PolNeAR's names, where it has one.
LABELS = {Label.CLAIM.value: "Claim", Label.CONTEXT.value: "Context"}
ROLES = {Part.CONTENT: "Content", Part.CUE: "Cue", Part.SPEAKER: "Source"}
QUOTE, QUOTE_OF_NOBODY = "Attribution", "Attribution-no-source"


def write_marks(
    text: str, annotations: Sequence[Row], links: Sequence[Row], kept: Iterable[str]
) -> tuple[list[Record], int]:
    """One person's records in one text, and how many kept ones no longer hold and are left out.

    `kept` are lines of records as the import kept them; those whose words a later revision
    of the text took away, and those that speak of what is gone, are not written.
    """
    found = _Records(text)
    sound, gone = _still_there(kept, text)
    found.reserve(sound, annotations)
    for annotation in annotations:
        found.add_mark(annotation)
    for link in links:
        found.add_link(link)
    return found.with_kept(sound, gone)


class _Records:
    """Records as they are made, with ids that are free."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._records: list[Record] = []
        self._bounds: dict[tuple[str, str, tuple[Extent, ...]], str] = {}
        self._used: set[str] = set()
        self._reserved: set[str] = set()
        self._numbers: dict[str, Any] = defaultdict(lambda: count(1))
        self._ids: dict[str, str] = {}
        self._sources: dict[str, Written] = {}

    def reserve(self, kept: Sequence[Record], annotations: Sequence[Row]) -> None:
        """Hold the ids that records had where they came from."""
        for record in kept:
            self._used.add(record.id)
        for annotation in annotations:
            source = written(annotation["origin"])
            if source is not None:
                players = (span.id for span in source.spans)
                extras = (one for one in (source.kind, source.note) if one is not None)
                joined_ = (one.id for one in source.relations)
                self._reserved.update([source.id, *players, *extras, *joined_])

    def add_mark(self, annotation: Row) -> None:
        """The records of one mark."""
        pieces: dict[Part, list[Extent]] = {part: [] for part in Part}
        for piece in annotation["fragments"]:
            pieces[Part(piece["part"])].append((piece["start"], piece["end"]))
        source = written(annotation["origin"])
        if source is None or source.label != annotation["label"]:
            source = _as_made_here(annotation["label"], pieces)
        if source.spans:
            mark = self._event(source, pieces)
        else:
            mark = self._words(source.id, source.type, pieces[Part.CONTENT], source.quote)
        self._ids[annotation["id"]] = mark
        self._sources[annotation["id"]] = source
        self._add_extras(annotation, source, mark)

    def add_link(self, link: Row) -> None:
        """A link as a relation: the one that it was, or one of our own name."""
        if link["from"] not in self._ids or link["to"] not in self._ids:
            return
        ends = (self._ids[link["from"]], self._ids[link["to"]])
        came = self._relation_of(link)
        if came is not None and came.turned:
            ends = (ends[1], ends[0])
        names = (FIRST, SECOND) if came is None else came.roles
        kind = link["kind"] if came is None else came.type
        id_ = self._free("R") if came is None else self._id(came.id)
        self._records.append(Relation(id_, kind, tuple(zip(names, ends, strict=True))))

    def _relation_of(self, link: Row) -> Joined | None:
        to = self._sources[link["to"]].id
        for came in self._sources[link["from"]].relations:
            if (came.kind, came.to) == (link["kind"], to):
                return came
        return None

    def with_kept(self, kept: Sequence[Record], gone: int) -> tuple[list[Record], int]:
        """All records, with those kept ones whose records are there."""
        left = list(kept)
        while True:
            there = {record.id for record in [*self._records, *left]}
            sound = [record for record in left if there.issuperset(references(record))]
            if len(sound) == len(left):
                made = [_without_gone(record, there) for record in self._records]
                return [*made, *left], gone + len(kept) - len(left)
            left = sound

    def _event(self, source: Written, pieces: dict[Part, list[Extent]]) -> str:
        places = _places(source.spans, pieces)
        trigger, roles = None, []
        for span in source.spans:
            target = span.id
            if not span.is_record:
                extents = places.get(span)
                if not extents and span.role is None:
                    extents = tuple(pieces[Part.CONTENT])
                if not extents:
                    continue
                target = self._bound(span.id, span.type, extents, span.quote)
            if span.role is None:
                trigger = target
            else:
                roles.append((span.role, target))
        for part in Part:
            if pieces[part] and not any(span.part is part for span in source.spans):
                # A part that the quote was given since it came in.
                roles.append((ROLES[part], self._bound("", ROLES[part], pieces[part], None)))
        found = Event(self._id(source.id or "E"), source.type, trigger or "", tuple(roles))
        self._records.append(found)
        return found.id

    def _bound(self, wanted: str, kind: str, pieces: Sequence[Extent], quote: str | None) -> str:
        """The text-bound record of these words, which several events may share."""
        key = (wanted, kind, tuple(pieces))
        if key not in self._bounds:
            self._bounds[key] = self._words(wanted or "T", kind, pieces, quote)
        return self._bounds[key]

    def _words(self, wanted: str, kind: str, pieces: Sequence[Extent], quote: str | None) -> str:
        """A text-bound record of its own."""
        words = joined(self._text, pieces)
        if quote is None or not is_same(quote, words):
            quote = words.replace("\n", " ")
        record = TextBound(self._id(wanted), kind, tuple(pieces), quote)
        self._records.append(record)
        return record.id

    def _add_extras(self, annotation: Row, source: Written, mark: str) -> None:
        if annotation["quote"] is not None:
            id_ = self._id(source.kind or "A")
            self._records.append(Attribute(id_, KIND, mark, annotation["quote"]["kind"]))
        if annotation["note"] is not None:
            # A record is a line, and its cells are parted by tabs.
            text = " ".join(annotation["note"].split())
            self._records.append(Note(self._id(source.note or "#"), NOTE, mark, text))

    def _id(self, wanted: str) -> str:
        """The id that is wanted, or a free one of its letter."""
        if len(wanted) == 1 or wanted in self._used:
            return self._free(wanted[0])
        self._used.add(wanted)
        return wanted

    def _free(self, letter: str) -> str:
        for number in self._numbers[letter]:
            found = f"{letter}{number}"
            if found not in self._used and found not in self._reserved:
                self._used.add(found)
                return found
        raise AssertionError("numbers do not end")


def _as_made_here(label: str, pieces: dict[Part, list[Extent]]) -> Written:
    """How a mark that did not come from brat is written."""
    if label in LABELS:
        return Written("T", LABELS[label], label, (), None, None, None)
    kind = QUOTE if pieces[Part.SPEAKER] else QUOTE_OF_NOBODY
    trigger = Part.CUE if pieces[Part.CUE] else Part.CONTENT
    spans = [Span(None, "", kind, part=None, at=tuple(pieces[trigger]))]
    spans += [
        Span(ROLES[part], "", ROLES[part], part=part, pieces=len(pieces[part]))
        for part in Part
        if pieces[part]
    ]
    return Written("E", kind, label, tuple(spans), None, None, None)


def _places(
    spans: Sequence[Span], pieces: dict[Part, list[Extent]]
) -> dict[Span, tuple[Extent, ...]]:
    """Where each player stands by now; without an entry it is gone."""
    found: dict[Span, tuple[Extent, ...]] = {}
    for part, extents in pieces.items():
        own = [span for span in spans if span.part is part]
        left = list(extents)
        for span in own:
            size = len(left) if span is own[-1] else span.pieces
            taken, left = left[:size], left[size:]
            if taken:
                found[span] = tuple(taken)
    by_id = {span.id: extents for span, extents in found.items()}
    for span in spans:
        if span.part is None and not span.is_record:
            extents_ = by_id.get(span.beside or "", span.at)
            if extents_:
                found[span] = tuple(extents_)
    return found


def _still_there(kept: Iterable[str], text: str) -> tuple[list[Record], int]:
    """Kept records as records, without those whose words are elsewhere by now."""
    sound: list[Record] = []
    gone = 0
    for line in kept:
        try:
            record = record_of(line)
        except Invalid:
            gone += 1
            continue
        if isinstance(record, TextBound) and not is_same(record.quote, joined(text, record.pieces)):
            gone += 1
            continue
        sound.append(record)
    return sound, gone


def _without_gone(record: Record, there: set[str]) -> Record:
    """An event without the roles of records that are gone."""
    if not isinstance(record, Event):
        return record
    roles = tuple((role, target) for role, target in record.roles if target in there)
    return replace(record, roles=roles)
