"""What two people disagree on, as the lead's dashboard tells it: today's, wherever it waits."""

from __future__ import annotations

from annotator.adjudication.drafts import Picks
from annotator.dashboards.service import rebuild
from tests.adjudication.made import LOGS, REFUTED, SHORT, SUPPORTED, TEXT, Bench, make_bench
from tests.conftest import Visit
from tests.databases import ON_BOTH
from tests.factories import make_article
from tests.personas import World

COST = "A single ticket cost 2.60 in 2017"


def disputed_by_two(world: World) -> tuple[Bench, list[str]]:
    bench = make_bench(world)
    first = bench.mark(world.rosa, SHORT, verdict=SUPPORTED, sources=[LOGS])
    second = bench.mark(world.ravi, SHORT, verdict=REFUTED, sources=[LOGS])
    bench.mark(world.rosa, COST, verdict=SUPPORTED, sources=[LOGS])
    bench.hand_in()
    return bench, [first, second]


@ON_BOTH
def test_differences_are_named_behind_many_that_one_person_read(world: World, visit: Visit) -> None:
    for number in range(16):
        alone = Bench(world, make_article(world.project, TEXT, title=f"Alone {number}").id)
        alone.mark(world.rosa, SHORT)
        alone.hand_in(world.rosa)
    disputed_by_two(world)
    page = visit(world.lead).get(f"/projects/{world.slug}/dashboard").text
    assert "2 differences to settle" in page


@ON_BOTH
def test_differences_and_agreement_are_those_of_now(world: World, visit: Visit) -> None:
    bench, marks = disputed_by_two(world)
    lead, base = visit(world.lead), f"/projects/{world.slug}/dashboard"
    page = lead.get(base).text
    assert "2 differences to settle" in page
    assert "on 1 article that two people submitted" in page
    assert lead.get(base).text.count("differences to settle") == 1
    first = marks[0]
    bench.settle(bench.draft(*marks, picks=Picks(words=first, label=first, verdict=first)))
    assert "1 difference to settle" in lead.get(base).text
    with_another, _ = disputed_by_two(world)
    page = lead.get(base).text
    assert "on 2 articles that two people submitted" in page
    assert f"/articles/{with_another.article_id}/adjudication" in page
    rebuild(world.project_id, lambda _done: None)
    assert "1 difference to settle" in lead.get(base).text
