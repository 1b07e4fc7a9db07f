"""No version that is known to be at fault is pinned; nobody is asked for it."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.site.advisories import LOCKS, advisories, at_fault, looked_up, pins

#: How long what was looked up may be relied on, in days. `make evidence` asks; a suite that turns
#: red by itself would not say anything about the code.
LONGEST = 45


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_pin_is_known_to_be_at_fault(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert pins(text)
    assert at_fault(text, advisories()) == []


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("flask==3.1.2 \\\n", "flask 3.1.2: CVE-2026-27205"),
        ("Werkzeug==3.0.0\n", "werkzeug 3.0.0: CVE-2023-46136"),
        ("bleach==6.3.0 ; python_version < '3.12'\n", "bleach 6.3.0: GHSA-8rfp-98v4-mmr6"),
        ("flask==2.3.1\n", "flask 2.3.1: CVE-2023-30861"),
    ],
)
def test_a_planted_pin_is_found(pin: str, fault: str) -> None:
    assert [line for line in at_fault(pin, advisories()) if line.startswith(fault)]


def test_a_mended_version_is_not() -> None:
    assert at_fault("werkzeug==2.3.8\nflask==2.2.5.post1\n", advisories()) == [
        "werkzeug 2.3.8: CVE-2024-49767, a form takes far more memory than it has bytes",
        "flask 2.2.5.post1: CVE-2026-27205, Vary: Cookie is missing where the session is only "
        "looked at",
    ]


def test_each_advisory_is_written_once() -> None:
    named = [one.id for one in advisories()]
    assert len(named) == len(set(named))


@pytest.mark.skipif(
    not os.environ.get("ANNOTATOR_ADVISORIES"),
    reason="passes or fails by the date: run with ANNOTATOR_ADVISORIES=1, or make evidence",
)
def test_they_were_looked_up_lately() -> None:
    days = (datetime.now(UTC).date() - looked_up()).days
    assert 0 <= days <= LONGEST, f"advisories were looked up {days} days ago"
