"""The key that signs cookies: found or made, and refused where somebody could know it."""

from __future__ import annotations

import os
import re
import secrets
from hashlib import sha256
from pathlib import Path

from annotator.errors import Refused

MINIMUM_BYTES = 32
_FEWEST_CHARACTERS = 8
#: What people leave where a key was to be put in.
_PLACEHOLDERS = (
    "changeme",
    "yoursecret",
    "mysecretkey",
    "notasecret",
    "insecure",
    "willneverguess",
)
#: SHA-256 of long keys that stand in the documentation or the code of known programs, with which
#: sessions of their servers were forged: of Flask, doccano, Label Studio and Redash.
_PUBLISHED = frozenset(
    {
        "2598f7d6adc142d88161630f3db12ab2bd3403521c281811e5e1ce60d4ac5d76",
        "36ba129bebf23ca5c88fa6e1bc1bffe8ec72d0b107b16865dec8a7b06d5b1b6e",
        "e7d3414104b20ea6ccf66b64d08342607f821639d5bd05907437b948e87a3ae3",
        "9524778ec96458f7d842cbe42d743ab9b1e068841c2c805fa4045ad898ad4282",
    }
)


def found_key(given: str | None, instance: Path) -> tuple[str, str]:
    """The key that is given, else that of the instance folder, made there at first; and its source.

    Raises `Refused` for a weak key and for a file that others than its owner can open.
    """
    if given:
        _refuse_weak(given, "ANNOTATOR_SECRET_KEY")
        return given, "environment"
    path = instance / "secret_key"
    if not path.exists():
        _write_new(path)
    if path.stat().st_mode & 0o077:
        raise Refused(
            "%(path)s holds the secret key, and others than its owner can open it: run chmod 600 "
            "on it, or delete it for a new key, which signs everybody out.",
            path=path,
        )
    key = path.read_text(encoding="ascii").strip()
    _refuse_weak(key, str(path))
    return key, "instance folder"


def _write_new(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # O_EXCL: when two processes start at once, the second reads the first one's key.
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


def _refuse_weak(key: str, where: str) -> None:
    if len(key.encode()) < MINIMUM_BYTES or _is_known(key):
        raise Refused(
            "The secret key in %(where)s is too weak: it needs at least %(size)s random bytes. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(48))".',
            where=where,
            size=MINIMUM_BYTES,
        )


def _is_known(key: str) -> bool:
    """Whether it repeats itself, is a placeholder, or stands where everybody can read it."""
    if len(set(key)) < _FEWEST_CHARACTERS or key in (key + key)[1:-1]:
        return True
    letters = re.sub("[^a-z]", "", key.lower())
    return (
        any(words in letters for words in _PLACEHOLDERS)
        or sha256(key.encode()).hexdigest() in _PUBLISHED
    )
