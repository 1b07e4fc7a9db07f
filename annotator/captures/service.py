"""Keeping captures, and filling what is empty in a source from what was found.

A source's fields are a person's: what stands there is never written over. A change is one of the
mark, as every change to what hangs on it, and counts its version.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annotator.annotations.models import Annotation, StaleReason
from annotator.annotations.queries import annotation as find_annotation
from annotator.annotations.service import mark_stale, touch
from annotator.audit.models import Action, Actor
from annotator.audit.service import Change, change_of, record, sha256, snapshot
from annotator.captures.looking import Look, leads_home
from annotator.captures.models import Capture
from annotator.db import db
from annotator.notifications.models import Kind
from annotator.notifications.service import Notice, notify
from annotator.sources.models import Source
from annotator.sources.urls import page_hash
from annotator.verdicts.queries import verdicts_of


def keep(capture_id: str, source: Source, look: Look) -> tuple[Capture, Change]:
    """Store what a look at the source's page found; gives the change for the audit trail."""
    capture = Capture(
        id=capture_id,
        project_id=source.project_id,
        source_id=source.id,
        page_key=page_hash(look.url),
        text_sha256=sha256(look.text),
        **{name: getattr(look, name) for name in Look.__slots__},
    )
    db.session.add(capture)
    db.session.flush()
    mark = find_annotation(source.annotation_id)
    article_id = mark.article_id if mark else None
    return capture, change_of(Action.CAPTURE_KEPT, capture, article_id=article_id)


def found_values(look: Look) -> dict[str, Any]:
    """What a look says of the source; nothing, where the page is gone or only leads home."""
    if look.text is None or leads_home(look.url, look.final_url):
        return {}
    return {
        "title": look.title,
        "publisher": look.publisher,
        "published_on": look.published_on,
        "retrieved_on": look.fetched_at.date(),
    }


def fill(
    source: Source, url: str, values: Mapping[str, Any], changes: list[Change], *, actor: Actor
) -> list[str]:
    """Write what was found into fields that are empty, and all changes into the audit trail.

    `url` is the address that was looked at: a source that has another one by now, or is removed,
    is left alone. Gives the names of the fields that were filled.
    """
    mark = find_annotation(source.annotation_id)
    empty = {
        name: value
        for name, value in values.items()
        if value is not None and getattr(source, name) is None
    }
    if mark is None or not empty or source.url != url or source.removed_at is not None:
        record(source.project_id, changes, actor=actor)
        return []

    def write() -> None:
        for name, value in empty.items():
            setattr(source, name, value)

    change(mark, source, Action.SOURCE_FILLED, write, changes, actor=actor)
    return sorted(empty)


def change(
    mark: Annotation,
    source: Source,
    action: Action,
    write: Callable[[], None],
    changes: list[Change],
    *,
    actor: Actor,
) -> None:
    """Let `write` change the source, and count it as a change of its mark, with its events."""
    old_mark, old_source = snapshot(mark), snapshot(source)
    write()
    touch(mark)
    db.session.flush()
    made = [change_of(Action.ANNOTATION_REVISED, mark, before=old_mark, article_id=mark.article_id)]
    if snapshot(source) != old_source:
        made.append(change_of(action, source, before=old_source, article_id=mark.article_id))
    record(mark.project_id, [*changes, *made], actor=actor)


def is_judged(mark: Annotation) -> bool:
    """Whether a claim has a verdict that nobody doubts yet."""
    claim = mark.claim
    return claim is not None and claim.stale_reason is None and bool(verdicts_of(mark.id))


def doubt_verdict(mark: Annotation, *, actor: Actor) -> None:
    """Say that the page under a claim's verdict is another one now, where there is a verdict."""
    if is_judged(mark):
        mark_stale(mark, StaleReason.CAPTURE)
        stale = Notice(Kind.STALE, mark.author_id, mark.project_id, mark.article_id, mark.id)
        notify([stale], actor=actor)
