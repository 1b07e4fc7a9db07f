"""A file that comes again with ids of its own: what is there with its text is left out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.articles.models import Revision
from annotator.audit.replay import compare
from annotator.errors import Invalid
from annotator.imports.rehearsal import Rehearsal
from annotator.imports.running import Arrival
from annotator.similarity.known import Choice
from tests.databases import ON_BOTH
from tests.imports.arriving import MANY, half_way, plan, rows, run, stored
from tests.personas import World


@ON_BOTH
@pytest.mark.parametrize("kind", [Arrival, Rehearsal])
@pytest.mark.parametrize("choice", [Choice.SAME, Choice.SKIP])
def test_a_file_that_comes_again_is_left_out_though_its_articles_have_ids(
    world: World, kind: type[Arrival], choice: Choice
) -> None:
    run(plan(world, rows(2)))
    arrival = kind(replace(plan(world, rows(3)), known=choice))
    list(arrival.run())
    assert (arrival.report.articles, arrival.report.known) == (1, 2)
    assert [str(one) for one in arrival.report.remarks] == [
        "“Article 0” is there already; this was left out.",
        "“Article 1” is there already; this was left out.",
    ]
    assert compare(world.project_id) == []


@pytest.mark.parametrize("choice", [Choice.SAME, Choice.SKIP])
def test_an_id_that_is_there_with_another_text_is_refused(world: World, choice: Choice) -> None:
    run(plan(world, rows(1)))
    other = replace(plan(world, rows(0, {"text": "Another", "id": "x0"})), known=choice)
    with pytest.raises(Invalid, match="line 1, “external_id”: an article “x0” is there already"):
        run(other)
    assert (stored(), stored(Revision)) == (1, 1)


def test_what_another_import_is_still_bringing_keeps_nothing_out(world: World) -> None:
    _first, steps = half_way(plan(world, rows(MANY)))
    with pytest.raises(Invalid, match="an article “x0” came with another file"):
        run(replace(plan(world, rows(1)), known=Choice.SAME))
    steps.close()  # type: ignore[attr-defined]
