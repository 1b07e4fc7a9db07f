"""Keeping what was built as a release, and withdrawing one; in the caller's transaction."""

from __future__ import annotations

from uuid import uuid4

import orjson

from annotator.audit.models import Action, Actor
from annotator.audit.service import lock_chain, record_change, snapshot
from annotator.clock import now
from annotator.db import db
from annotator.errors import Conflict, Invalid
from annotator.projects.models import Project
from annotator.releases.models import Release
from annotator.releases.publishing import Published
from annotator.releases.queries import next_version
from annotator.text.visible import said

#: Characters of a reason.
MAX_REASON = 1_000


def keep(project: Project, published: Published, *, actor: Actor) -> Release:
    """The release whose files are in the store by now.

    Raises `Conflict` where another one of this name and version came first.
    """
    lock_chain(project.id)
    if next_version(project.id, published.name) != published.version:
        raise Conflict("Somebody else made a release of this name meanwhile: make it again.")
    head = orjson.loads(published.manifest)["made"]["head"]
    release = Release(
        id=str(uuid4()),
        project_id=project.id,
        name=published.name,
        version=published.version,
        names=published.names,
        manifest=published.manifest.decode(),
        bytes=published.bytes,
        head_sequence=head["sequence"],
        head_hash=head["hash"],
        created_at=now(),
        created_by=actor.id,
    )
    db.session.add(release)
    record_change(Action.RELEASE_MADE, release, before=None, actor=actor)
    return release


def withdraw(release: Release, why: str, *, actor: Actor) -> None:
    """Take it back: its record stays, and so do its files, which nobody is given any more.

    Raises `Invalid` without a reason, and `Conflict` where it was withdrawn before.
    """
    why = said(why)
    if not why:
        raise Invalid("Say why: those who have loaded it will ask.", "why")
    if len(why) > MAX_REASON:
        raise Invalid("A reason can be %(most)s characters long.", "why", most=MAX_REASON)
    lock_chain(release.project_id)
    db.session.refresh(release, with_for_update=True)
    if release.withdrawn_at is not None:
        raise Conflict("This release was withdrawn already.")
    before = snapshot(release)
    release.withdrawn_at, release.why = now(), why
    record_change(Action.RELEASE_WITHDRAWN, release, before=before, actor=actor)
