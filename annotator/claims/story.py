"""The past of a claim as a story: what each save did, and what became of the verdict by it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson

from annotator.annotations.models import PublicState, StaleReason
from annotator.audit.models import Action
from annotator.audit.presenters import Line

#: What a verdict says: one that says all of it again confirms the one before.
_SAID = ("rating", "rationale", "confidence", "effective_on", "correction_note", "public_state")
_VERDICTS = frozenset({Action.VERDICT_GIVEN, Action.VERDICT_IMPORTED})


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of the verdict: `what` happened, and the rating or the note that it is told with.

    `what` is "chosen" of what waits to be one, "given", "changed", "amended", "confirmed", a public
    state, "stale" with the reason as its word, or "reopened".
    """

    what: str
    word: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one save did: the turns of the verdict, the other actions, and its events in order."""

    turns: Sequence[Turn]
    actions: Sequence[str]
    lines: Sequence[Line]

    @property
    def first(self) -> Line:
        """The event that came first: the mark's own, where it has one."""
        return self.lines[0]


def story_of(lines: Sequence[Line]) -> list[Entry]:
    """The events of one claim, given newest first, by the save that they belong to; so ordered."""
    entries: list[Entry] = []
    verdict: dict[str, Any] | None = None
    by_time = sorted(lines, key=lambda line: line.seq)
    for _, group in groupby(by_time, key=lambda line: (line.at, line.actor)):
        saved = list(group)
        turns: list[Turn] = []
        for line in saved:
            if line.action in _VERDICTS:
                row = _row(line.after)
                turns += _verdict_turns(verdict, row, line.subject)
                verdict = row
            else:
                turns += [*_stale_turns(line), *_chosen_turns(line)]
        entries.append(Entry(turns, _actions(saved, turns), saved))
    return entries[::-1]


def _verdict_turns(
    before: dict[str, Any] | None, now: dict[str, Any], rating: str | None
) -> Iterator[Turn]:
    was = {name: (before or {}).get(name) for name in _SAID}
    changed = {name for name in _SAID if was[name] != now.get(name)}
    if before is None:
        yield Turn("given", rating)
    elif not changed:
        yield Turn("confirmed", rating)
    elif "rating" in changed:
        yield Turn("changed", rating)
    elif "public_state" not in changed:
        yield Turn("amended", rating)
    state = now.get("public_state")
    if state != was["public_state"] and (before is not None or state != PublicState.DRAFT):
        yield Turn(state or PublicState.DRAFT.value, now.get("correction_note"))


def _stale_turns(line: Line) -> Iterator[Turn]:
    before, now = _reason(line.before), _reason(line.after)
    if now is not None and before is None:
        is_opened = now == StaleReason.REOPENED
        yield Turn("reopened") if is_opened else Turn("stale", now)


def _chosen_turns(line: Line) -> Iterator[Turn]:
    for field in line.fields:
        if field.name == "pending_rating" and field.after is not None:
            yield Turn("chosen", str(field.after))


def _actions(saved: Sequence[Line], turns: Sequence[Turn]) -> list[str]:
    """What else was done, each once; that the mark changed goes without saying beside a turn."""
    found = dict.fromkeys(line.action for line in saved if line.action not in _VERDICTS)
    if (turns or len(found) > 1) and not _changed_itself(saved):
        found.pop(Action.ANNOTATION_REVISED, None)
    return list(found)


def _changed_itself(saved: Sequence[Line]) -> bool:
    """Whether what the mark itself says was changed, its verdict and its choice apart."""
    return any(
        not (field.name.startswith("pending_") or field.name == "stale_reason")
        for line in saved
        if line.action == Action.ANNOTATION_REVISED
        for field in line.fields
    )


def _reason(stored: str | None) -> str | None:
    claim = _row(stored).get("claim")
    reason: str | None = claim.get("stale_reason") if isinstance(claim, dict) else None
    return reason


def _row(stored: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {} if stored is None else orjson.loads(stored)
    return row
