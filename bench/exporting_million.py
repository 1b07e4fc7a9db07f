"""Exporting 1,000,000 marks, each way once."""

from __future__ import annotations

from pathlib import Path

from bench import exporting


def main(folder: Path) -> None:
    """As `bench.exporting`, ten times as large."""
    exporting.main(folder, articles=100_000, rounds=1)
