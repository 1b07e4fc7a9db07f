"""Layers as they were last painted, kept in memory so that a page that did not change costs little.

What is kept is found by the revision, the set of layers that are shown, the scale and the
language, and it holds only while the database tells the same version of these marks: one
statement on each opening, so that every process sees what any other saved. A layer that one
viewer may not see is under a key that they never ask for, as whoever asks has been let in to
exactly these layers before. After a save only the marks that changed are read, and only the
blocks they touch are painted again.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock

import orjson
from cachetools import LRUCache

from annotator.annotations.queries import Stamp, stamp_of, versions_of
from annotator.speakers.queries import Named, speakers_named
from annotator.text.segments import Span, blocks_of, cut_blocks
from annotator.workspace.painting import (
    begins_with_title,
    block_html,
    further_paragraphs,
    sections_html,
)
from annotator.workspace.presenters.marks import annotations_json
from annotator.workspace.presenters.script import escaped_json
from annotator.workspace.queries import Desk, Mark, Marks, marks_with, names_of

CACHE_BYTES = 64 * 1024 * 1024
# What a mark takes beside its JSON.
_MARK_BYTES = 600

Key = tuple[str, frozenset[int], str, str, str]


@dataclass(frozen=True, slots=True)
class KeptMark:
    """One mark as JSON without its number, and where it is painted: nowhere while it is removed."""

    version: int
    number: int
    removed: bool
    json: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PaintedLayer:
    """Every mark of a layer in the order it was made, and the blocks of the article as HTML."""

    stamp: Stamp
    names: Mapping[int, str]
    speakers: Mapping[str, Named]
    marks: Mapping[str, KeptMark]
    blocks: tuple[str, ...]

    def body(self, here: Desk) -> Iterator[str]:
        """The inside of the article's element, a section at a time."""
        return sections_html(here.revision.layout, self.blocks)

    def json(self, *, removed: bool, numbered: bool) -> str:
        """The marks as a JSON list that is safe in a script element, removed ones if wanted."""
        shown = [mark for mark in self.marks.values() if removed or not mark.removed]
        if numbered:
            items = [f'{{"n":{mark.number},{mark.json[1:]}' for mark in shown]
        else:
            items = [mark.json for mark in shown]
        return f"[{','.join(items)}]"


def _bytes(layer: PaintedLayer) -> int:
    own = sum(sys.getsizeof(mark.json) + _MARK_BYTES for mark in layer.marks.values())
    return own + sum(sys.getsizeof(block) for block in layer.blocks)


_layers: LRUCache[Key, PaintedLayer] = LRUCache(CACHE_BYTES, getsizeof=_bytes)
_lock = Lock()


def painted_layer(here: Desk, reviewer_id: int, language: str) -> PaintedLayer:
    """One reviewer's layer as it is now; whoever asks must have been let in to it."""
    key = (
        here.revision.id,
        frozenset({reviewer_id}),
        str(here.scheme.id),
        here.article.title,
        language,
    )
    stamp = stamp_of(here.article.id, reviewer_id)
    with _lock:
        kept = _layers.get(key)
    names = names_of(kept.names) if kept else {}
    if kept and kept.names == names and kept.speakers == speakers_named(kept.speakers.keys()):
        if kept.stamp == stamp:
            return kept
    else:
        kept = None
    layer = _renewed(here, reviewer_id, stamp, kept)
    # One that is larger than the whole store is refused by it, and is painted anew each time.
    with _lock, suppress(ValueError):
        _layers[key] = layer
    return layer


def painted_anew(here: Desk, marks: Marks) -> PaintedLayer:
    """A layer that is not kept: these marks, in this order, on the desk's text."""
    numbers = {mark.annotation.id: number for number, mark in enumerate(marks.marks, start=1)}
    kept = {mark.annotation.id: _kept(mark, marks, numbers, here) for mark in marks.marks}
    painted = _painted(here, kept, range(len(here.revision.layout.blocks)))
    blocks = tuple(painted.get(number, "") for number in range(len(here.revision.layout.blocks)))
    return PaintedLayer(Stamp(len(kept), 0, None), marks.names, marks.speakers, kept, blocks)


def _renewed(
    here: Desk, reviewer_id: int, stamp: Stamp, before: PaintedLayer | None
) -> PaintedLayer:
    """Read what changed since `before`, and paint the blocks that it was or is in."""
    layout = here.revision.layout
    known = before.marks if before else {}
    marks, found = _read(here, reviewer_id, known)
    moved = [
        mark
        for mark_id in known.keys() | marks.keys()
        if known.get(mark_id) is not marks.get(mark_id)
        for mark in (known.get(mark_id), marks.get(mark_id))
        if mark is not None
    ]
    touched = blocks_of(layout, (span for mark in moved for span in mark.spans))
    painted = _painted(here, marks, touched if before else range(len(layout.blocks)))
    blocks = before.blocks if before else ("",) * len(layout.blocks)
    return PaintedLayer(
        stamp,
        {**(before.names if before else {}), **found.names},
        {**(before.speakers if before else {}), **found.speakers},
        marks,
        tuple(painted.get(number, block) for number, block in enumerate(blocks)),
    )


def _read(
    here: Desk, reviewer_id: int, known: Mapping[str, KeptMark]
) -> tuple[dict[str, KeptMark], Marks]:
    """Every mark in order, and those that were read anew, as their version is not the known."""
    versions = versions_of(here.article.id, reviewer_id)
    numbers = {mark_id: number for number, (mark_id, _) in enumerate(versions, start=1)}
    changed = [
        mark_id
        for mark_id, version in versions
        if (kept := known.get(mark_id)) is None
        or (kept.version, kept.number) != (version, numbers[mark_id])
    ]
    found = marks_with(here.article.id, reviewer_id, changed)
    fresh = {mark.annotation.id: _kept(mark, found, numbers, here) for mark in found.marks}
    # One may have gone for good between the two statements.
    marks = {
        mark_id: mark
        for mark_id in numbers
        if (mark := fresh.get(mark_id) or known.get(mark_id)) is not None
    }
    return marks, found


def _kept(mark: Mark, found: Marks, numbers: Mapping[str, int], here: Desk) -> KeptMark:
    annotation = mark.annotation
    number = numbers[annotation.id]
    (shape,) = annotations_json(Marks([mark], found.names, found.speakers), here)
    removed = annotation.removed_at is not None
    spans = () if removed else tuple(
        Span(number, annotation.label.value, piece.start, piece.end, piece.part.value)
        for piece in annotation.fragments
    )  # fmt: skip
    json = escaped_json(orjson.dumps(shape).decode())
    return KeptMark(annotation.version, number, removed, json, spans)


def _painted(here: Desk, marks: Mapping[str, KeptMark], wanted: Collection[int]) -> dict[int, str]:
    text, layout = here.revision.text, here.revision.layout.followable()
    titled = begins_with_title(text, layout, here.article.title)
    further = further_paragraphs(layout)
    spans = (span for mark in marks.values() for span in mark.spans)
    return {
        number: block_html(
            number,
            layout.blocks[number],
            text,
            pieces,
            is_title=titled and number == 0,
            goes_on=number in further,
        )
        for number, pieces in cut_blocks(text, layout, spans, wanted).items()
    }
