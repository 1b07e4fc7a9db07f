"""The snapshot that an export is written from: of now, or of what was known once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from annotator.articles.models import Revision
from annotator.assignments.known import known_as_submitted
from annotator.audit.known import known_on, put_trail
from annotator.db import scratch_in_use
from annotator.export.options import Options, Revisions
from annotator.export.queries import Snapshot


def snapshot_for(project_id: int, options: Options) -> Snapshot:
    """A snapshot that is not open yet, of the moment that the options name."""
    if options.known_on is None:
        return Snapshot(
            project_id, only=options.only, reach=options.reach, comments=options.comments
        )
    take = known_as_submitted if options.submitted_only else known_on
    known = take(project_id, options.known_on)
    try:
        if options.revisions is Revisions.ALL:
            corrected = select(Revision.article_id).group_by(Revision.article_id)
            articles = known.scalars(corrected.having(func.count() > 1)).all()
            put_trail(known, project_id, options.known_on, articles)
    except BaseException:
        known.close()
        raise
    return Snapshot(project_id, known, options.only, options.reach, comments=options.comments)


@contextmanager
def snapshot_at_hand(project_id: int) -> Iterator[Snapshot]:
    """A snapshot of what `db.session` reads: of now, or of what is looked back to."""
    scratch = scratch_in_use()
    snapshot = Snapshot(project_id, scratch)
    snapshot.open()
    try:
        yield snapshot
    finally:
        if scratch is None:
            snapshot.close()
