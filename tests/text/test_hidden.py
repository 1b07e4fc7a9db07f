from __future__ import annotations

import pytest

from annotator.text.hidden import hidden_characters

PROPER = {
    "plain": "The ferry, the café and “no”.",
    "family": "👨\u200d👩\u200d👧\u200d👦 x",
    "fireman": "👨🏽\u200d🚒",
    "heart": "❤\ufe0f\u200d🔥",
    "text style": "☎\ufe0e",
    "keycap": "1\ufe0f\u20e3",
    "England": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "Persian": "می\u200cخواهم",
    "Hindi": "क्\u200dष",
    "Chinese variant": "葛\U000e0100城",
    "Chinese space": "東京\u3000大阪",
}


@pytest.mark.parametrize("text", PROPER.values(), ids=PROPER)
def test_characters_at_their_proper_work_are_no_news(text: str) -> None:
    assert hidden_characters(text).total == 0


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("a \u202eright\u202c b", "bidi", 2),
        ("\u2066x\u2069", "bidi", 0),
        ("abc\u200f", "bidi", 3),
        ("fer\u200bry", "zero_width", 3),
        ("fer\u200dry", "zero_width", 3),
        ("\ufefftwice", "zero_width", 0),
        ("a\ufe0fb", "zero_width", 1),
        ("a\u3164b", "zero_width", 1),
        ("co\u00adop", "soft_hyphen", 2),
        ("😀 \U000e0041!", "tag", 2),
        ("logo \uf8ff", "private_use", 5),
        ("😀\U001000b0", "private_use", 1),
        ("29\u00a0crowns", "odd_space", 2),
        ("a\u2028b", "odd_space", 1),
    ],
)
def test_a_hidden_character_is_found_where_it_is(text: str, kind: str, start: int) -> None:
    first = hidden_characters(text).places[0]
    assert (first.kind, first.start) == (kind, start)
    assert first.code == ord(text[start])


def test_each_kind_is_counted_and_odd_spaces_alarm_nobody() -> None:
    found = hidden_characters("a\u202eb\u200b\u200bc\u00a0d\u00a0e")
    assert found.counts == {"bidi": 1, "zero_width": 2, "odd_space": 2}
    assert (found.alarming, found.total) == (3, 5)
    assert found.places[0].name == "right-to-left override"


def test_of_very_many_all_are_counted_and_the_first_are_placed() -> None:
    found = hidden_characters("a\u200b" * 300, most=100)
    assert found.counts == {"zero_width": 300}
    assert len(found.places) == 100
    assert found.places[-1].start == 199


def test_a_flag_is_proper_and_letters_smuggled_behind_it_are_not() -> None:
    flag = PROPER["England"]
    assert hidden_characters(flag + "\U000e0041").counts == {"tag": 1}
