"""Having the pages of new links looked at, after the save that brought them and outside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from annotator.audit.models import BACKGROUND, Actor
from annotator.audit.service import Change
from annotator.clock import now
from annotator.jobs.queries import times_asked
from annotator.jobs.service import enqueue
from annotator.sources.archive_links import kept_copy
from annotator.sources.models import Source

CAPTURE, ARCHIVE = "capture", "archive"
#: So many pages one person's saves may have looked at within the window; the others wait for
#: `annotator sources check`.
MOST_IN_WINDOW, WINDOW = 200, timedelta(hours=1)


def newly_linked(sources: Sequence[Source], changes: Sequence[Change]) -> tuple[Source, ...]:
    """Those of the sources that these changes gave a link, or another one."""
    given = {
        change.target_id
        for change in changes
        if change.target == Source.__tablename__
        and change.after is not None
        and (change.before or {}).get("url") != change.after["url"]
    }
    return tuple(source for source in sources if source.id in given)


def ask_for_captures(sources: Sequence[Source], *, actor: Actor) -> int:
    """A job for each source with a link that is not the article itself; how many there are."""
    wanted = [one for one in sources if one.url is not None and not one.is_article]
    if not wanted:
        return 0
    room = MOST_IN_WINDOW - len(times_asked(actor.id, CAPTURE, now() - WINDOW))
    asked = wanted[: max(0, room)]
    behind = Actor(actor.id, actor.name, BACKGROUND)
    for source in asked:
        payload = {"source": source.id, "url": source.url}
        enqueue(source.project_id, CAPTURE, payload, behind)
    return len(asked)


def wants_copy(source: Source) -> bool:
    """Whether no copy of the source's page is named, and it is not one itself."""
    return source.archive_url is None and kept_copy(source.url) is None


def ask_for_copy(source: Source, *, actor: Actor) -> None:
    """A job that gets a copy of the source's page from the archive."""
    payload = {"source": source.id, "url": source.url, "tries": 0}
    enqueue(source.project_id, ARCHIVE, payload, actor)
