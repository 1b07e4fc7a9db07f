"""Who is told that the page under a verdict is another one now."""

from __future__ import annotations

from sqlalchemy import select

from annotator.db import db
from annotator.notifications.models import Notification
from tests.captures.checks import Days, check, judged
from tests.captures.checks import at_once as at_once
from tests.captures.checks import days_later as days_later
from tests.conftest import Run, Visit
from tests.databases import ON_BOTH
from tests.fetching.pages import HTML
from tests.personas import World
from tests.safefetch.network import Network, page
from tests.workspace.marks import Hand


@ON_BOTH
def test_whoever_judged_the_claim_is_told_once_and_led_to_it(
    hand: Hand, web: Network, run: Run, days_later: Days, world: World, visit: Visit
) -> None:
    mark = judged(hand, web)
    check(run)
    assert db.session.scalars(select(Notification)).all() == []
    days_later(2)
    web.pages["/wall"] = page(HTML.replace("4.2 million", "42 million").encode())
    check(run)
    days_later(2)
    check(run)

    (row,) = db.session.scalars(select(Notification))
    assert (row.kind.value, row.person_id, row.actor_id) == ("stale", world.reviewer.id, None)
    assert (row.annotation_id, row.count) == (mark["id"], 1)
    browser = visit(world.reviewer)
    shown = browser.page("/notifications").text
    assert "1 verdict of yours is stale: look at it again" in shown
    place = browser.post(f"/notifications/{row.id}/reading").headers["Location"]
    assert place == f"{hand.base}#mark={mark['id']}"


def test_a_page_that_stayed_what_it_was_is_told_to_nobody(
    hand: Hand, web: Network, run: Run, days_later: Days
) -> None:
    judged(hand, web)
    check(run)
    days_later(2)
    check(run)
    assert db.session.scalars(select(Notification)).all() == []
