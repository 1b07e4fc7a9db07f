"""Claims with sources on pages of the loopback web, and what became of both."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from annotator.annotations.models import Annotation
from annotator.audit.replay import compare
from annotator.captures.models import Capture
from annotator.db import db
from annotator.jobs.models import Job
from annotator.sources.models import Source
from tests.fetching.pages import HTML
from tests.safefetch.network import page
from tests.workspace.marks import Hand

URL = "http://post.example.com/wall"
PAGE = page(HTML.encode())


def sourced(hand: Hand, url: str = URL, **fields: Any) -> dict[str, Any]:
    """A new claim with one source; `fields` are further ones of the source."""
    more = {f"sources-0-{name}": value for name, value in fields.items()}
    source = {"sources-0-uuid": str(uuid4()), "sources-0-url": url, **more}
    return hand.mark("two years", **source)


def verdict(mark: dict[str, Any], rating: str = "supported") -> dict[str, Any]:
    """The fields that give the claim a verdict."""
    return {
        "verdict-uuid": str(uuid4()),
        "verdict-rating": rating,
        "verdict-rationale": "The page says so.",
    }


def source_of(mark: dict[str, Any]) -> Source:
    """The mark's one source as it is stored now."""
    query = select(Source).where(Source.annotation_id == mark["id"])
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def stored(mark: dict[str, Any]) -> Annotation:
    """The mark as it is stored now."""
    return db.session.get_one(Annotation, mark["id"], populate_existing=True)


def captures(mark: dict[str, Any]) -> list[Capture]:
    """The captures of the mark's one source, oldest first."""
    query = select(Capture).where(Capture.source_id == source_of(mark).id)
    return list(db.session.scalars(query.order_by(Capture.fetched_at)))


def jobs(kind: str) -> list[Job]:
    """All jobs of the kind, oldest first."""
    db.session.rollback()
    query = select(Job).where(Job.kind == kind).order_by(Job.created_at, Job.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def result(job: Job) -> dict[str, Any]:
    """What came of the job."""
    found: dict[str, Any] = json.loads(job.result or "{}")
    return found


def replayed(mark: dict[str, Any]) -> bool:
    """Whether the project's events give its tables, hashes of kept texts included."""
    db.session.rollback()
    return compare(stored(mark).project_id) == []
