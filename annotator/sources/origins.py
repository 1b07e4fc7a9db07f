"""Sources that have what they say from one place: groups of them, which count as one."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.sources.models import Source


def keep_together(sources: Sequence[Source], leaving: Source) -> dict[str, str | None]:
    """What sources should name as their origin, by id, so that a group outlives `leaving`.

    Those in force name one in force; the one that leaves names one of them, so that it is of
    the group again when it comes back.
    """
    followers = [
        one
        for one in sorted(sources, key=lambda one: one.position)
        if one.same_origin_as == leaving.id and one.removed_at is None and one is not leaving
    ]
    if not followers:
        return {}
    named = next((one for one in sources if one.id == leaving.same_origin_as), None)
    if named is not None and named.removed_at is None and named not in followers:
        return {one.id: named.id for one in followers}
    heir = named if named in followers else followers[0]
    found: dict[str, str | None] = {one.id: heir.id for one in followers}
    return {**found, heir.id: None, leaving.id: heir.id}


def origin_in_force(sources: Sequence[Source], returning: Source) -> str | None:
    """Which source in force one that comes back has its origin from; None for none."""
    by_id = {one.id: one for one in sources}
    seen: set[str] = {returning.id}
    wanted = returning.same_origin_as
    while wanted is not None and wanted not in seen:
        found = by_id.get(wanted)
        if found is None:
            return None
        if found.removed_at is None:
            return wanted
        seen.add(wanted)
        wanted = found.same_origin_as
    return None
