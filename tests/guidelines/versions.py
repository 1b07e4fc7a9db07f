"""Which guidelines are in force."""

from __future__ import annotations

from annotator.guidelines.queries import current_guidelines


def number_in_force(project_id: int) -> int | None:
    """The number of the version in force, or None."""
    found = current_guidelines(project_id)
    return None if found is None else found.number
