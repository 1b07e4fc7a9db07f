"""The names of the kinds of jobs that change nothing of a project's; `kinds.py` fills it."""

from __future__ import annotations

READING: set[str] = set()
