"""The snapshot that an export is written from: of now, or of what was known once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from annotator.annotations.models import Annotation
from annotator.articles.models import Revision
from annotator.assignments.known import known_as_submitted
from annotator.audit.known import known_on, put_trail
from annotator.claimreview.standing import TOLD
from annotator.db import db, scratch_in_use
from annotator.export.criteria import rules_of_articles
from annotator.export.options import CLAIMREVIEW, Options, Revisions
from annotator.export.reading.snapshot import Snapshot
from annotator.verdicts.models import Verdict


def snapshot_for(project_id: int, options: Options) -> Snapshot:
    """A snapshot that is not open yet, of the moment that the options name."""
    if options.known_on is None:
        return _snapshot(project_id, None, options)
    # What readers were told on a day, they were told, whatever was taken back since.
    is_masked = options.submitted_only and options.kind != CLAIMREVIEW
    take = known_as_submitted if is_masked else known_on
    known = take(project_id, options.known_on)
    try:
        if options.kind == CLAIMREVIEW:
            articles: Sequence[str] = told_articles(project_id, options.known_on)
            put_trail(known, project_id, options.known_on, articles)
        elif options.revisions is Revisions.ALL:
            corrected = select(Revision.article_id).group_by(Revision.article_id)
            articles = known.scalars(corrected.having(func.count() > 1)).all()
            put_trail(known, project_id, options.known_on, articles)
    except BaseException:
        known.close()
        raise
    return _snapshot(project_id, known, options)


def _snapshot(project_id: int, known: Connection | None, options: Options) -> Snapshot:
    # What readers were told, they were told, wherever its mark stands by now.
    rules = [] if options.kind == CLAIMREVIEW else rules_of_articles(options)
    kept = [rule for _reason, rule in rules]
    return Snapshot(
        project_id,
        known,
        options.selection,
        options.reach,
        comments=options.comments,
        kept=and_(*kept) if kept else None,
    )


def told_articles(project_id: int, moment: datetime) -> list[str]:
    """The articles with anything that was made public by then, whatever became of it."""
    query = (
        select(Annotation.article_id)
        .join(Verdict, Verdict.annotation_id == Annotation.id)
        .where(
            Annotation.project_id == project_id,
            Verdict.public_state.in_(TOLD),
            Verdict.decided_at <= moment,
        )
    )
    return list(db.session.scalars(query.distinct()))


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
