"""The snapshot that an export is written from: of now, or of what was known once."""

from __future__ import annotations

from sqlalchemy import func, select

from annotator.articles.models import Revision
from annotator.assignments.known import known_as_submitted
from annotator.audit.known import known_on, put_trail
from annotator.export.options import Options, Revisions
from annotator.export.queries import Snapshot


def snapshot_for(project_id: int, options: Options) -> Snapshot:
    """A snapshot that is not open yet, of the moment that the options name."""
    if options.known_on is None:
        return Snapshot(project_id)
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
    return Snapshot(project_id, known)
