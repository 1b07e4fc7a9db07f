"""Which words of the article each difference is about, and where its marks end short."""

from __future__ import annotations

from annotator.adjudication.comparing import key_of
from annotator.annotations.models import Label
from tests.adjudication.made import LONG, SHORT, Bench
from tests.conftest import Visit


def test_words_at_an_edge_that_one_marked_are_known_within_a_quote_of_both(
    bench: Bench, visit: Visit
) -> None:
    world = bench.world
    sentence = f"Operator logs show {LONG}."
    quotes = [bench.mark(one, sentence, Label.QUOTE) for one in (world.rosa, world.ravi)]
    claims = [bench.mark(world.rosa, SHORT), bench.mark(world.ravi, LONG)]
    bench.hand_in()
    address = f"/projects/{world.slug}/articles/{bench.article_id}/adjudication"
    marks = [
        one for one in visit(world.lead).page(address).tree.iter("mark") if one.get("data-items")
    ]
    assert [(one.text, one.get("data-edges")) for one in marks] == [
        ("Operator logs show ", None),
        (SHORT, None),
        (LONG.removeprefix(SHORT), key_of(claims)),
        (".", None),
    ]
    assert {*(marks[2].get("data-items") or "").split()} == {key_of(quotes), key_of(claims)}
