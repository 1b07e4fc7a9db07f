"""Word by word, in bounded time: what is compared, and what is shown whole instead."""

from __future__ import annotations

import difflib
from typing import Any

import pytest

from annotator.audit import differences
from annotator.audit.differences import MOST_PAIRS, Piece, difference

PROSE = "The dam was finished in spring, the mayor said, and the town has not flooded since. "


def sides(pieces: tuple[Piece, ...] | None) -> tuple[str, str]:
    """The two texts that the pieces were made of."""
    assert pieces is not None
    old = "".join(text for op, text in pieces if op != "ins")
    return old, "".join(text for op, text in pieces if op != "del")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rents fell by a third.", "Rents fell by half."),
        (PROSE * 3, PROSE + "Nobody asked. " + PROSE * 2),
        ("\n".join(f"{n}. {PROSE}" for n in range(90)),
         "\n".join(f"{n}. {PROSE}" for n in range(90) if n not in {3, 70}).replace("41. T", "4 t")),
        ("a b " * 3000, "a a b " * 2000),
        ("same\n" * 5000 + "x", "same\n" * 4000 + "y"),
    ],
    ids=["short", "prose", "long", "alike words", "alike lines"],
)  # fmt: skip
def test_the_pieces_of_a_difference_are_the_two_texts(before: str, after: str) -> None:
    assert sides(difference(before, after)) == (before, after)


def test_a_long_text_that_changed_at_both_ends_is_compared_by_its_lines() -> None:
    lines = [f"{number}. {PROSE}\n" for number in range(200)]
    changed = ["0. Another beginning.\n", *lines[1:120], *lines[121:-1], "The end is new.\n"]
    pieces = difference("".join(lines), "".join(changed))
    assert pieces is not None
    kept = "".join(text for op, text in pieces if op == "same")
    assert all(line in kept for line in lines[1:120])
    assert ("del", lines[120]) in pieces


def test_no_text_makes_a_difference_look_at_more_pairs_than_allowed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[int] = []

    class Counting(difflib.SequenceMatcher[str]):
        def __init__(self, junk: Any, a: Any, b: Any, **more: Any) -> None:
            assert max(len(a), len(b)) <= 400
            seen.append(sum(a.count(part) * b.count(part) for part in set(a)))
            super().__init__(junk, a, b, **more)

    monkeypatch.setattr(differences, "SequenceMatcher", Counting)
    for old, new in (
        ("x " * 399 + "y", "z " + "x " * 398 + "w"),
        ("a b c d\n" * 390 + "end", "new\n" + "b a d c\n" * 390),
        ("".join(f"{n} {'x ' * 70}\n" for n in range(300)),
         "".join(f"{n} {'x ' * 69}y x\n" for n in range(300, 0, -1))),
    ):  # fmt: skip
        seen.clear()
        difference(old, new)
        assert sum(seen) <= MOST_PAIRS
