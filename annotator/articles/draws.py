"""The draw: where an article stands when a share of all is drawn by lot, settled by its id."""

from __future__ import annotations

import hashlib

#: Draws are hundredths: a share of so many per cent holds the articles whose draw is below it.
SHARES = 100
#: The sample is drawn by a hash with this in front; another word would draw another sample.
_SEED = "annotator sample 1:"
#: Of so many parts of the hash, each draw takes as many as the others.
_PARTS = 10_000


def draw_of(article_id: str) -> int:
    """The article's draw, from 0 to 99: it follows from its id alone, for good."""
    digest = hashlib.sha256(f"{_SEED}{article_id}".encode()).digest()
    return int.from_bytes(digest[:8]) % _PARTS // (_PARTS // SHARES)
