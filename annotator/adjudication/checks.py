"""What a decision must say, and what it may not say beside it."""

from __future__ import annotations

from annotator.adjudication.comparing import Difference, Item
from annotator.adjudication.drafts import NONE, OWN, UNION, DecisionDraft, Outcome
from annotator.annotations.models import Label
from annotator.errors import Invalid

MAX_REASON = 2000


def check(item: Item, draft: DecisionDraft) -> None:
    """Raise `Invalid` for what a decision lacks, or says and would lose."""
    if draft.category is None:
        raise Invalid("Say what kind of difference it was.", "category")
    if len(draft.reason) > MAX_REASON:
        raise Invalid("A reason has at most %(most)s characters.", "reason", most=MAX_REASON)
    in_dispute = Difference.VERDICT in item.differences and draft.outcome is Outcome.SETTLE
    if in_dispute and not draft.reason and not draft.added:
        if not draft.picks.verdict:
            raise Invalid(
                "The verdicts differ: choose one, give your own or say that there is none, and say "
                "what settles it or add the source that does.",
                "verdict",
            )
        raise Invalid(
            "The verdicts differ: say what settles it, or add the source that does.", "reason"
        )
    if draft.added and draft.outcome is not Outcome.SETTLE:
        raise Invalid("Only one mark that is settled on takes a source that you add.", "added")
    if draft.picks.links not in {UNION, NONE, *item.ids}:
        raise Invalid("What was chosen is not among the marks that this is about.", "links")
    _check_own(draft)
    _check_judging(item, draft)


def _check_own(draft: DecisionDraft) -> None:
    """Refuse words of a verdict of one's own beside the choice of another, or of none."""
    own, chosen = draft.verdict, draft.picks.verdict
    if draft.outcome is not Outcome.SETTLE:
        return
    if own.rating and chosen != OWN:
        raise Invalid(
            "You chose a rating of your own, and another verdict or none: tick “My own rating”, or "
            "take the rating away.",
            "rating",
        )
    if own.rationale and chosen == NONE:
        raise Invalid(
            "You gave a rationale, and ticked “No verdict”: choose a verdict, or take the "
            "rationale away.",
            "rationale",
        )


def _check_judging(item: Item, draft: DecisionDraft) -> None:
    """Refuse evidence or a verdict of the adjudicator's own that would be lost without a word."""
    label = next((mark.label for mark in item.marks if mark.id == draft.picks.label), None)
    label = label or item.marks[0].label
    judges = draft.added or draft.picks.verdict == OWN
    if judges and draft.outcome is Outcome.SETTLE and label != Label.CLAIM:
        raise Invalid(
            "Only a claim has sources and a verdict: settle on a claim, or take them back.", "label"
        )
