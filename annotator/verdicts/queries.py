"""Reading verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from annotator.db import db
from annotator.verdicts.models import Verdict


def verdicts_of(annotation_id: str) -> Sequence[Verdict]:
    """The history of one claim's verdicts, oldest first."""
    return db.session.scalars(
        select(Verdict).where(Verdict.annotation_id == annotation_id).order_by(Verdict.position)
    ).all()


def newest_verdict(annotation_id: str) -> Verdict | None:
    """The verdict in force."""
    return db.session.scalars(
        select(Verdict)
        .where(Verdict.annotation_id == annotation_id)
        .order_by(Verdict.position.desc())
        .limit(1)
    ).first()
