"""Evidence that was published after its claim, taken out of the rows of claims."""

from __future__ import annotations

from typing import Any

from annotator.export.records.lines import line_of
from annotator.export.tables.arrow import Row
from annotator.splits.evidence import dated_sources


def without_later(row: Row) -> tuple[Row, int]:
    """The row of a claim without such sources, and how many there were.

    A source or claim whose day nobody knows keeps what it has.
    """
    evidence: list[dict[str, Any]] = row["evidence"]
    days = ((one["id"], one["published_on"]) for one in evidence)
    later = dated_sources(row["made_on"], row["published_on"], days).later
    if not later:
        return row, 0
    kept = [one for one in evidence if one["id"] not in later]
    return {**row, "evidence": kept}, len(later)


def lines_without_later(rows: list[Row]) -> tuple[list[Row], list[bytes], int]:
    """The rows of some claims without such sources, their lines, and how many sources went."""
    found = [without_later(row) for row in rows]
    kept = [row for row, _ in found]
    return kept, [line_of(row) for row in kept], sum(count for _, count in found)
