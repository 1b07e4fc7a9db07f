"""How many words a text has, with and without spaces between them."""

from __future__ import annotations

import pytest

from annotator.text.counting import count_words, words_begun


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two words", 2),
        ("“Curly” – and a dash", 5),
        ("لم ينقطع الماء", 3),
        ("한국어는 띄어쓰기를 한다", 3),
        ("", 0),
    ],
)
def test_words_with_spaces_between_them_are_what_stands_between_white_space(
    text: str, words: int
) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("東京", 2),
        ("𠀋", 1),
        ("トム・ソーヤー", 2),
        ("これはテスト", 2),
        ("コーヒーを飲む", 4),
        ("「東京」、2024年。", 4),
        ("สวัสดีครับ", 2),
        ("It don't say “東京” (Tokyo) in full", 8),
        ("東。。。", 1),
    ],
)
def test_words_without_spaces_between_them_are_counted_by_signs_and_runs(
    text: str, words: int
) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("Two words", [0, 4]),
        ("“Curly” – and", [1, 10]),
        ("", []),
        ("東京", [0, 1]),
        ("「東京」、2024年。", [1, 2, 5, 9]),
        ("Not — (one) “of” three words, éach 東京 a_b", [0, 7, 13, 17, 23, 30, 35, 36, 38]),
        ("No\xa0break in 3 words", [0, 3, 9, 12, 14]),
        ("— – … a", [6]),
        ("\ud800 a ._b", [2, 5]),
    ],
)
def test_a_word_starts_at_its_first_letter(text: str, starts: list[int]) -> None:
    begun = words_begun(text)
    assert len(begun) == len(text)
    assert [place for place, is_begun in enumerate(begun) if is_begun] == starts
