"""Who submits later and lacks a mark differs from those who have it, whatever was settled."""

from __future__ import annotations

from annotator.adjudication.comparing import Difference
from annotator.adjudication.drafts import Picks
from annotator.adjudication.service import finish
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import writing
from tests.adjudication.made import SHORT, Bench, golds
from tests.conftest import Visit
from tests.databases import ON_BOTH


def agreed_by_two(bench: Bench) -> tuple[str, str]:
    """Context that both have marked, handed in."""
    world = bench.world
    one, two = (bench.mark(person, SHORT, Label.CONTEXT) for person in (world.rosa, world.ravi))
    bench.hand_in()
    return one, two


def finish_it(bench: Bench) -> None:
    """Finish the gold layer as it is."""
    with writing():
        finish(bench.case, bench.case.version, person=bench.world.lead)


@ON_BOTH
def test_what_two_agreed_on_is_open_again_when_a_third_submits_without_it(bench: Bench) -> None:
    agreed_by_two(bench)
    finish_it(bench)
    assert bench.case.open_items == []
    bench.hand_in(bench.world.admin)
    (item,) = bench.case.open_items
    assert item.differences == {Difference.ONLY}
    assert item.missing == (bench.world.admin.id,)


def test_what_was_settled_is_open_again_too_and_settled_anew_with_the_third_known(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    first = bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    bench.hand_in(bench.world.admin)
    assert len(bench.case.open_items) == 1
    again = bench.settle(bench.draft(one, two, picks=Picks(one, one, one)))
    assert bench.case.open_items == []
    assert [decision.id for decision in bench.case.in_force] == [again.id]
    assert first.id != again.id
    assert len(golds(bench)) == 1
    assert compare(bench.world.project_id) == []


def test_a_decision_that_did_not_know_of_the_third_is_refused_as_stale(
    bench: Bench, disputed: tuple[str, str]
) -> None:
    one, two = disputed
    before, version = bench.case.version_of(bench.case.items[0]), bench.case.version
    bench.hand_in(bench.world.admin)
    assert bench.case.version_of(bench.case.items[0]) != before
    assert bench.case.version != version


def test_the_list_says_that_a_finished_article_has_a_new_difference(
    bench: Bench, visit: Visit
) -> None:
    agreed_by_two(bench)
    finish_it(bench)
    bench.hand_in(bench.world.admin)
    page = visit(bench.world.lead).page(f"/projects/{bench.world.slug}/adjudication")
    assert "New differences since it was finished" in page.text
    screen = visit(bench.world.lead).page(
        f"/projects/{bench.world.slug}/articles/{bench.article_id}/adjudication"
    )
    assert "0 of 1 differences settled" in screen.text
    assert "Not marked by Reviewer" in screen.text
