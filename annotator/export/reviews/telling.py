"""What readers outside were told of a claim, moment by moment, up to what they are told now.

A check that was told once is told for ever: as it stands, or as withdrawn. While work is not
handed in, nothing that is done to it is told, but that the check is withdrawn.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from annotator.annotations.models import PublicState, StaleReason
from annotator.claimreview.standing import OTHER_WORDS, TOLD
from annotator.claimreview.withdrawals import Withdrawal
from annotator.export.reading.rows import VerdictRow

T = TypeVar("T")


class Course(Generic[T]):
    """Something as it was from moment to moment: what it is `now`, and what it was before each
    change, the oldest first. Moments are the texts that exports have.
    """

    def __init__(self, now: T, changes: Sequence[tuple[str, T]] = ()) -> None:
        self.times = [at for at, _ in changes]
        self._befores = [before for _, before in changes]
        self._now = now

    def on(self, moment: str) -> T:
        """What it was once everything of that moment was done."""
        place = bisect_right(self.times, moment)
        return self._befores[place] if place < len(self._befores) else self._now


@dataclass(frozen=True, slots=True)
class Then:
    """A mark at one moment: `is_claim` where it was a claim and not deleted."""

    words: str
    is_claim: bool
    revision_id: str
    stale_reason: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that names a claim, until it was reopened.

    `gold` is the claim that it made in its place, with its rating where it has a verdict, and
    whether that verdict is one that readers are told of.
    """

    at: str
    reopened_at: str | None
    gold: str | None = None
    rating: str | None = None
    is_told: bool = False

    def holds(self, moment: str) -> bool:
        """Whether it was in force."""
        return self.at <= moment and (self.reopened_at is None or moment < self.reopened_at)


@dataclass(frozen=True, slots=True)
class Past:
    """All that decides what is told of a claim; `verdicts` and `texts` are the oldest first.

    `texts` are the article's, each with the moment from which it was the newest.
    """

    id: str
    mark: Course[Then | None]
    handed_in: Course[bool]
    verdicts: Sequence[VerdictRow]
    texts: Sequence[tuple[str, str]] = ()
    decisions: Sequence[Decided] = ()

    def moments(self) -> list[str]:
        """When anything of it changed."""
        found = {*self.mark.times, *self.handed_in.times, *(at for at, _ in self.texts)}
        found.update(one.decided_at for one in self.verdicts)
        for one in self.decisions:
            found.update((one.at, one.reopened_at or one.at))
        return sorted(found)

    def text_on(self, moment: str) -> str | None:
        """The newest text of the article then."""
        return next((key for at, key in reversed(self.texts) if at <= moment), None)


@dataclass(frozen=True, slots=True)
class Ending:
    """Why a check is withdrawn: `note` is a person's reason, `gold` what stands in its place."""

    why: Withdrawal
    note: str | None = None
    gold: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What readers know of a check: its words and its verdict as they were told last.

    `first` is when they were told first, `changed` when what they know changed last, and `at` the
    moment by which they were told that here. `ending` and `since` are None unless it is withdrawn.
    """

    words: str
    verdict: VerdictRow
    first: str
    changed: str
    at: str
    is_doubted: bool = False
    ending: Ending | None = None
    since: str | None = None


#: Why words and a verdict make no record that can be told; None where they do.
Spoils = Callable[[str, VerdictRow], Withdrawal | None]


def telling_of(past: Past, spoils: Spoils) -> Telling | None:
    """What readers know of the claim now; None where they were never told of it."""
    told: Telling | None = None
    for moment in past.moments():
        told = _heard(past, told, moment, spoils)
    return told


def _heard(past: Past, told: Telling | None, moment: str, spoils: Spoils) -> Telling | None:
    """What they know once that moment is over; `told` is what they knew before."""
    if not past.handed_in.on(moment):
        is_up = told is not None and told.ending is None
        return _ended(told, moment, Ending(Withdrawal.HANDED_BACK)) if is_up else told
    verdicts = [one for one in past.verdicts if one.decided_at <= moment]
    public = [one for one in verdicts if state_of(one) in TOLD]
    if not public:
        return told
    then, known = past.mark.on(moment), public[-1]
    ending = _ending(past, moment, known, verdicts[-1], spoils)
    if told is None:
        is_news = then is not None and (ending is None or ending.why is Withdrawal.VOID)
        return _begun(then, public, moment, ending) if then and is_news else None
    if ending is not None:
        return _ended(told, moment, ending)
    return _said(told, then, known, moment) if then else told


def _begun(then: Then, public: Sequence[VerdictRow], moment: str, ending: Ending | None) -> Telling:
    known = public[-1]
    since = known.decided_at if ending else None
    first, is_doubted = public[0].decided_at, then.stale_reason is not None
    return Telling(
        then.words, known, first, known.decided_at, moment, is_doubted, ending, since
    )  # fmt: skip


def _said(told: Telling, then: Then, known: VerdictRow, moment: str) -> Telling:
    new = replace(
        told,
        words=then.words,
        verdict=known,
        is_doubted=then.stale_reason is not None,
        ending=None,
        since=None,
    )
    return told if new == told else replace(new, changed=moment, at=moment)


def _ended(told: Telling | None, moment: str, ending: Ending) -> Telling | None:
    if told is None or told.ending == ending:
        return told
    return replace(told, ending=ending, since=told.since or moment, changed=moment, at=moment)


def _ending(
    past: Past, moment: str, known: VerdictRow, newest: VerdictRow, spoils: Spoils
) -> Ending | None:
    """What stands against telling the verdict that was made public last."""
    decided = next((one for one in past.decisions if one.holds(moment)), None)
    then = past.mark.on(moment)
    if state_of(known) is PublicState.VOID:
        return Ending(Withdrawal.VOID, known.correction_note)
    if decided is not None and decided.is_told:
        return Ending(Withdrawal.REPLACED, gold=decided.gold)
    if then is None or not then.is_claim:
        return Ending(Withdrawal.REMOVED)
    if past.text_on(moment) not in {None, then.revision_id}:
        return Ending(Withdrawal.TEXT)
    if decided is not None and decided.rating != known.rating:
        return Ending(Withdrawal.OTHERWISE)
    if known is not newest:
        return Ending(Withdrawal.ANEW)
    return _of_words(then, known, spoils)


def _of_words(then: Then, known: VerdictRow, spoils: Spoils) -> Ending | None:
    if then.stale_reason is not None and StaleReason(then.stale_reason) in OTHER_WORDS:
        return Ending(Withdrawal.WORDS)
    spoilt = spoils(then.words, known)
    return Ending(spoilt) if spoilt else None


def state_of(verdict: VerdictRow) -> PublicState:
    """What readers were told of a verdict; where nobody said, it is a draft."""
    return PublicState(verdict.public_state or PublicState.DRAFT)
