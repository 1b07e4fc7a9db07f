"""One annotator's file to marks: what the mapping knows becomes a mark, the rest is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from annotator.annotations.models import Label, Part
from annotator.annotations.service import MAX_FRAGMENTS, check_parts_apart
from annotator.articles.places import Place as FilePlace
from annotator.errors import Invalid
from annotator.formats.brat.extras import read_extras
from annotator.formats.brat.records import Event, Record, TextBound, references, write
from annotator.formats.mapping import TRIGGER, LabelMapping
from annotator.formats.native.drafting import ArticleRows, Place, Row
from annotator.formats.quoting import Marked, Reading, choose, joined, misquoted

_ORDER = {part: number for number, part in enumerate(Part)}


@dataclass(slots=True)
class FileMarks:
    """What one file holds: marks and links as native rows, and records kept as they are."""

    annotations: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    #: How often each label was kept.
    kept_labels: Counter[str] = field(default_factory=Counter)
    #: What is wrong with single records, which are left out.
    problems: list[Invalid] = field(default_factory=list)
    reading: Reading | None = None


def read_marks(
    records: Sequence[Record],
    file: str,
    author: str,
    ways: Sequence[Reading],
    rows: ArticleRows,
    mapping: LabelMapping,
) -> FileMarks:
    """The marks of one annotator's records, whose offsets count in one of these ways."""
    found = FileMarks()
    sound = _placed(records, file, ways, rows.text, found)
    event_types = {record.type for record in records if isinstance(record, Event)}
    marks = _Marks(sound, author, rows, mapping, event_types)
    by_id: dict[str, Row] = {}
    kept = []
    for record in sound:
        if isinstance(record, TextBound) and record.id in marks.parts:
            continue
        row = marks.row(record)
        if row is None:
            kept.append(record)
        else:
            by_id[record.id] = row
    found.annotations = list(by_id.values())
    left = read_extras(kept, by_id, rows, found.links, mapping)
    found.kept = [write(record) for record in left]
    found.kept_labels.update(record.type for record in left)
    return found


def _placed(
    records: Sequence[Record], file: str, ways: Sequence[Reading], text: str, found: FileMarks
) -> list[Record]:
    """The records with places in the text, without those whose words are not there."""
    bounds = [record for record in records if isinstance(record, TextBound)]
    marked = [Marked(bound.pieces, bound.quote) for bound in bounds]
    way, astray = choose(marked, ways, text)
    found.reading = way
    for index in astray:
        problem = misquoted(marked[index], way, text)
        found.problems.append(FilePlace(file, bounds[index].line).refusal(problem))
    lost = {bounds[index].id for index in astray}
    left, gone = _parted(records, lost) if lost else (list(records), [])
    for record in gone:
        problem = Invalid("it speaks of a record whose words are not there")
        found.problems.append(FilePlace(file, record.line).refusal(problem))
    return [_at_place(record, way) for record in left]


def _at_place(record: Record, way: Reading) -> Record:
    if not isinstance(record, TextBound):
        return record
    return replace(record, pieces=way.pieces(Marked(record.pieces, record.quote)))


def _parted(records: Sequence[Record], lost: set[str]) -> tuple[list[Record], list[Record]]:
    """Records that do not speak of a lost one, and those that do, at however many removes."""
    left = [record for record in records if record.id not in lost]
    gone: list[Record] = []
    while more := [record for record in left if not lost.isdisjoint(references(record))]:
        gone += more
        lost |= {record.id for record in more if record.id != "*"}
        places = {id(record) for record in more}
        left = [record for record in left if id(record) not in places]
    return left, gone


