"""Links of reviewers' marks come into gold with the marks, follow them, and are not lost unsaid."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from annotator.adjudication.comparing import LINKS
from annotator.adjudication.drafts import NONE, UNION, Outcome, Picks
from annotator.adjudication.linking import Left, arrows_of
from annotator.adjudication.proposing import Strategy, propose
from annotator.adjudication.service import finish, reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.audit.verify import verify
from annotator.db import db, writing
from annotator.errors import Invalid
from annotator.links.models import Link, LinkKind
from tests.adjudication.made import LONG, SHORT, Bench, golds, words
from tests.databases import ON_BOTH, copy_file
from tests.factories import make_project
from tests.formats.native import exported, imported, installation

CHAMBER = "The chamber was told that nine in ten boats leave on time"
CLAIM = "nine in ten boats leave on time"
RISE = "a rise of 58 per cent"


def linked(bench: Bench) -> dict[str, str]:
    """Rosa links context and a claim to a quote; Ravi has the same marks, and one link fewer."""
    world, marks = bench.world, {}
    for letter, person, extent in (("a", world.rosa, SHORT), ("b", world.ravi, LONG)):
        marks[f"quote_{letter}"] = quote = bench.mark(person, CHAMBER, Label.QUOTE)
        made_in, explains = (LinkKind.MADE_IN, quote), (LinkKind.EXPLAINS, quote)
        marks[f"claim_{letter}"] = bench.mark(person, extent, links=[made_in])
        also = [explains] if letter == "a" else []
        marks[f"context_{letter}"] = bench.mark(person, RISE, Label.CONTEXT, links=also)
    bench.hand_in()
    return marks


def settle_claim(bench: Bench, marks: dict[str, str], links: str = UNION) -> None:
    """The claim as Rosa has it."""
    one, two = marks["claim_a"], marks["claim_b"]
    bench.settle(bench.draft(one, two, picks=Picks(one, one, links=links)))


def finish_it(bench: Bench) -> None:
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.lead)


def gold_links(bench: Bench) -> set[tuple[str, str, str]]:
    """The links in force between marks of the gold layer, told by their words."""
    known = {gold.id: words(gold) for gold in golds(bench)}
    query = select(Link).where(Link.article_id == bench.article_id, Link.removed_at.is_(None))
    return {
        (known[link.from_id], link.kind.value, known[link.to_id])
        for link in db.session.scalars(query)
        if link.from_id in known or link.to_id in known
    }


@ON_BOTH
def test_links_come_into_gold_when_both_their_ends_are_there(bench: Bench) -> None:
    marks = linked(bench)
    settle_claim(bench, marks)
    assert gold_links(bench) == set()
    (waiting,) = arrows_of(bench.case)
    assert waiting.left is Left.WAITS
    finish_it(bench)
    assert gold_links(bench) == {(SHORT, "made_in", CHAMBER), (RISE, "explains", CHAMBER)}
    assert compare(bench.world.project_id) == []
    assert verify(bench.world.project_id).ok


@ON_BOTH
def test_links_follow_the_marks_that_are_kept_when_a_decision_is_taken_back(bench: Bench) -> None:
    marks = linked(bench)
    settle_claim(bench, marks)
    finish_it(bench)
    case = bench.case
    quote = case.item_of([marks["quote_a"], marks["quote_b"]])
    assert quote
    decision = case.decision_on(quote)
    assert decision
    with writing():
        reopen(bench.case, decision.id, case.version_of(quote), person=bench.world.lead)
    assert gold_links(bench) == set()
    finish_it(bench)
    assert gold_links(bench) == {(SHORT, "made_in", CHAMBER), (RISE, "explains", CHAMBER)}
    assert compare(bench.world.project_id) == []


def test_an_adjudicator_may_let_no_link_of_an_item_hold_or_one_reviewers(bench: Bench) -> None:
    marks = linked(bench)
    settle_claim(bench, marks, NONE)
    one, two = marks["context_a"], marks["context_b"]
    bench.settle(bench.draft(one, two, picks=Picks(one, one, links=two)))
    finish_it(bench)
    assert gold_links(bench) == set()
    bench.settle(bench.draft(one, two, picks=Picks(one, one, links=one)))
    assert gold_links(bench) == {(RISE, "explains", CHAMBER)}
    with pytest.raises(Invalid, match="not among the marks"):
        bench.settle(bench.draft(one, two, picks=Picks(one, one, links=marks["quote_a"])))


def test_a_link_to_what_is_dropped_or_relabelled_is_left_out_and_it_is_known_why(
    bench: Bench,
) -> None:
    marks = linked(bench)
    settle_claim(bench, marks)
    quotes = marks["quote_a"], marks["quote_b"]
    bench.settle(bench.draft(*quotes, outcome=Outcome.DROP))
    assert [arrow.left for arrow in arrows_of(bench.case)] == [Left.DROPPED]
    assert gold_links(bench) == set()


def test_marks_that_both_stand_keep_each_its_own_links(bench: Bench) -> None:
    marks = linked(bench)
    claims = marks["claim_a"], marks["claim_b"]
    bench.settle(bench.draft(*claims, outcome=Outcome.BOTH))
    finish_it(bench)
    made_in = {link for link in gold_links(bench) if link[1] == "made_in"}
    assert made_in == {(SHORT, "made_in", CHAMBER), (LONG, "made_in", CHAMBER)}


def test_a_claim_is_part_of_one_other_only_and_the_second_is_left_out(bench: Bench) -> None:
    world = bench.world
    ends = [bench.mark(person, CLAIM) for person in (world.rosa, world.ravi)]
    others = [bench.mark(person, RISE) for person in (world.rosa, world.ravi)]
    one = bench.mark(world.rosa, SHORT, links=[(LinkKind.PART_OF, ends[0])])
    two = bench.mark(world.ravi, SHORT, links=[(LinkKind.PART_OF, others[1])])
    bench.hand_in()
    item = bench.case.item_of([one, two])
    assert item
    assert item.fields == {LINKS}
    bench.settle(bench.draft(one, two, picks=Picks(one, one)))
    finish_it(bench)
    assert len(gold_links(bench)) == 1
    assert sorted(str(arrow.left) for arrow in arrows_of(bench.case)) == ["None", "nested"]


def test_the_first_proposal_has_the_links_of_most_or_of_the_person_it_follows(
    bench: Bench,
) -> None:
    marks = linked(bench)
    item = bench.case.item_of([marks["context_a"], marks["context_b"]])
    assert item
    rosa, ravi = bench.world.rosa.id, bench.world.ravi.id
    assert propose(item, Strategy.MAJORITY).picks.links == UNION
    assert propose(item, Strategy.PERSON, rosa).picks.links == marks["context_a"]
    assert propose(item, Strategy.PERSON, ravi).picks.links == NONE
    claim = bench.case.item_of([marks["claim_a"], marks["claim_b"]])
    assert claim
    assert propose(claim, Strategy.MAJORITY).picks.links in {marks["claim_a"], marks["claim_b"]}


def test_gold_links_leave_with_the_article_and_come_back_though_two_people_decided(
    bench: Bench, sqlite_template: Path, tmp_path: Path
) -> None:
    marks = linked(bench)
    settle_claim(bench, marks)
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.admin)
    data = exported(bench.world.slug)
    layers = [link["layer"] for link in json.loads(data.splitlines()[0])["links"]]
    assert layers.count("gold") == 2
    with installation(copy_file(sqlite_template, tmp_path), tmp_path):
        project = make_project(bench.world.slug)
        imported(data, bench.world.slug)
        assert exported(bench.world.slug) == data
        assert compare(project.id) == []
