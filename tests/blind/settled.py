"""An article of the desk on which adjudication decided something, and a lead's spot check."""

from __future__ import annotations

from dataclasses import replace

from annotator.accounts.person import Person
from annotator.annotations.models import Label
from tests.adjudication.made import LONG, SHORT, make_bench
from tests.personas import World
from tests.spotchecks.drawing import accepted, draw_all, position_of, read, say

#: Words of what was decided, and of the marks that it was decided on.
SETTLED = ("xmarkedx", "xreasonx", "xcheckedx")


def settle(world: World, second: Person, adjudicator: Person, *, is_busy: bool) -> str:
    """Rosa and another have submitted it; where it `is_busy`, with marks. Gives its id."""
    bench = make_bench(world)
    if not is_busy:
        bench.hand_in(world.rosa, second)
        return bench.article_id
    marks = [
        bench.mark(person, words, Label.CONTEXT, note="xmarkedx")
        for person, words in ((world.rosa, SHORT), (second, LONG))
    ]
    bench.hand_in(world.rosa, second)
    bench.settle(bench.draft(*marks, reason="xreasonx"), adjudicator)
    draw_all(world, person=adjudicator)
    said = replace(accepted(), reason="xcheckedx")
    say(world, said, position=position_of(read(world), second), person=adjudicator)
    return bench.article_id
