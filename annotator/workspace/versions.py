"""Who made which versions of a mark, as its events tell."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from annotator.annotations.models import Annotation
from annotator.audit.models import BACKGROUND, Event
from annotator.db import db


def was_made_by(annotation: Annotation, *, after: int, request_sha256: str) -> bool:
    """Whether this very request made a version of the mark after that: it comes a second time.

    Mostly the next one; the server may have filled in what was empty before it.
    """
    query = _events_after(annotation, after).where(Event.request_sha256 == request_sha256)
    return db.session.scalar(query.with_only_columns(Event.seq).limit(1)) is not None


def was_only_filled(annotation: Annotation, after: int) -> bool:
    """Whether the server alone made every version of the mark after that one."""
    query = _events_after(annotation, after)
    found = [event.via == BACKGROUND for event in db.session.execute(query)]
    return len(found) == annotation.version - after and all(found)


def _events_after(annotation: Annotation, version: int) -> Select[Any]:
    return select(Event.via).where(
        Event.project_id == annotation.project_id,
        Event.target == "annotation",
        Event.target_id == annotation.id,
        Event.target_version > version,
    )