class _Marks:
    """Turns events and text-bound records of one file into annotations."""

    def __init__(
        self,
        records: Sequence[Record],
        author: str,
        rows: ArticleRows,
        mapping: LabelMapping,
        event_types: Collection[str],
    ) -> None:
        self._records = {record.id: record for record in records}
        self._author = author
        self._rows = rows
        self._mapping = mapping
        self._made = {record.id: self._of_event(record) for record in self._mapped_events()}
        #: The text-bound records that are part of a mark, or of an event that is none.
        self.parts = set(self._parts_of_marks())
        #: Words under such a label trigger an event, and are no mark even where it was lost.
        self._event_types = event_types

    def row(self, record: Record) -> Row | None:
        """The annotation that a record stands for; None where it is to be kept."""
        if isinstance(record, Event):
            return self._made.get(record.id)
        if not isinstance(record, TextBound) or record.type in self._event_types:
            return None
        label = self._mapping.label_of(record.type)
        if label is None:
            return None
        span = self._span(record.id, None)
        places = [(Part.CONTENT, start, end) for start, end in record.pieces]
        origin = {key: value for key, value in span.items() if key in {"id", "type", "quote"}}
        return self._annotation(label, places, origin)

    def _mapped_events(self) -> Iterator[Event]:
        for record in self._records.values():
            if isinstance(record, Event) and self._mapping.label_of(record.type) is not None:
                yield record

    def _parts_of_marks(self) -> Iterator[str]:
        for event_id, row in self._made.items():
            if row is not None:
                event = self._records[event_id]
                for target in references(event):
                    if isinstance(self._records[target], TextBound):
                        yield target

    def _of_event(self, event: Event) -> Row | None:
        label = self._mapping.label_of(event.type)
        if label is None:
            return None
        parts = self._parts(event, label)
        spans, places = [], list[Place]()
        for (role, target), part in zip(_players(event), parts, strict=True):
            bound = self._records[target]
            if not isinstance(bound, TextBound):
                spans.append({"role": role, "ref": target})
                continue
            span = self._span(target, role)
            if part is None:
                span |= self._apart(bound, event, parts)
            else:
                places += [(part, start, end) for start, end in bound.pieces]
                span |= {"part": part.value, "pieces": len(bound.pieces)}
            spans.append(span)
        places.sort(key=lambda place: _ORDER[place[0]])
        return self._annotation(label, places, {"id": event.id, "type": event.type, "spans": spans})

    def _parts(self, event: Event, label: Label) -> list[Part | None]:
        """What each player of the event is to the mark, its trigger first."""
        parts = [self._mapping.part_of(TRIGGER)]
        parts += [self._mapping.part_of(role) for role, _ in event.roles]
        if label is not Label.QUOTE:
            parts = [part if part is Part.CONTENT else None for part in parts]
        for index, (_, target) in enumerate(_players(event)):
            if not isinstance(self._records[target], TextBound):
                parts[index] = None
        if Part.CONTENT not in parts:
            parts[0] = Part.CONTENT
        return parts

    def _span(self, target: str, role: str | None) -> Row:
        bound = self._records[target]
        if not isinstance(bound, TextBound):
            raise TypeError(f"{target} holds no words")
        span: Row = {"id": target, "type": bound.type, "role": role}
        words = joined(self._rows.text, bound.pieces)
        if bound.quote != words.replace("\n", " "):
            span["quote"] = bound.quote
        return span

    def _apart(self, bound: TextBound, event: Event, parts: Sequence[Part | None]) -> Row:
        """Where words stand that are no part of the mark: with one that is, or on their own."""
        for (_, target), part in zip(_players(event), parts, strict=True):
            other = self._records[target]
            if part is not None and isinstance(other, TextBound) and other.pieces == bound.pieces:
                return {"with": target}
        return {"at": [list(piece) for piece in bound.pieces]}

    def _annotation(self, label: Label, places: Sequence[Place], origin: Row) -> Row | None:
        try:
            check_parts_apart(places)
        except Invalid:
            return None
        if len(places) > MAX_FRAGMENTS:
            return None
        origin = {"brat": {**origin, "label": label.value}}
        return self._rows.annotation(self._author, label, places, origin)


def _players(event: Event) -> list[tuple[str | None, str]]:
    return [(None, event.trigger), *event.roles]
