"""Who gets the page of an article compressed, and who does not."""

from __future__ import annotations

from tests.conftest import Visit
from tests.personas import World
from tests.workspace.marks import Hand

PACKED = {"Accept-Encoding": "gzip"}


def test_ones_own_marks_travel_compressed_and_never_another_s_beside_ones_token(
    world: World, visit: Visit, hand: Hand
) -> None:
    """Else a reviewer could learn a lead's form token from lengths, by changing a note."""
    hand.mark("The dam", note="words of the reviewer's own choice")

    own = hand.visitor.get(hand.base, headers=PACKED)
    lead = visit(world.lead).get(f"{hand.base}?reviewer={world.reviewer.id}", headers=PACKED)

    assert own.headers["Content-Encoding"] == "gzip"
    assert lead.status_code == 200
    assert "Content-Encoding" not in lead.headers


def test_the_text_is_sent_before_the_data_of_its_marks_is_put_together(hand: Hand) -> None:
    """So that it is on the screen while a long layer is still on its way."""
    hand.mark("The dam", note="said twice")

    pieces = list(hand.visitor.get(hand.base).iter_encoded())

    text = next(place for place, piece in enumerate(pieces) if b'data-b="0"' in piece)
    data = next(place for place, piece in enumerate(pieces) if b"said twice" in piece)
    assert text < data
    assert b"".join(pieces).count(b"</html>") == 1
    assert b"<!--" not in b"".join(pieces)
