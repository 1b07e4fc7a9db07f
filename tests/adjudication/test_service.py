"""Decisions add a gold layer, leave what reviewers said alone, and can be taken back."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from annotator.adjudication.comparing import Difference
from annotator.adjudication.drafts import (
    NONE,
    OVERLAP,
    OWN,
    UNION,
    AddedSource,
    Outcome,
    OwnVerdict,
    Picks,
)
from annotator.adjudication.models import Category, Decision
from annotator.adjudication.service import reopen
from annotator.annotations.drafts import ClaimDraft
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import writing
from annotator.errors import Conflict, Invalid, NotFound, Stale
from annotator.sources.queries import sources_of
from annotator.verdicts.queries import verdicts_of
from tests.adjudication.made import (
    ANNEX,
    LOGS,
    LONG,
    REFUTED,
    SHORT,
    SUPPORTED,
    Bench,
    golds,
    layers,
    words,
)
from tests.databases import ON_BOTH
from tests.formats.native import exported


@ON_BOTH
def test_a_decision_takes_words_label_verdict_and_sources_from_whom_it_names(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    before = layers(bench)
    picks = Picks(words=one, label=one, verdict=two, sources=UNION)
    made = bench.settle(bench.draft(one, two, picks=picks, category=Category.INTERPRETATION))
    (gold,) = golds(bench)
    assert words(gold) == SHORT
    assert gold.author_id == bench.world.lead.id
    (verdict,) = verdicts_of(gold.id)
    assert (verdict.rating, verdict.rationale) == REFUTED
    assert verdict.decided_by == bench.world.lead.id
    assert [source.url for source in sources_of(gold.id)] == [LOGS, ANNEX]
    assert gold.claim
    assert gold.claim.wording == "Punctual."
    assert gold.note is None
    assert made.decision is Decision.COMBINED
    assert layers(bench) == before
    assert compare(bench.world.project_id) == []
    assert verify(bench.world.project_id).ok


@pytest.mark.parametrize(
    ("asked", "expected", "decision"),
    [(UNION, LONG, Decision.UNION), (OVERLAP, SHORT, Decision.OVERLAP)],
)
def test_words_are_put_together_or_cut_to_what_all_have(
    bench: Bench, asked: str, expected: str, decision: Decision
) -> None:
    world = bench.world
    left = "Operator logs show 91.4 per cent of departures left within five minutes of schedule"
    one = bench.mark(world.rosa, LONG, Label.CONTEXT)
    two = bench.mark(world.ravi, left, Label.CONTEXT)
    bench.hand_in()
    whole = left + LONG.removeprefix(SHORT) if asked == UNION else expected
    made = bench.settle(bench.draft(one, two, picks=Picks(words=asked)))
    assert [words(gold) for gold in golds(bench)] == [whole]
    assert made.decision is decision


def test_keeping_both_makes_a_gold_mark_of_each_with_what_hangs_on_it(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    made = bench.settle(bench.draft(*disputed, outcome=Outcome.BOTH))
    assert made.decision is Decision.BOTH
    assert sorted(words(gold) for gold in golds(bench)) == [SHORT, LONG]
    ratings = {verdicts_of(gold.id)[-1].rating for gold in golds(bench)}
    assert ratings == {"supported", "refuted"}


def test_evidence_or_an_own_verdict_is_refused_where_the_mark_settled_on_is_no_claim(
    bench: Bench,
) -> None:
    world = bench.world
    one = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    two = bench.mark(world.ravi, SHORT, Label.QUOTE)
    bench.hand_in()
    added = (AddedSource(str(uuid4()), ANNEX),)
    own = Picks(words=two, label=two, verdict=OWN)
    for said in (
        {"picks": Picks(words=two, label=two), "added": added},
        {"picks": own, "verdict": OwnVerdict("refuted", "The logs leave much out.")},
    ):
        with pytest.raises(Invalid, match="Only a claim has sources and a verdict"):
            bench.settle(bench.draft(one, two, **said))
    assert golds(bench) == []
    bench.settle(bench.draft(one, two, picks=Picks(words=two, label=two)))
    assert [gold.label for gold in golds(bench)] == [Label.QUOTE]


def test_a_dropped_item_leaves_no_gold_and_the_decision(bench: Bench) -> None:
    one = bench.mark(bench.world.ravi, "Ferry fares", Label.CONTEXT)
    bench.hand_in()
    made = bench.settle(bench.draft(one, outcome=Outcome.DROP, category=Category.SLIP))
    assert golds(bench) == []
    assert made.decision is Decision.DROPPED
    assert bench.case.open_items == []


def test_a_verdict_in_dispute_needs_a_choice_and_an_argument_or_evidence(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    undecided = bench.draft(one, two)
    with pytest.raises(Invalid, match="The verdicts differ: choose one"):
        bench.settle(undecided)
    with pytest.raises(Invalid, match=r"choose one, .* and say what settles it or add the source"):
        bench.settle(replace(undecided, reason=""))
    silent = bench.draft(one, two, picks=Picks(one, one, one), reason="")
    with pytest.raises(Invalid, match="say what settles it, or add the source"):
        bench.settle(silent)
    report = AddedSource(str(uuid4()), "https://auditor.example/report")
    bench.settle(replace(silent, id=str(uuid4()), added=(report,)))
    (gold,) = golds(bench)
    assert report.url in [source.url for source in sources_of(gold.id)]
    added = next(one for one in sources_of(gold.id) if one.url == report.url)
    assert added.added_by == bench.world.lead.id


def test_claims_whose_verdicts_differ_become_context_by_an_argument_and_no_verdict_is_asked_for(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    context = bench.mark(bench.world.admin, SHORT, Label.CONTEXT)
    bench.hand_in(bench.world.admin)
    picks = Picks(words=context, label=context)
    silent = bench.draft(*disputed, context, picks=picks, reason="")
    with pytest.raises(Invalid, match="^The verdicts differ: say what settles it"):
        bench.settle(silent)
    bench.settle(replace(silent, id=str(uuid4()), reason="It claims nothing by itself."))
    (gold,) = golds(bench)
    assert (gold.label, verdicts_of(gold.id)) == (Label.CONTEXT, [])


def test_an_own_verdict_is_decisive_only_with_rationale_and_a_source(bench: Bench) -> None:
    one = bench.mark(bench.world.rosa, SHORT)
    two = bench.mark(bench.world.ravi, SHORT, verdict=("not_enough_evidence", ""))
    bench.hand_in()
    picks = Picks(one, one, OWN)
    with pytest.raises(Invalid, match="needs a rationale"):
        bench.settle(bench.draft(one, two, picks=picks, verdict=OwnVerdict("supported")))
    own = OwnVerdict("supported", "Seen in the logs.")
    with pytest.raises(Invalid, match="a source that is not the article itself"):
        bench.settle(bench.draft(one, two, picks=picks, verdict=own))
    assert golds(bench) == []
    logs = (AddedSource(str(uuid4()), LOGS),)
    bench.settle(bench.draft(one, two, picks=picks, verdict=own, added=logs))
    (verdict,) = verdicts_of(golds(bench)[0].id)
    assert verdict.decisive
    assert verdict.rationale == "Seen in the logs."


def test_no_verdict_can_be_the_decision(bench: Bench, disputed: tuple[str, str]) -> None:
    one, two = disputed
    bench.settle(bench.draft(one, two, picks=Picks(one, one, NONE)))
    assert verdicts_of(golds(bench)[0].id) == []


@pytest.mark.parametrize("chosen", [NONE, "one"])
def test_a_rating_of_ones_own_beside_another_verdict_or_none_is_refused(
    bench: Bench, disputed: tuple[str, str], chosen: str
) -> None:
    one, two = disputed
    picks = Picks(one, one, one if chosen == "one" else chosen)
    own = OwnVerdict("refuted", "The logs leave much out.")
    with pytest.raises(Invalid, match="tick “My own rating”, or take the rating away"):
        bench.settle(bench.draft(one, two, picks=picks, verdict=own))
    if chosen == NONE:
        with pytest.raises(Invalid, match="take the rationale away"):
            bench.settle(bench.draft(one, two, picks=picks, verdict=OwnVerdict("", "Why?")))
    assert golds(bench) == []


def test_fields_come_from_whom_they_are_picked_from(bench: Bench) -> None:
    rosa = ClaimDraft(short="On time", place="Kiel")
    one = bench.mark(bench.world.rosa, SHORT, wording="Boats are punctual.", claim=rosa)
    two = bench.mark(bench.world.ravi, SHORT, wording="9 in 10 boats are punctual.")
    bench.hand_in()
    assert bench.case.items[0].differences == {Difference.FIELDS}
    bench.settle(bench.draft(one, two, picks=Picks(one, one, fields={"wording": two})))
    claim = golds(bench)[0].claim
    assert claim
    assert (claim.wording, claim.short, claim.place) == (
        "9 in 10 boats are punctual.",
        "On time",
        "Kiel",
    )


@ON_BOTH
def test_a_decision_is_reopened_at_will_and_its_marks_go_out_of_gold(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    picks = Picks(one, one, one)
    made = bench.settle(bench.draft(one, two, picks=picks))
    assert bench.case.open_items == []
    case = bench.case
    with writing():
        reopen(bench.case, made.id, case.version_of(case.items[0]), person=bench.world.lead)
    assert golds(bench) == []
    assert len(bench.case.open_items) == 1
    again = bench.settle(bench.draft(one, two, picks=Picks(two, two, two)))
    assert words(golds(bench)[0]) == LONG
    assert [one.id for one in bench.case.in_force] == [again.id]
    assert compare(bench.world.project_id) == []


def test_the_same_decision_sent_twice_is_made_once_and_another_under_its_name_is_refused(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    draft = bench.draft(one, two, picks=Picks(one, one, one))
    assert bench.settle(draft).id == bench.settle(draft).id
    assert len(golds(bench)) == 1
    with pytest.raises(Conflict):
        bench.settle(replace(draft, reason="Another reason."))


def test_who_comes_second_is_told_what_is_there_now(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    late = bench.draft(one, two, picks=Picks(two, two, two))
    bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    with pytest.raises(Stale) as told:
        bench.settle(late, bench.world.admin)
    case: Any = told.value.current
    decided = case.decision_on(case.item_of([one, two]))
    assert decided.decided_by == bench.world.lead.id
    assert words(golds(bench)[0]) == SHORT


def test_a_decision_needs_its_category_and_knows_only_its_own_marks(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    with pytest.raises(Invalid, match="what kind of difference"):
        bench.settle(bench.draft(one, two, category=None))
    with pytest.raises(Invalid, match="not among the marks"):
        bench.settle(bench.draft(one, two, picks=Picks(str(uuid4()))))
    with pytest.raises(NotFound), writing():
        reopen(bench.case, str(uuid4()), 1, person=bench.world.lead)


def test_an_administrator_who_is_no_member_adjudicates_and_the_project_is_exported(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    bench.settle(bench.draft(one, two, picks=Picks(one, one, one)), bench.world.admin)
    layers = [mark["layer"] for mark in json.loads(exported(bench.world.slug))["annotations"]]
    assert layers.count("gold") == 1
    assert compare(bench.world.project_id) == []


def test_marks_with_no_word_in_common_have_no_overlap(bench: Bench) -> None:
    world = bench.world
    marks = [
        bench.mark(world.rosa, "Operator logs", Label.CONTEXT),
        bench.mark(world.ravi, "logs show 91.4", Label.CONTEXT),
        bench.mark(world.lead, "show 91.4 per cent", Label.CONTEXT),
    ]
    bench.hand_in(world.rosa, world.ravi, world.lead)
    with pytest.raises(Invalid, match="no words in common"):
        bench.settle(bench.draft(*marks, picks=Picks(words=OVERLAP)))
    bench.settle(bench.draft(*marks, picks=Picks(words=UNION)))
    assert words(golds(bench)[0]) == "Operator logs show 91.4 per cent"
