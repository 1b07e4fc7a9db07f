"""Looking at the pages of sources again: what became of them is kept, and verdicts feel it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from annotator.annotations.models import Annotation
from annotator.annotations.queries import annotation as find_annotation
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, lock_chain, record
from annotator.captures.asking import ask_for_copy, wants_copy
from annotator.captures.findings import is_dead
from annotator.captures.looking import Look, look_at
from annotator.captures.queries import Looked, looks_at, sources_in_force
from annotator.captures.service import change, doubt_verdict, is_judged, keep
from annotator.captures.surveying import changes_of, looks_of
from annotator.clock import now
from annotator.db import db, writing
from annotator.projects.definition import Definition, definition_from_json
from annotator.projects.queries import current_scheme
from annotator.sources.models import Source
from annotator.sources.rules import flags_of, flags_to_json, is_evidence
from annotator.sources.warnings import DEAD

#: A host is left alone for so many seconds after each page.
PAUSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Visit:
    """One page to look at, and the sources that name it."""

    url: str
    sources: tuple[str, ...]

    @property
    def host(self) -> str:
        """Whom it is asked from."""
        return urlsplit(self.url).netloc


def visits(project_id: int, older_than: timedelta | None, most: int | None) -> list[Visit]:
    """The pages that were not looked at for so long, those never seen first; None for all.

    At most so many of them. Their hosts take turns.
    """
    due: dict[str, list[str]] = defaultdict(list)
    since = None if older_than is None else now() - older_than
    for source, looked_at in sources_in_force(project_id):
        if source.url is not None and (since is None or looked_at is None or looked_at < since):
            due[source.url].append(source.id)
    pages = [Visit(url, tuple(ids)) for url, ids in due.items()][:most]
    return list(_taking_turns(pages))


def look_politely(
    pages: Sequence[Visit], pause: Callable[[float], None] = time.sleep
) -> Iterator[tuple[Visit, Look]]:
    """Look at each page, one at a time; no host is asked again before it had its pause."""
    asked: dict[str, float] = {}
    for page in pages:
        rest = asked.get(page.host, float("-inf")) + PAUSE_SECONDS - time.monotonic()
        if rest > 0:
            pause(rest)
        look = look_at(page.url)
        asked[page.host] = time.monotonic()
        yield page, look


def settle(
    project_id: int, page: Visit, look: Look, *, actor: Actor, archives: bool = False
) -> None:
    """Keep what was found for each source of the page, and let their verdicts feel it.

    Where there is an archive, it is asked for a copy of a page that is read for the first time, as
    one that was imported: a save has its pages looked at, and the archive asked, at once.
    Each in a transaction of its own: whoever stops this goes on with the next one later.
    """
    for source_id in page.sources:
        with writing():
            lock_chain(project_id)
            source = db.session.get(Source, source_id)
            if source is not None and source.removed_at is None and source.url == page.url:
                _settle(source, look, actor)
                if archives and look.text is not None and _is_first(source):
                    ask_for_copy(source, actor=actor)


def _is_first(source: Source) -> bool:
    """Whether the page was read once, and nobody named a copy of it."""
    read = [one for one in looks_of(source, looks_at(source.id)) if one.failure is None]
    return len(read) == 1 and wants_copy(source)


def _settle(source: Source, look: Look, actor: Actor) -> None:
    _, kept = keep(str(uuid4()), source, look)
    captures = looks_of(source, looks_at(source.id))
    mark = find_annotation(source.annotation_id)
    if mark is None or not _bears(mark, source, captures):
        record(source.project_id, [kept], actor=actor)
        return
    _feel(mark, source, captures, kept, actor)


def _feel(
    mark: Annotation, source: Source, captures: Sequence[Looked], kept: Change, actor: Actor
) -> None:
    counts = is_evidence(source)

    def write() -> None:
        if _is_newly_dead(source, captures):
            flags = [*flags_of(source), DEAD]
            source.flags = flags_to_json(flags, _definition(source.project_id))
        if counts:
            doubt_verdict(mark, actor=actor)

    change(mark, source, Action.SOURCE_CHECKED, write, [kept], actor=actor)


def _bears(mark: Annotation, source: Source, captures: Sequence[Looked]) -> bool:
    """Whether there is anything to write down of what was found."""
    if _is_newly_dead(source, captures):
        return True
    found = changes_of([source], {source.id: captures}).get(source.id)
    return found is not None and found.matters and is_evidence(source) and is_judged(mark)


def _is_newly_dead(source: Source, captures: Sequence[Looked]) -> bool:
    if DEAD in flags_of(source) or not is_dead(captures):
        return False
    return DEAD in _definition(source.project_id).known("flags")


def _definition(project_id: int) -> Definition:
    return definition_from_json(current_scheme(project_id).definition)


def _taking_turns(pages: Sequence[Visit]) -> Iterator[Visit]:
    by_host: dict[str, list[Visit]] = defaultdict(list)
    for page in pages:
        by_host[page.host].append(page)
    while by_host:
        for host in list(by_host):
            yield by_host[host].pop(0)
            if not by_host[host]:
                del by_host[host]
