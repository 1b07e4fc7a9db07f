"""What an import gathers before it stores: articles by themselves, or lines with all on them."""

from __future__ import annotations

from typing import Protocol

from annotator.db import Pace
from annotator.errors import Invalid
from annotator.similarity.known import Named


class Batch(Named, Protocol):
    """Rows of one kind of item, made and not yet stored; `pace` learns how long that took."""

    pace: Pace

    @property
    def is_full(self) -> bool:
        """Whether it is time to store."""

    def settle(self) -> list[Invalid]:
        """Leave out what cannot be stored; gives the refusals."""

    def store(self) -> int:
        """Write what there is; gives the number of articles."""

    def discard(self) -> int:
        """Forget what there is; gives the number of articles."""
