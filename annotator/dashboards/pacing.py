"""How long somebody worked on an article, from the moments at which something of theirs came.

The method, and what it cannot know, is in docs/dashboards.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from annotator.pace.queries import TOGETHER

#: A pause of more than so many seconds is no work on the article, and is left out whole.
IDLE = 300.0
#: A text of fewer words says nothing of 1,000.
LEAST_WORDS = 100
#: Longer times are counted as this.
MOST_MINUTES = 600


class Unknown(StrEnum):
    """Why nobody knows how long an article took."""

    IMPORTED = "imported"
    TOGETHER = "together"
    SHORT = "short"


def minutes_per_thousand(moments: Sequence[datetime], words: int) -> int | Unknown:
    """Whole minutes for 1,000 words; `moments` are in order, `words` those of the text."""
    if words < LEAST_WORDS:
        return Unknown.SHORT
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(moments)]
    # What was done offline arrives at once, and nobody knows when it was done.
    if all(gap <= TOGETHER for gap in gaps):
        return Unknown.TOGETHER
    worked = sum(gap for gap in gaps if gap <= IDLE)
    if worked <= TOGETHER:
        return Unknown.TOGETHER
    return min(round(worked / 60 * 1000 / words), MOST_MINUTES)
