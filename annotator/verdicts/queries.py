"""Reading verdicts."""

from __future__ import annotations

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
