"""The claims of some articles that were ever made public, with all that bears on what is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID, uuid5

import orjson

from annotator.adjudication.models import Decision
from annotator.annotations.models import Label, Layer, Part
from annotator.assignments.models import State
from annotator.export.options import Layers, Options
from annotator.export.reading.snapshot import Chunk, Snapshot
from annotator.export.records.units import SURFACE_GAP
from annotator.export.reviews.statements import (
    IMPORTED,
    ChangeRow,
    DecisionRow,
    PublishedRow,
    PublishedStatements,
    TextRow,
    published_statements,
)
from annotator.export.reviews.telling import (
    Course,
    Decided,
    Past,
    Spoils,
    Telling,
    Then,
    telling_of,
)

#: So many keys a statement is asked for.
_KEYS = 500

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """A claim with a verdict that is not for the desk alone, and what readers know of it."""

    id: str
    is_handed_in: bool
    telling: Telling | None


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of the articles of a chunk."""

    chunk: Chunk
    marks: Mapping[str, list[PublishedRow]]
    texts: Mapping[str, Sequence[TextRow]]
    decisions: Mapping[str, Sequence[Sequence[DecisionRow]]]
    changes: Mapping[str, Sequence[ChangeRow]]


class Publishing:
    """Reads what readers know of the claims of a chunk, in as many statements for one as for all.

    `spoils` says why words and a verdict cannot be told together.
    """

    def __init__(self, snapshot: Snapshot, options: Options, spoils: Spoils) -> None:
        self._snapshot = snapshot
        self._options = options
        self._spoils = spoils
        self._said: PublishedStatements = published_statements(snapshot.dialect)

    def of(self, chunk: Chunk) -> dict[str, list[Published]]:
        """The claims by the id of their article, each list by id."""
        known = self._known(chunk)
        found: dict[str, list[Published]] = defaultdict(list)
        if known is None:
            return {}
        for key, pieces in known.marks.items():
            row = pieces[0]
            if row.wanted and self._options.layer in {Layers.ALL, row.layer}:
                past = _past(known, pieces)
                told = telling_of(past, self._spoils)
                found[row.article_id].append(Published(key, _is_handed_in(known, row), told))
        return found

    def _known(self, chunk: Chunk) -> _Known | None:
        marks = self._marks(chunk)
        if not marks:
            return None
        values, rows, said = chunk.between, self._snapshot.rows, self._said
        texts: dict[str, list[TextRow]] = defaultdict(list)
        for text in rows(TextRow, said.texts, values):
            texts[text.article_id].append(text)
        decisions: dict[str, list[list[DecisionRow]]] = defaultdict(list)
        # Reviewers' checks alone are told as though nobody had adjudicated.
        if self._options.layer is not Layers.REVIEWER:
            for _, some in groupby(rows(DecisionRow, said.decisions, values), lambda row: row.id):
                made = list(some)
                decisions[made[0].article_id].append(made)
        wanted = {pieces[0].article_id for pieces in marks.values()}
        keys = [*marks, *(row.id for one in wanted for row in chunk.reviews.get(one, ()))]
        keys += [text.id for one in wanted if len(texts[one]) > 1 for text in texts[one]]
        return _Known(chunk, marks, texts, decisions, self._changes(keys))

    def _marks(self, chunk: Chunk) -> dict[str, list[PublishedRow]]:
        statement = self._said.marks_of(self._snapshot.selection.claims)
        there = {article.id for article in chunk.articles}
        found: dict[str, list[PublishedRow]] = {}
        for row in self._snapshot.rows(PublishedRow, statement, chunk.between):
            if row.article_id in there:
                found.setdefault(row.id, []).append(row)
        return found

    def _changes(self, keys: Sequence[str]) -> dict[str, list[ChangeRow]]:
        found: dict[str, list[ChangeRow]] = defaultdict(list)
        for first in range(0, len(keys), _KEYS):
            values = {"keys": keys[first : first + _KEYS]}
            for row in self._snapshot.rows(ChangeRow, self._said.changes, values):
                found[row.target_id].append(row)
        return found


def _past(known: _Known, pieces: Sequence[PublishedRow]) -> Past:
    row = pieces[0]
    return Past(
        row.id,
        _course(_now(pieces), known.changes.get(row.id, ()), _before),
        _handing_in(known, row),
        known.chunk.verdicts.get(row.id, ()),
        [_since(known, text) for text in known.texts.get(row.article_id, ())],
        list(_decided(known, row)),
    )


def _course(now: Any, changes: Sequence[ChangeRow], before: Any) -> Course[Any]:
    """What was brought in whole had its past elsewhere: it counts as there from the beginning."""
    own = [one for one in changes if not one.action.endswith(IMPORTED)]
    return Course(now, [(one.at, before(one.before)) for one in own])


def _now(pieces: Sequence[PublishedRow]) -> Then:
    row = pieces[0]
    words = SURFACE_GAP.join(one.exact for one in pieces if one.part == Part.CONTENT)
    is_claim = row.label == Label.CLAIM and row.removed_at is None
    return Then(row.short or row.wording or words, is_claim, row.revision_id, row.stale_reason)


def _before(stored: str | None) -> Then | None:
    if stored is None:
        return None
    row: Row = orjson.loads(stored)
    claim: Row = row.get("claim") or {}
    words = [one["exact"] for one in row["fragments"] if one["part"] == Part.CONTENT]
    return Then(
        claim.get("short") or claim.get("wording") or SURFACE_GAP.join(words),
        row["label"] == Label.CLAIM and row["removed_at"] is None,
        row["revision_id"],
        claim.get("stale_reason"),
    )


def _is_handed_in(known: _Known, row: PublishedRow) -> bool:
    return bool(_handing_in(known, row).on("~"))


def _handing_in(known: _Known, row: PublishedRow) -> Course[bool]:
    if row.layer == Layer.GOLD:
        return Course(True)
    for review in known.chunk.reviews.get(row.article_id, ()):
        if review.reviewer_id == row.author_id:
            changes = known.changes.get(review.id, ())
            return _course(review.state == State.SUBMITTED, changes, _was_submitted)
    return Course(False)


def _was_submitted(stored: str | None) -> bool:
    return stored is not None and orjson.loads(stored)["state"] == State.SUBMITTED


def _since(known: _Known, text: TextRow) -> tuple[str, str]:
    """From when on it was the newest text: with its marks it came in one and the same moment."""
    changes = known.changes.get(text.id, ())
    return (changes[0].at if changes else text.created_at), text.id


def _decided(known: _Known, row: PublishedRow) -> Iterator[Decided]:
    """The decisions about a reviewer's claim, or about what a gold one was made from."""
    there = known.decisions.get(row.article_id, ())
    own = next((some for some in there if any(one.gold_id == row.id for one in some)), None)
    named = {row.id} if own is None else set(orjson.loads(own[0].from_ids))
    for some in there:
        if some is not own and not named.isdisjoint(orjson.loads(some[0].from_ids)):
            yield _successor(known, some, row.id)


def _successor(known: _Known, some: Sequence[DecisionRow], mark_id: str) -> Decided:
    decision = some[0]
    golds = [one.gold_id for one in some if one.gold_id is not None]
    gold = next(iter(golds), None)
    if decision.decision == Decision.BOTH:
        same = str(uuid5(UUID(decision.id), mark_id))
        gold = same if same in golds else gold
    verdicts = known.chunk.verdicts.get(gold or "", ())
    rating = verdicts[-1].rating if verdicts else None
    is_told = gold in known.marks
    return Decided(decision.decided_at, decision.reopened_at, gold, rating, is_told)
