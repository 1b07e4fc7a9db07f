"""How far a sample's item is, by what was decided on it and what became of the marks since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import orjson

from annotator.assignments.models import State
from annotator.spotchecks.models import Outcome, SpotDecision


class Standing(StrEnum):
    """How far an item, or a mark in it, is."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    #: Accepted, and changed since.
    CHANGED = "changed"
    #: With its reviewer.
    RETURNED = "returned"
    #: Returned, and handed in again since.
    AGAIN = "again"
    #: Not decided on, and the reviewer took the submission back.
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Work:
    """One item as it is now: the state of its reviewer's work, and the versions of its marks."""

    state: State
    versions: Mapping[str, int]
    decisions: Sequence[SpotDecision]

    def decision_on(self, mark_id: str | None) -> SpotDecision | None:
        """The newest decision that covers this mark, be it on the whole; None is the whole."""
        about = {mark_id, None}
        return next((one for one in reversed(self.decisions) if one.annotation_id in about), None)

    @property
    def gone(self) -> list[str]:
        """Marks that were returned, and are there no more, with nothing decided since."""
        named = dict.fromkeys(one.annotation_id for one in self.decisions if one.annotation_id)
        return [key for key in named if key not in self.versions and self._is_returned(key)]

    def of_mark(self, mark_id: str) -> Standing:
        """How far one mark is."""
        decision = self.decision_on(mark_id)
        if decision is None:
            return Standing.WAITING if self.state is State.SUBMITTED else Standing.AWAY
        if decision.outcome is Outcome.RETURNED:
            return Standing.AGAIN if self.state is State.SUBMITTED else Standing.RETURNED
        is_same = seen_by(decision).get(mark_id) == self.versions.get(mark_id)
        return Standing.ACCEPTED if is_same else Standing.CHANGED

    @property
    def standing(self) -> Standing:
        """How far the item is: what there is to do comes before what is done."""
        found = {self.of_mark(key) for key in [*self.versions, *self.gone]} or {self._whole()}
        order = (Standing.RETURNED, Standing.AGAIN, Standing.AWAY, Standing.WAITING)
        first = next((one for one in order if one in found), None)
        if first is not None:
            return first
        if Standing.CHANGED in found or self._lost():
            return Standing.CHANGED
        return Standing.ACCEPTED

    @property
    def is_as_it_was(self) -> bool:
        """Whether every mark is as it was decided on last, and there is none beside."""
        known = {key for one in self.decisions for key in seen_by(one)}
        newest = {key: self.decision_on(key) for key in known}
        seen = {key: seen_by(one).get(key) for key, one in newest.items() if one}
        there = {key: version for key, version in seen.items() if version is not None}
        return there == dict(self.versions)

    @property
    def first_outcome(self) -> Outcome | None:
        """Accepted as it was first handed in, or returned; None before that is settled."""
        if any(one.outcome is Outcome.RETURNED for one in self.decisions):
            return Outcome.RETURNED
        is_settled = self.standing in (Standing.ACCEPTED, Standing.CHANGED)
        return Outcome.ACCEPTED if is_settled else None

    def _whole(self) -> Standing:
        """Of work without marks: there is nothing but the whole to decide on."""
        decision = self.decision_on(None)
        if decision is None:
            return Standing.WAITING if self.state is State.SUBMITTED else Standing.AWAY
        if decision.outcome is Outcome.RETURNED:
            return Standing.AGAIN if self.state is State.SUBMITTED else Standing.RETURNED
        return Standing.ACCEPTED

    def _lost(self) -> bool:
        """Whether a mark that was accepted is there no more."""
        known = {key for one in self.decisions for key in seen_by(one)}
        for key in known - self.versions.keys():
            decision = self.decision_on(key)
            if decision and decision.outcome is Outcome.ACCEPTED and key in seen_by(decision):
                return True
        return False

    def _is_returned(self, mark_id: str) -> bool:
        decision = self.decision_on(mark_id)
        return decision is not None and decision.outcome is Outcome.RETURNED


def seen_by(decision: SpotDecision) -> dict[str, int]:
    """The versions of the marks that the decision is about."""
    found: dict[str, int] = orjson.loads(decision.seen)
    return found


def seen_json(versions: Mapping[str, int], marks: Iterable[str]) -> str:
    """The same, as it is stored."""
    seen = {key: versions[key] for key in marks if key in versions}
    return orjson.dumps(seen, option=orjson.OPT_SORT_KEYS).decode()
