"""A card tells what looks at the pages of its sources found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.captures.checks import GONE
from tests.captures.conftest import TODAY
from tests.captures.sourced import PAGE, sourced
from tests.safefetch.network import Network
from tests.workspace.marks import Hand

WorkOff = Callable[[], int]


def found(hand: Hand, mark: dict[str, Any]) -> list[dict[str, Any]]:
    """What the card of the mark is told of its one source."""
    answer = hand.visitor.get(f"{hand.base}/annotations/{mark['id']}/elsewhere", json=True)
    rows: list[dict[str, Any]] = answer.get_json()["found"]
    (source,) = mark["claim"]["sources"]
    assert all(row.pop("source") == source["id"] for row in rows)
    return rows


def test_a_page_that_nobody_looked_at_says_so_until_somebody_did(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = PAGE
    mark = sourced(hand)
    (row,) = found(hand, mark)
    assert row == {
        "finding": "unseen",
        "words": "The page was not looked at yet.",
        "looked_on": None,
    }
    work_off()
    assert found(hand, mark) == []


def test_a_page_that_is_not_there_is_told_with_the_day_of_the_look(
    hand: Hand, web: Network, work_off: WorkOff
) -> None:
    web.pages["/wall"] = GONE
    mark = sourced(hand)
    work_off()
    (row,) = found(hand, mark)
    assert (row["finding"], row["looked_on"]) == ("missing", TODAY.isoformat())
    assert row["words"] == "The page was not there. Its server answers with status 404."


def test_a_page_that_is_refused_is_told_as_one_that_could_not_be_looked_at(
    hand: Hand, work_off: WorkOff
) -> None:
    mark = sourced(hand, "http://127.0.0.1/inside")
    work_off()
    (row,) = found(hand, mark)
    assert row["finding"] == "unreachable"
    assert row["words"].startswith("The page could not be looked at.")


def test_of_a_question_without_an_answer_nothing_is_told(hand: Hand) -> None:
    mark = hand.mark(
        "two years",
        **{
            "sources-0-uuid": "0198f1d2-1111-7000-8000-000000000001",
            "sources-0-question": "Who built it?",
            "sources-0-answer_type": "unanswerable",
        },
    )
    assert found(hand, mark) == []
