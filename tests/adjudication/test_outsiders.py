"""A site admin adjudicates in a project that they are no member of."""

from __future__ import annotations

from annotator.adjudication.drafts import Picks
from annotator.adjudication.service import reopen
from annotator.annotations.models import Label
from annotator.audit.replay import compare
from annotator.db import writing
from annotator.links.models import LinkKind
from tests.adjudication.made import SHORT, Bench
from tests.adjudication.test_linking import CHAMBER, RISE, gold_links
from tests.databases import ON_BOTH
from tests.formats.native import exported


@ON_BOTH
def test_a_link_that_an_admin_frees_by_reopening_can_be_exported(bench: Bench) -> None:
    world, parts, wholes = bench.world, [], []
    for person, extent in ((world.rosa, CHAMBER), (world.ravi, RISE)):
        wholes.append(bench.mark(person, extent, Label.CLAIM))
        parts.append(bench.mark(person, SHORT, links=[(LinkKind.PART_OF, wholes[-1])]))
    bench.hand_in()
    first, second = (
        bench.settle(bench.draft(whole, picks=Picks(whole, whole))) for whole in wholes
    )
    bench.settle(bench.draft(*parts, picks=Picks(parts[0], parts[0])))
    ((_, _, kept),) = gold_links(bench)
    other, blocking = (RISE, first) if kept == CHAMBER else (CHAMBER, second)
    item = bench.case.item_of([wholes[0] if blocking is first else wholes[1]])
    assert item is not None
    with writing():
        reopen(bench.case, blocking.id, bench.case.version_of(item), person=world.admin)
    assert gold_links(bench) == {(SHORT, "part_of", other)}
    assert exported(world.slug)
    assert compare(world.project_id) == []
