"""Names: one line, nothing invisible."""

from __future__ import annotations

import pytest

from annotator.accounts.names import checked_name
from annotator.errors import Invalid


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Lea   Lindqvist ", "Lea Lindqvist"),
        ("Lea\nLindqvist", "Lea Lindqvist"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("محمد‌علی", "محمد‌علی"),
        ("ශ්‍රී ලංකා", "ශ්‍රී ලංකා"),
        ("山田 太郎", "山田 太郎"),
    ],
)
def test_names_of_the_world_are_kept(given: str, kept: str) -> None:
    assert checked_name(given) == kept


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "x" * 201,
        "Lea\u202eadA",
        "Lea\u2066x",
        "Le\u200ba",
        "Le\u200da",
        "Le\u200ca",
        "\u200clea",
        "Lea\ufeff",
        "Lea\x00",
        "Lea\x1b[2J",
        "Lea\u00ad",
        "\u3164",
        "\U000e0041bc",
        "Lea\ud800",
    ],
)
def test_names_that_mislead_are_refused(name: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_name(name)
    assert refusal.value.field == "name"
