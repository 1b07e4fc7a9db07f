"""The records of a brat `.ann` file, from lines and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from annotator.articles.places import Place
from annotator.errors import Invalid

Extent = tuple[int, int]

#: More than any file that a person made by hand, and few enough to be held in memory.
MOST_RECORDS = 200_000

_START = re.compile(r"(?:[TERAMN#][^\s:;]{1,40}|\*)\t")
_ID = re.compile(r"[TERAMN#][^\s:;]{1,40}")
_EXTENT = re.compile(r"([0-9]{1,9}) ([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class TextBound:
    """`T`: words of the text under a label. `quote` is what the file says they are."""

    id: str
    type: str
    pieces: tuple[Extent, ...]
    quote: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """`E`: a text-bound trigger, and what plays which role around it."""

    id: str
    type: str
    trigger: str
    roles: tuple[tuple[str, str], ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """`R`: two records, each under the name of its argument."""

    id: str
    type: str
    roles: tuple[tuple[str, str], ...]
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`A`, or `M` in old files: what is said of another record; a flag where `value` is None."""

    id: str
    type: str
    target: str
    value: str | None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Normalisation:
    """`N`: an entry of a data base that a record stands for, such as `Wikipedia:534366`."""

    id: str
    type: str
    target: str
    entry: str
    text: str | None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Note:
    """`#`: free text about a record."""

    id: str
    type: str
    target: str
    text: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Equivalence:
    """`*`: records that stand for the same."""

    type: str
    members: tuple[str, ...]
    line: int = field(default=0, compare=False)

    @property
    def id(self) -> str:
        """A sign that all of them share: nothing refers to them."""
        return "*"


Record = TextBound | Event | Relation | Attribute | Normalisation | Note | Equivalence


def record_of(written: str) -> Record:
    """The record that `write` made this of; raises `Invalid`."""
    return _record(written.split("\n"), 0)


def parse(text: str, file: str) -> list[Record]:
    """The records of a file, in their order; raises `Invalid`, with file and line.

    A line that begins no record goes on with the words of the text-bound record before it:
    some tools write line breaks inside the words as they are.
    """
    records: list[Record] = []
    for number, lines in _chunks(text.removeprefix("\ufeff")):
        try:
            records.append(_record(lines, number))
        except Invalid as error:
            raise Place(file, number).refusal(error) from None
        if len(records) > MOST_RECORDS:
            raise Place(file, number).refusal(
                Invalid("it has more than %(most)s records", most=MOST_RECORDS)
            )
    _check_ids(records, file)
    return records


def write(record: Record) -> str:
    """The line of a record, without its end."""
    match record:
        case TextBound():
            places = ";".join(f"{start} {end}" for start, end in record.pieces)
            return f"{record.id}\t{record.type} {places}\t{record.quote}"
        case Event():
            roles = "".join(f" {role}:{value}" for role, value in record.roles)
            return f"{record.id}\t{record.type}:{record.trigger}{roles}"
        case Relation():
            roles = "".join(f" {role}:{value}" for role, value in record.roles)
            return f"{record.id}\t{record.type}{roles}"
        case Attribute():
            value = "" if record.value is None else f" {record.value}"
            return f"{record.id}\t{record.type} {record.target}{value}"
        case Normalisation():
            text = "" if record.text is None else f"\t{record.text}"
            return f"{record.id}\t{record.type} {record.target} {record.entry}{text}"
        case Note():
            return f"{record.id}\t{record.type} {record.target}\t{record.text}"
        case Equivalence():
            return f"*\t{record.type} {' '.join(record.members)}"


def references(record: Record) -> Iterator[str]:
    """The ids of the records that this one speaks of."""
    match record:
        case TextBound():
            return
        case Event():
            yield record.trigger
            yield from (value for _, value in record.roles)
        case Relation():
            yield from (value for _, value in record.roles)
        case Equivalence():
            yield from record.members
        case _:
            yield record.target


