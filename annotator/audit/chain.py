"""Canonical JSON and the hash chain: pure functions over plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

#: The columns that an event's hash covers: all of them but the hash itself.
HASHED = (
    "project",
    "seq",
    "at",
    "actor_id",
    "actor_name",
    "via",
    "action",
    "target",
    "target_id",
    "target_version",
    "article_id",
    "request_sha256",
    "before",
    "after",
    "prev_hash",
)
_HASHED = frozenset(HASHED)


def canonical_json(value: Any) -> str:
    """JSON after RFC 8785 for the values that rows hold.

    Rows hold text, whole numbers below 2**53, true, false, null, lists and objects with ASCII
    keys; for these, sorted keys without white space are what RFC 8785 asks (a test compares
    with an implementation of the whole RFC).
    """
    return _canonical(value).decode()


def event_hash(fields: Mapping[str, Any]) -> str:
    """SHA-256, in hexadecimal, of an event's canonical JSON.

    `fields` has the keys of `HASHED`; `before` and `after` are the stored texts, so that the
    very bytes that are kept are what is proved.
    """
    if fields.keys() != _HASHED:
        raise ValueError("an event's hash covers exactly the columns of HASHED")
    return hashlib.sha256(_canonical(dict(fields))).hexdigest()


def request_hash(request: Any) -> str:
    """Fingerprint of what a request asked for, to know the same request when it comes again."""
    return hashlib.sha256(_canonical(request)).hexdigest()


def _canonical(value: Any) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
