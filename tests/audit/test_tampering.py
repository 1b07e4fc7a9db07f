"""Whatever somebody does at random to a real database, the proof finds it and names the place.

`make evidence` does each of these 1,000 times, on both databases; the suite does a few.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask

from annotator.audit.verify import Head, verify
from annotator.config import Config
from tests.applications import leave, run_command
from tests.audit.tampering import TABLE, Rows, Tamper
from tests.databases import ON_BOTH
from tests.personas import SLUG

TIMES = int(os.environ.get("ANNOTATOR_TAMPERINGS") or 0)
_A_FEW, _KEPT = 5, 6
#: The file's first pages hold what tells SQLite how to read all others.
_FIRST_PAGES = 2 * 4096


@ON_BOTH
@pytest.mark.parametrize("kind", ["change", "drop", "swap", "cut", "chain anew"])
def test_random_tampering_is_always_found(
    trail: Tamper, kind: str, record_property: Callable[[str, object], None]
) -> None:
    dice, rows = Random(f"{kind} 2026"), trail.rows()
    for _ in range(TIMES or _A_FEW):
        heads = [_head(rows, seq) for seq in dice.sample(range(1, len(rows)), _KEPT)]
        heads.append(_head(rows, len(rows)))
        first, last = _tamper(trail, kind, rows, dice)
        report = verify(trail.project_id, heads)
        # Who writes a chain anew is caught by the first head that was kept from then on.
        later = min(head.seq for head in heads if head.seq >= first)
        assert report.first_bad_seq == (later if kind == "chain anew" else first)
        assert f"Event {report.first_bad_seq} " in report.sentence
        trail.put_back(rows, first, last)
        record_property("tamperings", 1)
    assert verify(trail.project_id, heads).ok


def test_bits_turned_over_in_the_file_are_told_in_one_sentence(
    app: Flask, trail: Tamper, config: Config, record_property: Callable[[str, object], None]
) -> None:
    dice, rows = Random(2026), trail.rows()
    path = Path(config.database_url.removeprefix("sqlite:///"))
    leave()
    whole = path.read_bytes()
    found = 0
    for turn in range(TIMES or 12 * _A_FEW):
        _put(path, _with_a_bit_turned(whole, dice, first_pages=turn % 5 == 0))
        options = ["--rows"] if turn % 2 else []
        found += _is_told(run_command(app, "audit", "verify", SLUG, *options), rows, trail)
        leave()
        record_property("flips", 1)
    _put(path, whole)
    assert verify(trail.project_id).ok
    assert found > 5
    record_property("flips_found", found)


def _is_told(result: Result, rows: Rows, trail: Tamper) -> bool:
    """Whether the bit was noticed; where it was not, every event is what it was."""
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    if result.exit_code == 0:
        assert trail.rows() == rows
        return False
    assert result.exit_code == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("annotator: ")
    assert last.endswith((".", "run: annotator init"))
    return True


def _with_a_bit_turned(whole: bytes, dice: Random, *, first_pages: bool) -> bytes:
    turned = bytearray(whole)
    place = dice.randrange(_FIRST_PAGES if first_pages else len(turned))
    turned[place] ^= 1 << dice.randrange(8)
    return bytes(turned)


def _put(path: Path, data: bytes) -> None:
    """Make this the database; what its readers left beside it goes."""
    for left in path.parent.glob(f"{path.name}-*"):
        left.unlink()
    path.write_bytes(data)


def _head(rows: Rows, seq: int) -> Head:
    return Head(seq, rows[seq - 1]["hash"])


def _tamper(trail: Tamper, kind: str, rows: Rows, dice: Random) -> tuple[int, int]:
    """Do one thing of this kind somewhere; the first and the last event that are not as before."""
    seq = dice.randint(1, len(rows) - 1)
    if kind == "change":
        trail.edit(seq, **_changed(rows[seq - 1], dice))
    elif kind == "drop":
        trail.drop(seq)
    elif kind == "swap":
        other = dice.randint(seq + 1, len(rows))
        trail.swap(seq, other)
        return seq, other
    elif kind == "cut":
        trail.drop(seq, len(rows))
    else:
        trail.chain_anew(seq)
    return seq, seq if kind in {"change", "drop"} else len(rows)


def _changed(row: dict[str, Any], dice: Random) -> dict[str, Any]:
    """Another value in one column: a time moved, a number counted up, a bit of a text turned."""
    column = dice.choice(sorted(set(TABLE.columns.keys()) - {"project_id", "seq", "actor_id"}))
    value = row[column]
    if column == "article_id":
        return {column: str(UUID(int=dice.getrandbits(128), version=4))}
    if isinstance(value, datetime):
        return {column: value + timedelta(milliseconds=dice.randint(1, 10**6))}
    if column == "target_version":
        return {column: (value or 0) + 1}
    text: str = value or "-"
    place = dice.randrange(len(text))
    return {column: text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]}
