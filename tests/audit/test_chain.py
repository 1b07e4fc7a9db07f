"""Canonical JSON is that of RFC 8785, and a hash covers every column."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from annotator.audit.chain import HASHED, canonical_json, event_hash, request_hash
from annotator.audit.models import GENESIS, Event

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
KEYS = st.text(st.characters(codec="ascii", categories=["Ll", "Lu", "Nd", "Pc"]), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
EVENT: dict[str, Any] = {
    "project": 1,
    "seq": 1,
    "at": "2026-11-21T21:54:20.123Z",
    "actor_id": None,
    "actor_name": "command line",
    "via": "command line",
    "action": "project.created",
    "target": "project",
    "target_id": "1",
    "target_version": None,
    "article_id": None,
    "request_sha256": None,
    "before": None,
    "after": '{"id":1,"name":"Ünï"}',
    "prev_hash": GENESIS,
}


@given(row=st.dictionaries(KEYS, VALUES, max_size=8))
def test_rows_are_written_as_rfc_8785_asks(row: dict[str, Any]) -> None:
    assert canonical_json(row).encode() == rfc8785.dumps(row)


def test_every_control_character_is_written_as_rfc_8785_asks() -> None:
    row = {"text": "".join(map(chr, range(0x100))) + "\u2028\u2029\ufeff\U0001f4a9"}
    assert canonical_json(row).encode() == rfc8785.dumps(row)


def test_the_hash_of_an_event_is_that_of_its_canonical_json() -> None:
    assert event_hash(EVENT) == hashlib.sha256(rfc8785.dumps(EVENT)).hexdigest()


def test_the_hash_covers_every_column_but_itself() -> None:
    columns = set(Event.__table__.columns.keys()) - {"hash"} - {"project_id"} | {"project"}
    assert set(HASHED) == columns == EVENT.keys()


@pytest.mark.parametrize("key", HASHED)
def test_another_value_gives_another_hash(key: str) -> None:
    assert event_hash(EVENT | {key: "something else"}) != event_hash(EVENT)


@pytest.mark.parametrize("fields", [{**EVENT, "more": 1}, {"seq": 1}, {}])
def test_a_hash_of_other_columns_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="exactly the columns"):
        event_hash(fields)


def test_the_same_request_has_the_same_fingerprint_in_any_order() -> None:
    assert request_hash({"a": 1, "b": ["x"]}) == request_hash({"b": ["x"], "a": 1})
    assert request_hash({"a": 1}) != request_hash({"a": 2})