def _chunks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each record, with the number of its first line."""
    first, lines = 0, list[str]()
    for number, line in enumerate(re.split(r"\r?\n", text), start=1):
        goes_on = bool(lines) and lines[0].startswith("T") and _START.match(line) is None
        if goes_on:
            lines.append(line)
            continue
        if lines:
            yield first, lines
        first, lines = number, [line] if line.strip() else []
    if lines:
        yield first, lines


def _record(lines: list[str], number: int) -> Record:
    while len(lines) > 1 and not lines[-1]:
        lines.pop()
    head, *rest = "\n".join(lines).split("\t", 2)
    make = _MAKERS.get(head[:1])
    if make is None or (head != "*" and not _ID.fullmatch(head)):
        raise Invalid("this is no record of brat stand-off (T, E, R, A, M, N, # or *)")
    if not rest:
        raise Invalid("after “%(id)s” and a tab there is nothing", id=head)
    return make(head, rest[0].strip(" "), rest[1] if len(rest) > 1 else None, number)


def _text_bound(id_: str, body: str, text: str | None, line: int) -> Record:
    kind, _, places = body.partition(" ")
    found = [_EXTENT.fullmatch(place) for place in places.split(";")]
    if not kind or text is None or not text:
        raise Invalid("a T record has a label, its places, a tab and the words")
    pieces = tuple((int(one[1]), int(one[2])) for one in found if one is not None)
    if len(pieces) != len(found):
        raise Invalid("“%(places)s” are not places such as 68 84;90 95", places=places[:60])
    if any(start >= end for start, end in pieces):
        raise Invalid("a place in “%(places)s” holds no character", places=places[:60])
    return TextBound(id_, kind, pieces, text, line)


def _event(id_: str, body: str, _text: str | None, line: int) -> Record:
    (kind, trigger), *roles = _pairs(body.split())
    return Event(id_, kind, trigger, tuple(roles), line)


def _relation(id_: str, body: str, _text: str | None, line: int) -> Record:
    parts = body.split()
    if len(parts) < 3:
        raise Invalid("a relation has a label and two arguments such as Arg1:T1")
    return Relation(id_, parts[0], tuple(_pairs(parts[1:])), line)


def _attribute(id_: str, body: str, _text: str | None, line: int) -> Record:
    kind, target, value = _three(body)
    return Attribute(id_, kind, target, value, line)


def _normalisation(id_: str, body: str, text: str | None, line: int) -> Record:
    kind, target, entry = _three(body)
    if entry is None:
        raise Invalid("an N record has a label, a record and an entry such as Wikipedia:1")
    return Normalisation(id_, kind, target, entry, text, line)


def _note(id_: str, body: str, text: str | None, line: int) -> Record:
    kind, target, more = _three(body)
    if more is not None:
        raise Invalid("a note has a label, a record, a tab and its text")
    return Note(id_, kind, target, text or "", line)


def _equivalence(_id: str, body: str, _text: str | None, line: int) -> Record:
    parts = body.split()
    if len(parts) < 3:
        raise Invalid("an equivalence has a label and two records or more")
    return Equivalence(parts[0], tuple(parts[1:]), line)


_MAKERS: dict[str, Callable[[str, str, str | None, int], Record]] = {
    "T": _text_bound,
    "E": _event,
    "R": _relation,
    "A": _attribute,
    "M": _attribute,
    "N": _normalisation,
    "#": _note,
    "*": _equivalence,
}


def _pairs(parts: Iterable[str]) -> list[tuple[str, str]]:
    found = [part.partition(":") for part in parts]
    if not all(name and value for name, _, value in found) or not found:
        raise Invalid("its parts are written Name:T1, with single spaces between them")
    return [(name, value) for name, _, value in found]


def _three(body: str) -> tuple[str, str, str | None]:
    parts = body.split(" ", 2)
    if len(parts) < 2 or not all(parts):
        raise Invalid("after its label it names a record, such as T1")
    return parts[0], parts[1], parts[2] if len(parts) > 2 else None


def _check_ids(records: list[Record], file: str) -> None:
    known: set[str] = set()
    for record in records:
        if record.id in known and record.id != "*":
            raise Place(file, record.line).refusal(
                Invalid("another record has the id %(id)s", id=record.id)
            )
        known.add(record.id)
    for record in records:
        for target in references(record):
            if target not in known:
                raise Place(file, record.line).refusal(
                    Invalid("there is no record %(id)s", id=target)
                )
