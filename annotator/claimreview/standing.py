"""What stands between a claim and its review before there is any record of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.annotations.models import PublicState, StaleReason
from annotator.claimreview.facts import Publication, turned_round
from annotator.claimreview.faults import Fault, Rule, refused, remarked
from annotator.claimreview.withdrawals import Withdrawal, remark_of
from annotator.errors import Invalid, Remark
from annotator.projects.scheme import Rating

#: What readers outside are told of.
TOLD = frozenset({PublicState.PUBLISHED, PublicState.CORRECTED, PublicState.VOID})
#: After these the rating is about other words than those that stand there.
OTHER_WORDS = frozenset({StaleReason.WORDING, StaleReason.REVISION})


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a claim is; `ratings` are those of the scale that its verdict was given on.

    `is_told` says that readers know of it as it stands, and `withdrawal` why they are told that it
    is withdrawn, though nobody took it back.
    """

    has_verdict: bool
    state: PublicState | None = None
    stale: StaleReason | None = None
    ratings: Mapping[str, Rating] | None = None
    is_told: bool = False
    withdrawal: Withdrawal | None = None


def standing_faults(standing: Standing, publication: Publication | None) -> Iterator[Fault]:
    """Everything that is in the way, the first to mend first."""
    if standing.withdrawal is not None:
        yield remarked(Rule.TOLD_WITHDRAWN, remark_of(standing.withdrawal))
    elif not standing.has_verdict:
        yield refused(Rule.NO_VERDICT, Invalid("The claim has no verdict yet."))
    elif standing.state not in TOLD:
        yield refused(
            Rule.NOT_PUBLIC,
            Invalid("The verdict is a draft: whoever judged the claim says when it is published."),
        )
    if publication is None:
        yield refused(
            Rule.NO_PUBLICATION,
            Invalid("Nobody has said who publishes the checks of this project: a lead does."),
        )
    if standing.has_verdict and standing.state is not PublicState.VOID:
        yield from _of_judgement(standing)


def _of_judgement(standing: Standing) -> Iterator[Fault]:
    if standing.stale is not None:
        yield _of_staleness(standing.stale, is_told=standing.is_told)
    found = turned_round(standing.ratings or {})
    if found is not None:
        yield refused(
            Rule.TURNED_ROUND,
            Invalid(
                "The scale's numbers run the wrong way: “%(falser)s” has a higher one than"
                " “%(truer)s”, which is nearer to the truth.",
                falser=found[0].label,
                truer=found[1].label,
            ),
        )


def _of_staleness(stale: StaleReason, *, is_told: bool) -> Fault:
    if stale in OTHER_WORDS:
        return refused(
            Rule.STALE_WORDS,
            Invalid(
                "The words changed after the verdict was given: confirm the verdict, or give"
                " another one."
            ),
        )
    if is_told:
        return remarked(
            Rule.STALE,
            Remark(
                "Readers are told that this check is under review, since what it rests on changed:"
                " confirm the verdict, or give another one."
            ),
        )
    return remarked(
        Rule.STALE,
        Remark("What the verdict rests on changed: confirm the verdict, or give another one."),
    )
