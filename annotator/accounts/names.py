"""Names that people give to themselves and to projects, and addresses that they sign in with."""

from __future__ import annotations

import unicodedata

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from annotator.errors import Invalid
from annotator.text.visible import INVISIBLE

MAXIMUM_LENGTH = 200

# Joiners that some scripts need inside a word (Persian, Sinhala); all else of their category
# turns the reading order round or cannot be seen, and lets one name pass for another.
_NEEDED = frozenset("\u200c\u200d")


# An address names an account here and no letter is sent to it, so a desk on a machine or a
# network of its own may use admin@localhost or lea@newsroom.local.
SPECIAL_USE_DOMAIN_NAMES.clear()


def checked_name(text: str, field: str = "name") -> str:
    """The name with single spaces, in NFC; raises `Invalid` for one that could mislead."""
    name = unicodedata.normalize("NFC", " ".join(text.split()))
    if not name:
        raise Invalid("A name is needed.", field)
    if len(name) > MAXIMUM_LENGTH:
        raise Invalid("A name may have at most %(count)s characters.", field, count=MAXIMUM_LENGTH)
    if any(_misleads(name, place) for place in range(len(name))):
        raise Invalid(
            "A name may not hold invisible characters or ones that change the reading order.",
            field,
        )
    return name


def checked_email(text: str) -> str:
    """The address as it is stored; raises `Invalid` when it is none."""
    try:
        found = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError as error:
        raise Invalid(
            "This is not an e-mail address; it looks like name@example.org.", "email"
        ) from error
    return found.normalized


def _misleads(name: str, place: int) -> bool:
    character = name[place]
    if character in _NEEDED:
        return not _joins_letters(name, place)
    category = unicodedata.category(character)
    return character in INVISIBLE or category in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"}


def _joins_letters(name: str, place: int) -> bool:
    # Between two letters or marks of a script that joins; beside Latin it only hides.
    around = name[max(place - 1, 0) : place] + name[place + 1 : place + 2]
    return len(around) == 2 and all(
        unicodedata.category(letter)[0] in "LM" and ord(letter) >= 0x0590 for letter in around
    )
