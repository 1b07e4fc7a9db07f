"""The work in the background: looking at a new link's page, and getting a copy from an archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from annotator.captures import looking
from annotator.captures.archives import Archive, Copy, NotNow, archive_called
from annotator.captures.asking import ARCHIVE, CAPTURE, ask_for_copy, wants_copy
from annotator.captures.looking import Look, look_again, look_at
from annotator.captures.queries import capture_of, captured_since
from annotator.captures.service import fill, found_values, keep
from annotator.clock import now
from annotator.db import db
from annotator.errors import Invalid, Words
from annotator.fetching.service import off
from annotator.jobs.attempt import Run
from annotator.jobs.kinds import job
from annotator.jobs.service import enqueue
from annotator.sources.models import Source

#: A page that was looked at so lately is not fetched again.
LATELY = timedelta(hours=1)
#: How long the archive is left alone after each try that gave no copy, unless it says longer.
WAITS = tuple(timedelta(minutes=one) for one in (2, 10, 60, 360, 1440))


@job(CAPTURE, Words("Looking at a source’s page"), subject=lambda p: str(p["url"]), routine=True)
def capture(run: Run) -> None:
    """Keep what stands on the page, and fill what is empty in the source."""
    if not run.config.fetch:
        raise off()
    run.progress(0)
    # One job keeps one capture: whoever takes it up again finds what was kept.
    source = _source(run)
    look = None if source is None or capture_of(run.claim.id) else _look(run, source)
    with run.completing() as result:
        source = _source(run)
        if source is None or look is None:
            return
        _, kept = keep(run.claim.id, source, look)
        result["filled"] = fill(source, look.url, found_values(look), [kept], actor=run.actor)
        if look.text is not None and _has_archive(run) and wants_copy(source):
            ask_for_copy(source, actor=run.actor)


@job(ARCHIVE, Words("Asking an archive for a copy"), subject=lambda p: str(p["url"]), routine=True)
def archive(run: Run) -> None:
    """Get a copy that is fresh; where the archive has none yet, come back later."""
    asked = archive_called(run.config.archive, run.config.archive_key)
    if not run.config.fetch or asked is None:
        raise off()
    run.progress(0)
    source, url = _source(run), run.payload["url"]
    if source is None or source.url != url or source.archive_url is not None:
        return
    db.session.rollback()
    found, wait = _copy(asked, url, run.payload)
    with run.completing() as result:
        source = _source(run)
        if source is None:
            return
        if isinstance(found, Copy) and (found.is_fresh(now().date()) or wait is None):
            values = {"archive_url": found.url, "archived_on": found.made_on}
            # Both or none: the day of one copy says nothing of another.
            wanted = values if source.archived_on is None else {}
            result["filled"] = fill(source, url, wanted, [], actor=run.actor)
        elif wait is None:
            raise Invalid("The archive gave no copy of this page; ask for one there by hand.")
        else:
            payload = {**run.payload, "tries": run.payload["tries"] + 1, "asked": True}
            enqueue(run.project_id, ARCHIVE, payload, run.actor, not_before=now() + wait)


def _copy(
    asked: Archive, url: str, payload: dict[str, Any]
) -> tuple[Copy | NotNow | None, timedelta | None]:
    """What the archive says, and how long to wait before it is asked again; None for never."""
    tries = payload["tries"]
    wait = WAITS[tries] if tries < len(WAITS) else None
    old: Copy | None = None
    try:
        found = asked.newest(url, looking.WAYS)
        if isinstance(found, Copy) and not found.is_fresh(now().date()):
            old, found = found, None
        if found is None and not payload.get("asked"):
            found = asked.make(url, looking.WAYS)
    except Invalid:
        found = NotNow()
    if isinstance(found, NotNow) and wait is not None:
        wait = max(wait, timedelta(seconds=found.seconds))
    return found if isinstance(found, Copy) else old or found, wait


def _look(run: Run, source: Source) -> Look | None:
    url = run.payload["url"]
    if source.url != url:
        return None
    known = captured_since(run.project_id, source.page_key, url, now() - LATELY)
    look = look_again(known) if known else None
    db.session.rollback()
    return look or look_at(url, lambda came, said: run.progress(came, said))


def _source(run: Run) -> Source | None:
    """The source as it is now, while it is in force."""
    found = db.session.get(Source, run.payload["source"], populate_existing=True)
    return found if found is not None and found.removed_at is None else None


def _has_archive(run: Run) -> bool:
    return archive_called(run.config.archive) is not None
