"""What lines of every unit have of a mark beside its words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.export.options import Unit
from tests.databases import ON_BOTH
from tests.export.ids import START
from tests.export.reading import rows
from tests.personas import World

Export = Callable[..., bytes]
Ids = tuple[str, str, str]

#: What is known of a claim beside its words.
PARTICULARS = (
    "short", "types", "voice", "speaker", "place", "made_on", "made_on_basis", "checkworthy",
    "checkworthy_reason",
)  # fmt: skip
#: As `tests/export/waiting.py` has it.
WAITING = {
    "pending_rationale": "The operator counted anew.",
    "pending_confidence": "low",
    "pending_effective_on": START.date().isoformat(),
    "pending_correction_note": "It was of another year.",
    "pending_public_state": "corrected",
}


@ON_BOTH
def test_what_waits_with_a_pending_choice_is_in_the_lossless_line(
    world: World, busy: Ids, export: Export
) -> None:
    claims = [mark["claim"] for mark in rows(export())[0]["annotations"] if mark["claim"]]
    [waits] = [one for one in claims if one["pending_choice"]]
    assert {key: waits[key] for key in WAITING} == WAITING
    others = [one for one in claims if one is not waits]
    assert all(one[key] is None for one in others for key in WAITING)


@ON_BOTH
def test_a_claim_s_line_has_what_is_known_of_it(world: World, busy: Ids, export: Export) -> None:
    marks = {mark["id"]: mark for mark in rows(export())[0]["annotations"]}
    [row, waits] = rows(export(unit=Unit.CLAIM))
    claim = marks[row["id"]]["claim"]
    assert row["short"] == "Trains were on time"
    for key in PARTICULARS:
        assert row[key] == claim[key], key
    assert row["evidence"] == claim["sources"]
    assert row["version"] == marks[row["id"]]["version"]
    assert row["note"] == marks[row["id"]]["note"]
    assert (waits["short"], waits["types"], waits["speaker"]) == (None, [], None)


@ON_BOTH
def test_a_span_s_line_has_what_its_label_may_have(world: World, busy: Ids, export: Export) -> None:
    marks = {mark["id"]: mark for mark in rows(export())[0]["annotations"]}
    found = [row for row in rows(export(unit=Unit.SPAN)) if row["id"] in marks]
    assert {row["label"] for row in found} == {"claim", "quote", "context"}
    for row in found:
        mark = marks[row["id"]]
        claim, quote = mark["claim"] or {}, mark["quote"] or {}
        said = claim if row["label"] == "claim" else quote
        assert row["speaker"] == said.get("speaker")
        for key in set(PARTICULARS) - {"speaker"}:
            assert row[key] == claim.get(key, [] if key == "types" else None), key
        assert row["quote_kind"] == quote.get("kind")
        assert row["addressee"] == quote.get("addressee")
        assert row["original_language"] == quote.get("language")
        assert row["original_words"] == quote.get("original_words")
        assert row["context_role"] == (mark["context"] or {}).get("role")
        verdict = claim.get("verdict") or {}
        for key in ("stale_reason", "confidence", "effective_on", "public_state"):
            assert row[key] == verdict.get(key), key


@pytest.mark.parametrize("unit", list(Unit))
def test_no_key_has_a_type_that_varies(world: World, busy: Ids, export: Export, unit: Unit) -> None:
    kinds: dict[str, set[str]] = {}

    def look(value: object, path: str) -> None:
        if isinstance(value, dict) and not path.endswith((".origin", ".distribution")):
            for key, held in value.items():
                look(held, f"{path}.{key}")
        elif isinstance(value, list):
            for held in value:
                look(held, f"{path}[]")
        if value is not None:
            kinds.setdefault(path, set()).add(type(value).__name__)

    for row in rows(export(unit=unit)):
        look(row, "")
    assert {path: found for path, found in kinds.items() if len(found) > 1} == {}
