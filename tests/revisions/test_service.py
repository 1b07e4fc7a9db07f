"""Correcting an article: every mark is carried and reported, and nothing is lost."""

from __future__ import annotations

from uuid import uuid4

import pytest

from annotator.annotations.models import StaleReason
from annotator.audit.models import Action, Event
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import db
from annotator.errors import Conflict, Invalid, NotFound
from annotator.revisions.models import Settled
from annotator.revisions.queries import open_count
from annotator.text.places import Outcome
from tests.databases import ON_BOTH
from tests.revisions.desk import TEXT, Desk


@ON_BOTH
def test_a_correction_carries_every_mark_and_says_what_became_of_each(desk: Desk) -> None:
    hand, other = desk.hand(), desk.hand("other_reviewer")
    same = hand.mark("the fare rose by 54 per cent")["id"]
    lost = hand.mark("called the figures wrong")["id"]
    changed = other.mark("the minutes were never published")["id"]
    new = TEXT.replace("published anywhere", "publisht anywhere").replace("\nA speaker", "\nX")
    new = "A line ahead.\n" + new.replace(" for the union called the figures wrong and", "")
    made = desk.correct(new)
    outcomes = {mark: desk.carry(mark, made).outcome for mark in (same, lost, changed)}
    assert outcomes == {same: Outcome.UNCHANGED, lost: Outcome.LOST, changed: Outcome.CHANGED}
    assert desk.exact(same) == ["the fare rose by 54 per cent"]
    assert desk.exact(changed) == ["the minutes were never publisht"]
    assert desk.exact(lost) == ["called the figures wrong"]
    assert desk.mark(lost).revision.number == 1
    assert compare(desk.world.project_id) == []
    assert verify(desk.world.project_id).ok


def test_a_lost_mark_is_out_of_the_layer_but_not_removed(desk: Desk) -> None:
    hand = desk.hand()
    lost = hand.mark("called the figures wrong")
    kept = hand.mark("the fare rose")
    desk.correct(TEXT.replace("called the figures wrong and ", ""))
    shown = hand.visitor.get(f"{hand.base}/annotations").get_json()["annotations"]
    assert [mark["id"] for mark in shown] == [kept["id"]]
    assert desk.mark(lost["id"]).removed_at is None
    answer = hand.save(lost["id"], {"version": lost["version"], "note": "still here"})
    assert answer.status_code == 422
    assert "earlier text" in answer.get_json()["error"]["sentence"]


def judged() -> dict[str, str]:
    """The fields of a verdict that needs no source."""
    return {"verdict-uuid": str(uuid4()), "verdict-rating": "uncheckable"}


@ON_BOTH
def test_a_verdict_goes_stale_with_the_words_or_the_sentence_it_rests_on(desk: Desk) -> None:
    hand = desk.hand()
    touched = hand.mark("the fare rose by 54 per cent", **judged())
    untouched = hand.mark("asked for a new count", **judged())
    unjudged = hand.mark("on Monday")
    desk.correct(TEXT.replace("in two years", "in three years"))
    assert desk.exact(touched["id"]) == ["the fare rose by 54 per cent"]
    assert desk.mark(touched["id"]).claim.stale_reason is StaleReason.REVISION
    assert desk.mark(untouched["id"]).claim.stale_reason is None
    assert desk.mark(unjudged["id"]).claim.stale_reason is None


