"""What a decision must say, and what it may not say beside it."""

from __future__ import annotations

from annotator.adjudication.comparing import Difference, Item
from annotator.adjudication.drafts import NONE, OVERLAP, OWN, UNION, DecisionDraft, Outcome
from annotator.annotations.models import Label
from annotator.errors import Invalid

MAX_REASON = 2000


def check(item: Item, draft: DecisionDraft) -> None:
    """Raise `Invalid` for what a decision lacks, or says and would lose."""
    if draft.category is None:
        raise Invalid("Say what kind of difference it was.", "category")
    if len(draft.reason) > MAX_REASON:
        raise Invalid("A reason has at most %(most)s characters.", "reason", most=MAX_REASON)
    _check_picks(item, draft)
    _check_dispute(item, draft)
    if draft.added and draft.outcome is not Outcome.SETTLE:
        raise Invalid("Only one mark that is settled on takes a source that you add.", "added")
    _check_own(draft)
    _check_judging(item, draft)


def _check_picks(item: Item, draft: DecisionDraft) -> None:
    """What is picked is one of the marks that this is about, or one of a few words."""
    picks = draft.picks
    chosen = {
        "words": picks.words in {UNION, OVERLAP},
        "label": False,
        "verdict": picks.verdict in {OWN, NONE},
        "sources": picks.sources == UNION,
        "links": picks.links in {UNION, NONE},
    }
    said = {name: getattr(picks, name) for name, is_word in chosen.items() if not is_word}
    for field, mark_id in {**said, **picks.fields}.items():
        if mark_id and mark_id not in item.ids:
            raise Invalid("What was chosen is not among the marks that this is about.", field)


def _check_dispute(item: Item, draft: DecisionDraft) -> None:
    """A verdict in dispute is chosen by somebody, and settled by an argument or by evidence."""
    if Difference.VERDICT not in item.differences or draft.outcome is not Outcome.SETTLE:
        return
    is_chosen = bool(draft.picks.verdict) or _label(item, draft) != Label.CLAIM
    is_argued = bool(draft.reason or draft.added)
    if not is_chosen and not is_argued:
        raise Invalid(
            "The verdicts differ: choose one, give your own or say that there is none, and say "
            "what settles it or add the source that does.",
            "verdict",
        )
    if not is_chosen:
        raise Invalid(
            "The verdicts differ: choose one, give your own, or say that there is none.", "verdict"
        )
    if not is_argued:
        raise Invalid(
            "The verdicts differ: say what settles it, or add the source that does.", "reason"
        )


def _label(item: Item, draft: DecisionDraft) -> str:
    """What the mark is to be: as the one that was picked, or else the first."""
    picked = (mark.label for mark in item.marks if mark.id == draft.picks.label)
    return next(picked, item.marks[0].label)


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
    judges = draft.added or draft.picks.verdict == OWN
    if judges and draft.outcome is Outcome.SETTLE and _label(item, draft) != Label.CLAIM:
        raise Invalid(
            "Only a claim has sources and a verdict: settle on a claim, or take them back.", "label"
        )
