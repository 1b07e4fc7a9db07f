"""What a lead says of training, as it is asked of the service."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswersDraft:
    """Where known answers come from: a reviewer's submitted marks, or the gold layer (None).

    Without `verdicts`, ratings are no part of them: nobody is asked for any.
    """

    reviewer_id: int | None = None
    verdicts: bool = True