def test_an_unmarked_article_is_corrected_in_the_same_way(desk: Desk) -> None:
    made = desk.correct(TEXT + "One more line.\n")
    assert (made.number, sum(made.counts.values())) == (2, 0)


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [(TEXT, "Nothing new", "text"), (TEXT + "x", "  ", "reason"), (" \n", "Empty", "text")],
)
def test_a_correction_needs_another_text_and_a_reason(
    desk: Desk, text: str, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.correct(text, reason=reason)
    assert refusal.value.field == field


@ON_BOTH
def test_a_person_chooses_where_an_ambiguous_mark_belongs(desk: Desk) -> None:
    mark = desk.hand().mark("Nobody was asked before the board met")["id"]
    made = desk.correct(TEXT.replace("\nA speaker", f"\n{TEXT.splitlines()[1]}\nA speaker"))
    carry = desk.carry(mark, made)
    assert (carry.outcome, open_count(desk.article_id)) == (Outcome.AMBIGUOUS, 1)
    desk.settle(carry.id, Settled.CHOSEN, candidate=1)
    assert desk.exact(mark) == ["Nobody was asked before the board met"]
    assert (desk.mark(mark).revision.number, open_count(desk.article_id)) == (2, 0)
    assert compare(desk.world.project_id) == []


def test_its_author_marks_other_words_for_a_lost_mark(desk: Desk) -> None:
    mark = desk.hand().mark("called the figures wrong")["id"]
    carry = desk.carry(mark, desk.correct(TEXT.replace("called the figures wrong", "disagreed")))
    with pytest.raises(Invalid, match="does not stand"):
        desk.settle(carry.id, Settled.REMARKED, words=("never said",))
    with pytest.raises(Invalid, match="more than once"):
        desk.settle(carry.id, Settled.REMARKED, words=("the",))
    desk.settle(carry.id, Settled.REMARKED, words=(" disagreed ",))
    assert desk.exact(mark) == ["disagreed"]


@pytest.mark.parametrize("by", ["lead", "other_reviewer", "observer", "admin", "stranger"])
@pytest.mark.parametrize("how", [Settled.KEPT, Settled.REMARKED, Settled.CHOSEN, Settled.CONFIRMED])
def test_nobody_but_its_author_settles_a_mark(desk: Desk, by: str, how: Settled) -> None:
    mark = desk.hand().mark("called the figures wrong")["id"]
    carry = desk.carry(mark, desk.correct(TEXT.replace("called the figures wrong", "disagreed")))
    with pytest.raises(NotFound):
        desk.settle(carry.id, how, by=by, candidate=0, words=("disagreed",))
    assert (open_count(desk.article_id), desk.mark(mark).version) == (1, 1)


def test_to_leave_a_mark_with_the_earlier_text_twice_is_once(desk: Desk) -> None:
    mark = desk.hand().mark("called the figures wrong")["id"]
    carry = desk.carry(mark, desk.correct(TEXT.replace("called the figures wrong", "disagreed")))
    desk.settle(carry.id, Settled.KEPT)
    desk.settle(carry.id, Settled.KEPT)
    assert open_count(desk.article_id) == 0
    assert desk.mark(mark).revision.number == 1


def test_a_mark_that_was_carried_wrongly_goes_back_to_the_earlier_text(desk: Desk) -> None:
    mark = desk.hand().mark("the minutes were never published")["id"]
    carry = desk.carry(mark, desk.correct(TEXT.replace("published", "publisht")))
    desk.settle(carry.id, Settled.KEPT)
    assert desk.exact(mark) == ["the minutes were never published"]
    assert desk.mark(mark).revision.number == 1
    assert compare(desk.world.project_id) == []


@ON_BOTH
def test_what_was_lost_is_looked_for_again_when_its_words_come_back(desk: Desk) -> None:
    mark = desk.hand().mark("called the figures wrong")["id"]
    first = desk.carry(mark, desk.correct(TEXT.replace("called the figures wrong", "disagreed")))
    again = desk.correct(TEXT, reason="The correction was wrong.")
    assert desk.exact(mark) == ["called the figures wrong"]
    assert desk.mark(mark).revision.number == 3
    assert desk.carry(mark, again).outcome is Outcome.UNCHANGED
    with pytest.raises(Conflict, match="corrected again"):
        desk.settle(first.id, Settled.CHOSEN, candidate=0)
    assert compare(desk.world.project_id) == []


def test_a_correction_is_told_in_the_trail_with_each_mark_before_and_after(desk: Desk) -> None:
    hand = desk.hand()
    mark = hand.mark("the fare rose")
    desk.correct("Ahead.\n" + TEXT)
    events = db.session.query(Event).filter(Event.action == Action.ANNOTATION_MOVED.value).all()
    assert [event.target_id for event in events] == [mark["id"]]
    assert events[0].before != events[0].after
    assert events[0].target_version == 2
