"""Passwords: how they are kept, and which are refused."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from annotator.accounts import passwords
from annotator.errors import Invalid, TooOften

GOOD = "four unrelated words here"
WORDS = ["anchor", "meadow", "velvet", "copper", "lantern", "orbit"]


def test_the_hash_has_the_decided_profile() -> None:
    found = extract_parameters(passwords.hash_password(GOOD))
    assert (found.type.name, found.time_cost, found.memory_cost, found.parallelism) == (
        "ID",
        2,
        19 * 1024,
        1,
    )


def test_only_the_right_password_fits() -> None:
    stored = passwords.hash_password(GOOD)
    assert passwords.verify_password(stored, GOOD)
    assert not passwords.verify_password(stored, GOOD + " ")
    assert not passwords.verify_password(stored, GOOD.upper())
    assert not passwords.verify_password(None, GOOD)
    assert not passwords.verify_password(None, "no account has this password")
    assert not passwords.verify_password("not a hash at all", GOOD)


def test_a_password_is_not_cut_at_its_longest() -> None:
    longest = "x-y" * 341 + "z"
    assert len(longest) == passwords.MAXIMUM_LENGTH
    stored = passwords.hash_password(longest)
    assert passwords.verify_password(stored, longest)
    assert not passwords.verify_password(stored, longest + "!")


@pytest.mark.parametrize(
    "password",
    [
        *("", "short 7", "x" * 1025, "password123", "PassWord123", "aaaaaaaaaaaa", "abababababab"),
        *("1234567890123456", "0987654321", "abcdefghijklmnop", "zyxwvutsrqpo", "qwertyuiopasdfgh"),
        *("12341234123412", "horse7horse7", "Tree-7.Tree-7.Tree-7.", "aabbccddeeffgg"),
    ],
)
def test_weak_passwords_are_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.refuse_weak(password)
    assert refusal.value.field == "password"


def test_what_everybody_knows_of_the_person_is_refused() -> None:
    with pytest.raises(Invalid):
        passwords.refuse_weak("Lea Lindqvist", known=("lea@example.org", "Lea Lindqvist"))
    with pytest.raises(Invalid):
        passwords.refuse_weak("LEA@example.org", known=("lea@example.org", "Lea Lindqvist"))


@pytest.mark.parametrize(
    "password",
    [
        "Annotator",
        "annotator2026!",
        "lindqvist-99",
        "leaLindqvist1",
        "lea@example",
        "Annotator-Lea-7",
    ],
)
def test_the_name_of_the_site_or_of_the_person_with_a_figure_is_refused(password: str) -> None:
    with pytest.raises(Invalid) as refusal:
        passwords.refuse_weak(password, known=("lea@example.org", "Lea Lindqvist"))
    assert refusal.value.field == "password"


def test_a_long_password_may_hold_a_known_word_among_others() -> None:
    passwords.refuse_weak("example of four herons", known=("lea@example.org", "Lea Lindqvist"))


@pytest.mark.parametrize("password", ["iloveyou", "sunshine", "baseball1", "trustno1", "dragon123"])
def test_what_many_people_use_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        passwords.refuse_weak(password)


@pytest.mark.parametrize("password", [GOOD, "пароль на кириллице", "🐎🔋📎🍵🌧🎈🧭🪁", "eight-08"])
def test_any_composition_is_allowed(password: str) -> None:
    passwords.refuse_weak(password)


def test_the_common_list_holds_only_what_length_alone_lets_through() -> None:
    common = passwords._common()
    assert len(common) >= 3_000
    assert all(len(word) >= passwords.MINIMUM_LENGTH and word == word.casefold() for word in common)


def test_other_parameters_ask_for_a_new_hash() -> None:
    assert passwords.needs_rehash(PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD))
    assert not passwords.needs_rehash(passwords.hash_password(GOOD))


def test_a_third_hash_at_once_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_LONGEST_WAIT", 0.01)
    with passwords._turn(), passwords._turn(), pytest.raises(TooOften) as refusal:
        passwords.hash_password(GOOD)
    assert refusal.value.retry_after == 1
    assert passwords.hash_password(GOOD)


@given(st.lists(st.sampled_from(WORDS), min_size=3))
def test_phrases_of_words_are_taken(words: list[str]) -> None:
    if len(set(words)) >= 3:
        passwords.refuse_weak(" ".join(words))
