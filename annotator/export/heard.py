"""What readers outside know of a claim: what they were told last, whatever was drafted since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.annotations.models import PublicState
from annotator.claimreview.standing import TOLD
from annotator.errors import Words
from annotator.export.rows import VerdictRow

#: What stands for a reason where a published verdict was followed by a draft.
JUDGED_ANEW = Words("This check was withdrawn: the claim is being judged anew.")


@dataclass(frozen=True, slots=True)
class Heard:
    """The verdict that readers know, in which state they know it, and why it is withdrawn.

    `first` is the verdict by which they were told first, and `last` the one by which what they
    know changed last: a draft that follows a published verdict takes that one back. Where
    nothing was told yet, all is of the newest verdict.
    """

    verdict: VerdictRow
    state: PublicState
    first: VerdictRow
    last: VerdictRow
    correction: str | None
    is_anew: bool = False


def heard_of(verdicts: Sequence[VerdictRow]) -> Heard:
    """What readers know by these, the oldest first; there is at least one."""
    newest = verdicts[-1]
    told = [place for place, one in enumerate(verdicts) if _state(one) in TOLD]
    if not told:
        return Heard(newest, _state(newest), newest, newest, newest.correction_note)
    known, first = verdicts[told[-1]], verdicts[told[0]]
    state, note = _state(known), known.correction_note
    if known is newest:
        return Heard(known, state, first, known, note)
    if state is PublicState.VOID:
        return Heard(known, state, first, known, note, is_anew=True)
    drafted = verdicts[told[-1] + 1]
    return Heard(known, PublicState.VOID, first, drafted, JUDGED_ANEW, is_anew=True)


def _state(verdict: VerdictRow) -> PublicState:
    # Where nobody said, it is a draft.
    return PublicState(verdict.public_state or PublicState.DRAFT)
