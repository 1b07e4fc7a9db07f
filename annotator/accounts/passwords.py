"""Hashing passwords with argon2id, and which passwords are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from annotator.errors import Invalid, TooOften
from annotator.paths import PACKAGE

#: What everybody knows of the place, whoever they are.
_OF_THE_PLACE = ("annotator", "password")
#: Letters that must be left of a password when what everybody knows is taken out of it.
_LEFT = 6

#: The longest piece that is looked for over and over, and how often a run may begin anew.
_PIECE, _JUMPS = 8, 2
#: Rows of keyboards, each closed to a ring.
_ROWS = (
    "12345678901",
    "qwertyuiopq",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkla",
    "qsdfghjklm",
    "zxcvbnmz",
    "yxcvbnm",
    "wxcvbn",
)

MINIMUM_LENGTH = 8
MAXIMUM_LENGTH = 1024

#: OWASP's profile: each hash takes 19 MiB and some 50 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

# A flood of sign-ins must not take the whole machine: two hashes at once, the rest wait their
# turn for a moment and are then told to come back.
_AT_ONCE = BoundedSemaphore(2)
_LONGEST_WAIT = 0.5


def hash_password(password: str) -> str:
    """The stored form of a password that passed `refuse_weak`."""
    with _turn():
        return _HASHER.hash(password)


def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; without a stored one, as slow as with one and False."""
    too_long = len(password) > MAXIMUM_LENGTH
    with _turn():
        try:
            _HASHER.verify(stored or _dummy_hash(), password[:MAXIMUM_LENGTH])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None and not too_long


def needs_rehash(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def refuse_weak(password: str, *, known: tuple[str, ...] = ()) -> None:
    """Raise `Invalid` for a password that is too short, too long, common, or in `known`.

    `known` is what everybody knows about the person: their address and their name.
    """
    if len(password) < MINIMUM_LENGTH:
        raise Invalid(
            "A password needs at least %(count)s characters.", "password", count=MINIMUM_LENGTH
        )
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid(
            "A password may have at most %(count)s characters.", "password", count=MAXIMUM_LENGTH
        )
    folded = password.casefold()
    if folded in _common() or len(set(folded)) <= 2:
        raise Invalid("Too many people use this password; choose another one.", "password")
    if _repeats(folded) or _runs(folded):
        raise Invalid(
            "This repeats itself or runs along the alphabet or the keyboard; choose another one.",
            "password",
        )
    if _is_known(folded, known):
        raise Invalid(
            "This is little more than your name, your address or the name of this site; "
            "choose another one.",
            "password",
        )


def _is_known(folded: str, known: tuple[str, ...]) -> bool:
    """Whether it is made of words that everybody knows, with a figure or a sign here and there."""
    said = " ".join((*known, *_OF_THE_PLACE)).casefold()
    words = {word for word in re.findall(r"[^\W\d_]+", said) if len(word) >= 3}
    rest = folded
    for word in sorted(words, key=lambda word: (-len(word), word)):
        rest = rest.replace(word, " ")
    return rest != folded and sum(letter.isalpha() for letter in rest) < _LEFT


def _repeats(folded: str) -> bool:
    """Whether it is one short piece over and over (NIST SP 800-63B, 5.1.1.2: repetitive)."""
    return any(
        folded == (folded[:size] * len(folded))[: len(folded)]
        for size in range(1, min(_PIECE, len(folded) // 2) + 1)
    )


def _runs(folded: str) -> bool:
    """Whether nearly each sign is beside the one before it (the same: sequential)."""
    steps = list(zip(folded, folded[1:], strict=False))
    return sum(not _beside(first, second) for first, second in steps) <= _JUMPS


def _beside(first: str, second: str) -> bool:
    if abs(ord(first) - ord(second)) <= 1:
        return True
    return any(first + second in row or second + first in row for row in _ROWS)


@contextmanager
def _turn() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_LONGEST_WAIT):
        raise TooOften("Many people are signing in right now; try again in a moment.", 1)
    try:
        yield
    finally:
        _AT_ONCE.release()


@cache
def _dummy_hash() -> str:
    return _HASHER.hash("no account has this password")


@cache
def _common() -> frozenset[str]:
    path = PACKAGE / "accounts" / "common_passwords.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line != "#" and not line.startswith("# "))
