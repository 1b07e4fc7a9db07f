"""JSON Lines with spans beside the text, as doccano and Prodigy write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from annotator.accounts.names import checked_name
from annotator.annotations.models import Part
from annotator.articles.json_lines import JsonLines, Line
from annotator.assignments.models import State
from annotator.errors import Invalid, Remark
from annotator.formats.interface import Feature, Format, Item, Options, Source
from annotator.formats.mapping import DEFAULT, LabelMapping, Offsets, Unmarked
from annotator.formats.native.drafting import ArticleRows, Row
from annotator.formats.quoting import Marked, Reading, Units, choose, misquoted, readings, ways_for
from annotator.text.canonical import canonicalise

#: Where the spans of a row stand, and what their ends and their words are called.
SPANS = ("spans", "entities", "label", "labels")
_STARTS, _ENDS = ("start", "start_offset"), ("end", "end_offset")
_PERSONS = ("_annotator_id", "annotator", "_session_id")
#: What Prodigy says of a row whose spans nobody stands by.
_NOT_ACCEPTED = frozenset({"reject", "ignore"})


class SpansFormat(Format):
    """One text a line, with `[start, end, label]` or `{"start", "end", "label"}` beside it."""

    name = "spans"
    about = "JSON Lines with spans, as doccano and Prodigy write them"
    one_article = "a line, a JSON object with `text` and `label`, `spans` or `entities`"
    carries = frozenset(
        {
            Feature.MANY_ARTICLES,
            Feature.TEXT,
            Feature.EXTERNAL_ID,
            Feature.ORIGIN,
            Feature.MARKS,
            Feature.PEOPLE,
        }
    )
    notes = (
        "A `.jsonl` file is read so when a mapping is given, and its first line has spans.",
        "What a mapping does not know, and every other key, is kept in `origin`.",
        "Where a span has its `text`, offsets in UTF-16 units are known by it; else a mapping"
        " can say so.",
    )

    def read(self, source: Source, options: Options) -> Iterator[Item]:
        """A native row a line."""
        with closing(source.open()) as stream:
            lines = JsonLines(stream, source.name)
            for item in read_spans(lines.entries(), source, options):
                source.taken = lines.read_bytes
                yield item


def read_spans(
    entries: Iterable[Line | Invalid], source: Source, options: Options
) -> Iterator[Item]:
    """The rows of lines with spans, each after what is wrong with single spans of it."""
    told = _Told()
    for entry in entries:
        if isinstance(entry, Invalid):
            yield entry
            continue
        try:
            yield from _Row(entry, options, told).items()
        except Invalid as error:
            yield entry.place.refusal(error)
    source.remarks.extend(told.remarks())


def has_spans(row: dict[str, Any]) -> bool:
    """Whether spans stand beside the text of a row."""
    return isinstance(row.get("text"), str) and spans_key(row) is not None


def spans_key(row: dict[str, Any]) -> str | None:
    """The key whose list holds the spans; None where there is none."""
    return next((key for key in SPANS if isinstance(row.get(key), list)), None)


@dataclass(frozen=True, slots=True)
class Span:
    """One span as the file has it."""

    start: int
    end: int
    label: str
    quote: str | None
    value: Any

    @property
    def rest(self) -> dict[str, Any]:
        """What it says beside its place."""
        if not isinstance(self.value, dict):
            return {"label": self.label}
        return {key: held for key, held in self.value.items() if key not in {*_STARTS, *_ENDS}}


def span_of(value: Any, field: str) -> Span:
    """One entry of the list of spans; raises `Invalid`."""
    if isinstance(value, list) and len(value) == 3:
        start, end, label = value
        return _checked(Span(start, end, label, None, value), field)
    if not isinstance(value, dict):
        raise Invalid("a span is [start, end, label], or an object that has these", field)
    start, end = (_first(value, keys) for keys in (_STARTS, _ENDS))
    return _checked(Span(start, end, value.get("label", ""), value.get("text"), value), field)


def _checked(span: Span, field: str) -> Span:
    if type(span.start) is not int or type(span.end) is not int or span.start < 0:
        raise Invalid("its start and its end must be whole numbers from 0", field)
    if span.start >= span.end:
        raise Invalid("it ends before it begins, or holds no character", field)
    if not isinstance(span.label, str) or not span.label:
        raise Invalid("its label must be a string that is not empty", field)
    if span.quote is not None and not isinstance(span.quote, str):
        raise Invalid("its text must be a string", field)
    return span


def _first(value: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((value[key] for key in keys if key in value), None)


@dataclass(slots=True)
class _Told:
    converted: int = 0
    unsure: int = 0

    def remarks(self) -> Iterator[Remark]:
        if self.converted:
            yield Remark(
                "The offsets of %(count)s rows count UTF-16 units; they were converted.",
                count=self.converted,
            )
        if self.unsure:
            yield Remark(
                "In %(count)s rows with characters beyond U+FFFF no words stand beside the spans, "
                "so their offsets were taken for code points; a mapping can say otherwise.",
                count=self.unsure,
            )


class _Row:
    """One line on its way to a native row."""

    def __init__(self, line: Line, options: Options, told: _Told) -> None:
        self._line = line
        self._row = line.value
        self._mapping: LabelMapping = options.mapping or DEFAULT
        self._told = told
        if not isinstance(self._row.get("text"), str):
            raise Invalid("it must be there, and be a string", "text")
        self._text = canonicalise(self._row["text"])
        self._rows = ArticleRows(self._text, options.project)
        self._key = spans_key(self._row) or SPANS[0]

    def items(self) -> Iterator[Item]:
        spans = [
            span_of(value, f"{self._key}-{index}")
            for index, value in enumerate(self._row.get(self._key, ()))
        ]
        marked = [Marked(((span.start, span.end),), span.quote) for span in spans]
        way, astray = choose(marked, self._ways(spans), self._text)
        for index in astray:
            problem = misquoted(marked[index], way, self._text)
            yield self._line.place.refusal(problem, f"{self._key}-{index}")
        self._tell(way, spans)
        sound = [
            (span, way.pieces(marked[index])[0])
            for index, span in enumerate(spans)
            if index not in set(astray)
        ]
        yield replace(self._line, value=self._article(sound), foreign=True)

    def _ways(self, spans: list[Span]) -> list[Reading]:
        # Offsets into a string of JSON count what the string holds, carriage returns as well.
        found = sorted(readings(self._row["text"], self._text), key=lambda way: not way.as_arrived)
        return ways_for(found, self._mapping)

    def _tell(self, way: Reading, spans: list[Span]) -> None:
        self._told.converted += way.units is Units.UTF_16
        is_wide = any(sign > "\uffff" for sign in self._text)
        unproved = is_wide and self._mapping.offsets is Offsets.AUTO
        if unproved and way.units is Units.CODE_POINTS:
            self._told.unsure += any(span.quote is None for span in spans)

    def _article(self, spans: list[tuple[Span, tuple[int, int]]]) -> Row:
        named = next((str(self._row[key]) for key in _PERSONS if self._row.get(key)), None)
        author = checked_name(named or self._mapping.unnamed, "annotator")
        annotations, kept = [], []
        accepted = self._row.get("answer") not in _NOT_ACCEPTED
        for span, (start, end) in spans:
            label = self._mapping.label_of(span.label) if accepted else None
            if label is None:
                kept.append({**span.rest, "start": start, "end": end})
                continue
            place = (Part.CONTENT, start, end)
            origin = {"spans": span.rest}
            annotations.append(self._rows.annotation(author, label, [place], origin))
        beside = {
            key: held
            for key, held in self._row.items()
            if key not in {"text", "id", self._key, *_PERSONS}
        }
        origin = {"spans": {"beside": beside, "kept": kept}}
        reviews = [self._review(author, marked=bool(spans))] if accepted else []
        external_id = None if self._row.get("id") is None else str(self._row["id"])
        return self._rows.article(reviews, annotations, external_id=external_id, origin=origin)

    def _review(self, author: str, *, marked: bool) -> Row:
        if marked:
            return self._rows.review(author, State.SUBMITTED, nothing_to_mark=False)
        if self._mapping.unmarked is Unmarked.NOTHING_TO_MARK:
            return self._rows.review(author, State.SUBMITTED, nothing_to_mark=True)
        return self._rows.review(author, State.ASSIGNED)
