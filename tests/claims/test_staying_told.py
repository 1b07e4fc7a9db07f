"""What was published once never leaves file or feeds without a word, whichever way it goes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from annotator.annotations.drafts import ClaimDraft
from annotator.annotations.models import Label, PublicState, Voice
from annotator.claimreview.drafts import PublisherDraft
from annotator.clock import now
from annotator.errors import Invalid
from annotator.export.reviews.told import told_lately
from annotator.verdicts.drafts import Answer
from tests.claimreview.desk import say_publisher
from tests.claims.newsroom import COST, DAM, TEXT, Newsroom, state_of, why
from tests.databases import ON_BOTH
from tests.personas import World
from tests.statements import statements


@ON_BOTH
def test_work_that_is_taken_back_withdraws_its_checks_until_it_is_handed_in(
    room: Newsroom, told: str
) -> None:
    rosa = room.world.rosa
    before = room.file()[told]
    room.take_back(rosa)
    today = now().date().isoformat()
    assert why(room, told) == "This check was withdrawn: it is being worked on."
    assert room.file()[told]["dateDeleted"] == today
    room.hand_in(rosa)
    after = room.file()[told]
    assert state_of(after) == "Refuted"
    assert after["item"]["url"] == before["item"]["url"]
    assert (after["dateCreated"], after["dateModified"]) == (before["dateCreated"], today)


@ON_BOTH
def test_work_that_is_given_back_does_too(room: Newsroom, told: str) -> None:
    room.give_back(room.world.rosa)
    assert why(room, told) == "This check was withdrawn: it is being worked on."


@ON_BOTH
def test_nothing_of_what_is_not_handed_in_is_told(room: Newsroom, told: str) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    resting = room.file()[told]
    room.clock.shift(timedelta(days=1))
    room.say(rosa, told, wording="Another claim altogether.")
    room.judge(rosa, told, "supported", "A draft of a reason.", public_state=PublicState.PUBLISHED)
    secret = room.publish(rosa, COST)
    room.delete(rosa, told)
    assert room.file() == {told: resting}
    assert set(room.feed()) == {told}
    room.hand_in(rosa)
    assert state_of(room.file()[secret]) == "Refuted"


@ON_BOTH
def test_a_deleted_claim_is_told_as_withdrawn_in_the_words_that_readers_know(
    room: Newsroom, told: str
) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.say(rosa, told, wording="Unread words.")
    room.delete(rosa, told)
    room.hand_in(rosa)
    assert why(room, told) == "This check was withdrawn: the claim is not checked any more."
    assert room.file()[told]["item"]["claimReviewed"] == DAM
    room.take_back(rosa)
    room.restore(rosa, told)
    room.confirm(rosa, told)
    room.hand_in(rosa)
    entry = room.file()[told]
    assert (state_of(entry), entry["item"]["claimReviewed"]) == ("Refuted", "Unread words.")


def test_a_claim_that_is_called_something_else_is_withdrawn(room: Newsroom, told: str) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.say(rosa, told, label=Label.CONTEXT)
    room.hand_in(rosa)
    assert why(room, told) == "This check was withdrawn: the claim is not checked any more."


@ON_BOTH
def test_other_words_withdraw_the_verdict_until_it_is_confirmed(room: Newsroom, told: str) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.say(rosa, told, wording="The dam holds more than it should.")
    room.hand_in(rosa)
    assert why(room, told).endswith("changed, and its verdict has to be confirmed.")
    assert room.file()[told]["item"]["claimReviewed"] == DAM
    room.take_back(rosa)
    room.confirm(rosa, told)
    room.hand_in(rosa)
    assert state_of(room.file()[told]) == "Refuted"


def test_words_that_give_the_rating_away_withdraw_it(room: Newsroom, told: str) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.say(rosa, told, claim=ClaimDraft(short="Refuted: the dam is full"))
    room.hand_in(rosa)
    assert why(room, told) == "This check was withdrawn: it is being worked on."


@ON_BOTH
def test_a_verdict_that_is_reopened_stands_and_is_said_to_be_under_review(
    room: Newsroom, told: str
) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.judge(rosa, told, answer=Answer.REOPEN)
    room.hand_in(rosa)
    entry = room.file()[told]
    assert state_of(entry) == "Refuted"
    assert entry["item"]["creativeWorkStatus"] == "Under review"
    assert room.feed()[told]["creativeWorkStatus"] == "Under review"
    room.take_back(rosa)
    room.confirm(rosa, told)
    room.hand_in(rosa)
    assert "creativeWorkStatus" not in room.file()[told]["item"]


@ON_BOTH
def test_a_corrected_article_withdraws_what_does_not_stand_in_it_any_more(
    room: Newsroom, told: str
) -> None:
    room.correct(TEXT.replace("litres", "cubic litres"))
    assert why(room, told).endswith("changed, and its verdict has to be confirmed.")
    room.correct("The dam\n\nNothing is known of it.\n")
    assert "does not stand in it any more" in why(room, told)


def test_a_correction_elsewhere_in_the_article_tells_readers_nothing_new(
    room: Newsroom, told: str
) -> None:
    before = room.file()
    room.correct(TEXT.replace("two million", "three million"))
    assert room.file() == before


def test_a_person_s_own_reason_is_told_and_stays(room: Newsroom, told: str) -> None:
    rosa = room.world.rosa
    room.take_back(rosa)
    room.void(rosa, told, "It was another dam.")
    assert why(room, told) == "This check was withdrawn: it is being worked on."
    room.hand_in(rosa)
    assert why(room, told) == "It was another dam."
    room.take_back(rosa)
    assert why(room, told) == "It was another dam."


def test_what_was_published_and_drafted_again_before_it_was_handed_in_is_not_told(
    room: Newsroom,
) -> None:
    rosa = room.world.rosa
    mark = room.publish(rosa)
    room.judge(rosa, mark, "supported", "No.", public_state=PublicState.DRAFT)
    room.hand_in(rosa)
    assert (room.file(), room.feed()) == ({}, {})
    assert told_lately(room.world.project).checks == []


@ON_BOTH
def test_on_an_earlier_day_it_is_told_as_it_was_told_then(room: Newsroom, told: str) -> None:
    moments = [(now(), room.file())]
    for step in (
        lambda: room.take_back(room.world.rosa),
        lambda: room.delete(room.world.rosa, told),
        lambda: room.hand_in(room.world.rosa),
    ):
        step()
        moments.append((now(), room.file()))
        room.clock.shift(timedelta(days=1))
    for moment, made in moments:
        assert room.file(moment) == made


@ON_BOTH
def test_checks_that_were_told_do_not_lose_their_address(room: Newsroom, told: str) -> None:
    with pytest.raises(Invalid) as refusal:
        say_publisher(room.world, PublisherDraft("Harbour Desk"))
    assert refusal.value.field == "checks_url"
    assert told in room.file()
    say_publisher(room.world, PublisherDraft("Harbour Desk", checks_url="https://h.example/"))
    assert room.file()[told]["item"]["url"] == f"https://h.example/{told}"


@ON_BOTH
def test_a_page_of_checks_costs_as_many_statements_for_one_as_for_six(
    room: Newsroom, told: str
) -> None:
    def cost() -> int:
        with statements() as asked:
            room.feed()
        return len(asked)

    one = cost()
    rosa = room.world.rosa
    room.take_back(rosa)
    for words in (COST, "40 million", "million litres", "two million", "holds"):
        room.publish(rosa, words)
    room.hand_in(rosa)
    assert len(room.feed()) == 6
    assert cost() == one


@ON_BOTH
def test_a_verdict_given_anew_on_a_scale_that_runs_the_wrong_way_withdraws_the_check(
    room: Newsroom, told: str
) -> None:
    rosa = room.world.rosa
    room.turn_the_scale()
    assert state_of(room.file()[told]) == "Refuted"
    room.take_back(rosa)
    room.judge(rosa, told, "supported", "We looked.", public_state=PublicState.PUBLISHED)
    room.hand_in(rosa)
    assert why(room, told) == "This check was withdrawn: it is being worked on."
    (shown,) = told_lately(room.world.project).checks
    assert any("run the wrong way" in one.sentence for one in shown.reviewed.faults)
    room.turn_the_scale()
    room.take_back(rosa)
    room.judge(rosa, told, "refuted", "We looked.", public_state=PublicState.PUBLISHED)
    room.hand_in(rosa)
    assert state_of(room.file()[told]) == "Refuted"


@ON_BOTH
def test_a_check_that_never_was_right_is_not_told_as_withdrawn_when_it_is_taken_back(
    room: Newsroom,
) -> None:
    rosa = room.world.rosa
    room.turn_the_scale()
    room.publish(rosa)
    room.hand_in(rosa)
    assert room.file() == {}
    room.take_back(rosa)
    assert room.file() == {}
    assert room.feed() == {}


def test_an_outlet_whose_site_has_no_name_is_named_without_it(
    world: World, clock: time_machine.Traveller
) -> None:
    room, rosa = Newsroom(world, clock, "https://[2001:db8::1]/dam"), world.rosa
    mark = room.publish(rosa)
    room.hand_in(rosa)
    assert "author" not in room.file()[mark]["item"]["itemReviewed"]
    room.take_back(rosa)
    room.say(rosa, mark, claim=ClaimDraft(voice=Voice.OUTLET))
    room.hand_in(rosa)
    entry = room.file()[mark]
    assert state_of(entry) == "Refuted"
    outlet = {"@type": "Organization", "name": "The Paper"}
    assert entry["item"]["itemReviewed"]["author"] == outlet
