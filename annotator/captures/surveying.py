"""What is wrong with each source of a project; texts of pages are read only where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from threading import Lock

from cachetools import LRUCache

from annotator.annotations.sight import Sight
from annotator.captures.comparing import Difference, difference
from annotator.captures.findings import Found, findings_of, other_texts
from annotator.captures.queries import (
    Looked,
    looks_at,
    looks_by_source,
    sources_added_before,
    sources_in_force,
    texts_of,
)
from annotator.db import cursor_of
from annotator.sources.models import Source

Pair = tuple[Looked, Looked]
#: A source, when its page was last looked at, and what is wrong with it.
Surveyed = tuple[Source, datetime | None, list[Found]]
#: What is compared: two texts by their hashes, and the words that were relied on.
_Key = tuple[str | None, str | None, str | None]

#: So many sources are looked through at a time.
_SOME = 100
_KEPT = 20_000

_known: LRUCache[_Key, Difference | None] = LRUCache(_KEPT)
_lock = Lock()


def surveyed(project_id: int) -> Iterator[Surveyed]:
    """Each source in force, when its page was last looked at, and what is wrong with it."""
    sources = sources_in_force(project_id)
    for first in range(0, len(sources), _SOME):
        yield from _surveyed(sources[first : first + _SOME])


def surveyed_before(project_id: int, cursor: str | None, sight: Sight) -> Iterator[Surveyed]:
    """The same within sight, those added last first, from behind a cursor on; read as asked."""
    while some := sources_added_before(project_id, cursor, _SOME, sight):
        yield from _surveyed(some)
        if len(some) < _SOME:
            return
        cursor = cursor_of(some[-1][0].added_at, some[-1][0].id)


def _surveyed(some: Sequence[tuple[Source, datetime | None]]) -> Iterator[Surveyed]:
    looks = looks_by_source([source.id for source, _ in some])
    own = {source.id: looks_of(source, looks.get(source.id, ())) for source, _ in some}
    changes = changes_of([source for source, _ in some], own)
    for source, looked_at in some:
        yield source, looked_at, findings_of(source, own[source.id], changes.get(source.id))


def surveyed_sources(sources: Sequence[Source]) -> Iterator[Surveyed]:
    """The same of some sources."""
    own = {source.id: looks_of(source, looks_at(source.id)) for source in sources}
    changes = changes_of(sources, own)
    for source in sources:
        looks = own[source.id]
        looked_at = looks[0].fetched_at if looks else None
        yield source, looked_at, findings_of(source, looks, changes.get(source.id))


def looks_of(source: Source, looks: Sequence[Looked]) -> list[Looked]:
    """The looks at the page that the source names now."""
    return [one for one in looks if one.url == source.url]


def changes_of(
    sources: Sequence[Source], looks: Mapping[str, Sequence[Looked]]
) -> dict[str, Difference | None]:
    """How the page of each source differs from what it was, by the id of the source.

    `looks` are by source, too, the newest first.
    """
    asked = [(one, pair) for one in sources if (pair := other_texts(looks[one.id])) is not None]
    with _lock:
        kept = {key: _known[key] for key in (_key(*one) for one in asked) if key in _known}
    fresh = _compared([one for one in asked if _key(*one) not in kept])
    with _lock:
        _known.update(fresh)
    found = {**kept, **fresh}
    return {source.id: found[_key(source, pair)] for source, pair in asked}


def _compared(asked: Sequence[tuple[Source, Pair]]) -> dict[_Key, Difference | None]:
    texts = texts_of([look.id for _, pair in asked for look in pair])
    found: dict[_Key, Difference | None] = {}
    for source, (before, after) in asked:
        was, now = texts.get(before.id, ""), texts.get(after.id, "")
        found[_key(source, (before, after))] = difference(was, now, source.excerpt)
    return found


def _key(source: Source, pair: Pair) -> _Key:
    before, after = pair
    return before.text_sha256, after.text_sha256, source.excerpt
