"""AVeriTeC's labels of what was judged under an earlier version of the scale."""

from __future__ import annotations

from dataclasses import replace

from annotator.projects.scheme import DEFAULT_RATINGS
from tests.databases import ON_BOTH
from tests.formats.averitec import bring_in, record, taken_out
from tests.personas import World
from tests.schemes.scales import draft_of, publish


@ON_BOTH
def test_a_verdict_means_what_its_rating_meant_when_it_was_given(world: World) -> None:
    bring_in(world.slug, [record()])
    now = (
        replace(one, averitec="Supported") if one.id == "refuted" else one
        for one in DEFAULT_RATINGS
    )
    publish(world.project, draft_of(*now))
    bring_in(world.slug, [record(claim="Two of ten were.", label="Supported")])

    records, _lost = taken_out(world.slug)

    assert [one["label"] for one in records] == ["Refuted", "Supported"]
