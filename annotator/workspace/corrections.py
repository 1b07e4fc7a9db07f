"""What a reader of the newest text is told of its last correction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from annotator.revisions.queries import open_count, revisions_of
from annotator.workspace.queries import Desk


@dataclass(frozen=True, slots=True)
class LastCorrection:
    """`waiting` marks of the layer are still in the earlier text; `since_submitted` says that
    the work was handed in before the correction.
    """

    number: int
    made_at: datetime
    reason: str | None
    waiting: int
    since_submitted: bool


def last_correction(here: Desk, author_id: int) -> LastCorrection | None:
    """The correction that made the desk's text; None where it is the one that came in."""
    if here.revision.number == 1:
        return None
    facts = revisions_of(here.article.id)[0]
    if facts.reason is None:
        return None
    submitted = here.work.submitted_at if here.work else None
    return LastCorrection(
        facts.number,
        facts.created_at,
        facts.reason,
        open_count(here.article.id, author_id),
        submitted is not None and submitted < facts.created_at,
    )
