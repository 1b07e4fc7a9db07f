"""What came, went and changed in one layer of an article between two of its project's events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from sqlalchemy import select

from annotator.audit.models import Event
from annotator.db import READ, db
from annotator.workspace.steps import Target, Told

Row = dict[str, Any]
#: Where a piece of a mark begins and ends in the text, and which part of the mark it is.
Fragment = tuple[int, int, str]

#: A statement takes only so many parameters.
_AT_ONCE = 500
#: What a version of a row has of its own, and where it stands.
_COUNTERS = frozenset({"version", "updated_at"})
_PLACES = frozenset({"revision_id", "fragments"})
_OWN = frozenset({"revision", "assignment"})
#: In which order the changes of a mark are told.
_ORDER = ("annotation", "verdict", "source", "link", "comment", "thread")


@dataclass(frozen=True, slots=True)
class Part:
    """One row that is not as it was: None where it was not there, or is there no more.

    `last` is the newest event about it between the two.
    """

    target: Target
    before: Row | None
    after: Row | None
    last: Told

    @property
    def change(self) -> str:
        """Whether it came, went or changed."""
        if self.before is None:
            return "came"
        return "went" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class MarkChange:
    """One mark of which something is not as it was, with all that hangs on it; numbered from 1."""

    number: int
    id: str
    change: str
    label: str
    words: str
    #: Whether it stands in other words, or elsewhere in the same text.
    moved: bool
    #: Where it stood, and where it stands.
    extents: tuple[tuple[Fragment, ...], tuple[Fragment, ...]]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is not as it was; of marks that only went along with a new text, how many.

    `own` are changes of the text and of the work on it. `texts` are the identifiers of the texts.
    """

    marks: Sequence[MarkChange]
    own: Sequence[Part]
    along: int
    texts: tuple[str | None, str | None]

    def count(self, change: str) -> int:
        """How many marks came, went or changed."""
        return sum(mark.change == change for mark in self.marks)


def compare(
    project_id: int,
    told: Sequence[Told],
    between: tuple[int, int],
    shown: tuple[bool, bool] = (True, True),
) -> Comparison:
    """The states that the events up to the one and up to the other number left.

    Of a state that is not to be `shown`, only the text is there.
    """
    first, second = (_last(told, seq) for seq in between)
    rows = _rows(project_id, {one.seq for some in (first, second) for one in some.values()})
    by_mark: dict[str | None, list[Part]] = defaultdict(list)
    for target, last in second.items():
        was, now = _there(rows, first.get(target), shown[0]), _there(rows, last, shown[1])
        if _plain(was) != _plain(now):
            by_mark[last.mark].append(Part(target, was, now, last))
    own = [one for one in by_mark.pop(None, []) if one.target[0] in _OWN]
    along = [mark for mark, parts in by_mark.items() if _is_along(parts)]
    stood = _verdicts(rows, first) if shown[0] else {}
    marks = list[MarkChange]()
    for mark, parts in by_mark.items():
        key = ("annotation", mark or "")
        pair = _there(rows, first.get(key), shown[0]), _there(rows, second.get(key), shown[1])
        if mark is not None and mark not in along and pair != (None, None):
            told_of = tuple(_told_of(parts, stood.get(mark)))
            marks.append(_changed(len(marks) + 1, mark, pair, told_of))
    return Comparison(marks, own, len(along), (_text(rows, first), _text(rows, second)))


def _last(told: Sequence[Told], until: int) -> dict[Target, Told]:
    return {one.target: one for one in told if one.seq <= until}


def _rows(project_id: int, seqs: set[int]) -> Mapping[int, Row | None]:
    """What these events left, by their numbers."""
    found: dict[int, Row | None] = {}
    wanted = sorted(seqs)
    with db.engines[READ].connect() as real:
        for first in range(0, len(wanted), _AT_ONCE):
            some = Event.seq.in_(wanted[first : first + _AT_ONCE])
            query = select(Event.seq, Event.after).where(Event.project_id == project_id, some)
            for seq, row in real.execute(query):
                found[seq] = None if row is None else orjson.loads(row)
    return found


def _there(rows: Mapping[int, Row | None], last: Told | None, shown: bool) -> Row | None:
    """The row where it is there to be seen: not taken out."""
    row = rows.get(last.seq) if last else None
    is_text = last is not None and last.target[0] == "revision"
    if row is None or not (shown or is_text) or row.get("removed_at") is not None:
        return None
    return row


def _plain(row: Row | None) -> Row | None:
    """A row without what only counts its versions."""
    return row and {key: value for key, value in row.items() if key not in _COUNTERS}


def _is_along(parts: Sequence[Part]) -> bool:
    """Whether a mark only went along with a new text: its words are the same."""
    rest = [one for one in parts if one.target[0] != "carry"]
    if len(rest) != 1 or rest[0].target[0] != "annotation":
        return False
    was, now = rest[0].before, rest[0].after
    if was is None or now is None or was["revision_id"] == now["revision_id"]:
        return False
    return _words(was) == _words(now) and _beside(was) == _beside(now)


def _beside(row: Row) -> Row:
    return {key: value for key, value in row.items() if key not in {*_COUNTERS, *_PLACES}}


def _words(row: Row) -> list[tuple[str, str]]:
    return [(one["part"], one["exact"]) for one in row["fragments"]]


def _extent(row: Row | None) -> tuple[Fragment, ...]:
    return tuple(
        (one["start"], one["end"], one["part"]) for one in (row or {}).get("fragments", [])
    )


def _changed(
    number: int, mark: str, pair: tuple[Row | None, Row | None], parts: tuple[Part, ...]
) -> MarkChange:
    was, now = pair
    row = now or was or {}
    is_moved = was is not None and now is not None and _is_moved(was, now)
    return MarkChange(
        number,
        mark,
        "came" if was is None else "went" if now is None else "changed",
        row["label"],
        " … ".join(words for part, words in _words(row) if part == "content"),
        is_moved,
        (_extent(was), _extent(now)),
        parts,
    )


def _is_moved(was: Row, now: Row) -> bool:
    """Whether it holds other words, or stands elsewhere in the same text."""
    is_same_text = was["revision_id"] == now["revision_id"]
    return _words(was) != _words(now) or (is_same_text and _extent(was) != _extent(now))


def _told_of(parts: Sequence[Part], stood: Row | None) -> Iterator[Part]:
    """The parts in order; of verdicts, which follow each other, the one in force only."""
    given = [one for one in parts if one.target[0] == "verdict"]
    newest = max(given, key=lambda one: one.last.seq, default=None)
    if newest is not None and newest.after is not None:
        # That it is the next one after the one before is no change to tell of.
        before = stood and {**stood, "position": newest.after["position"]}
        newest = replace(newest, before=before)
    for table in _ORDER:
        some = [one for one in parts if one.target[0] == table]
        yield from some if table != "verdict" or newest is None else [newest]


def _verdicts(rows: Mapping[int, Row | None], last: Mapping[Target, Told]) -> dict[str, Row]:
    """The verdicts in force, by the marks they are about."""
    found: dict[str, Row] = {}
    for target, one in last.items():
        row = rows[one.seq] if target[0] == "verdict" else None
        if row and row["position"] > found.get(row["annotation_id"], {"position": 0})["position"]:
            found[row["annotation_id"]] = row
    return found


def _text(rows: Mapping[int, Row | None], last: Mapping[Target, Told]) -> str | None:
    """The identifier of the newest text."""
    texts = [rows[one.seq] for key, one in last.items() if key[0] == "revision"]
    newest = max((row for row in texts if row), key=lambda row: row["number"], default=None)
    return newest["id"] if newest else None
