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
