"""Reading verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from annotator.db import db
from annotator.verdicts.models import Verdict

_VERDICTS = (
    select(Verdict)
    .where(Verdict.annotation_id == bindparam("annotation"))
    .order_by(Verdict.position)
)


def verdicts_of(annotation_id: str) -> list[Verdict]:
    """The history of one claim's verdicts, oldest first; the last one is in force."""
    return list(db.session.scalars(_VERDICTS, {"annotation": annotation_id}))


def judged_among(annotation_ids: Sequence[str]) -> set[str]:
    """Those of the marks that have a verdict."""
    found: set[str] = set()
    # In slices: a statement takes only so many parameters.
    for first in range(0, len(annotation_ids), 500):
        ids = annotation_ids[first : first + 500]
        query = select(Verdict.annotation_id).where(Verdict.annotation_id.in_(ids)).distinct()
        found.update(db.session.scalars(query))
    return found
