"""A page of the claims that were known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.claims.known import made_by
from annotator.claims.listing import PAGE_SIZE, ClaimQuery, ListedClaim, claims
from annotator.web.guards import current_project
from annotator.web.looking_back import LookedBack

#: So many marks at most are looked at together: where few fit, more at a time cost less.
_MOST_TOGETHER = 800


def known_claims(
    looked: LookedBack, wanted: ClaimQuery
) -> tuple[Sequence[ListedClaim], str | None]:
    """The claims that fit, and the cursor of the next page, None on the last.

    Where few of many claims fit, as many are looked at as it takes to fill the page.
    """
    project_id, together = current_project().id, PAGE_SIZE
    found: list[ListedClaim] = []
    while True:
        made = made_by(project_id, looked.moment, wanted, limit=together)
        articles = sorted({one.article_id for one in made})
        with looked.reading(articles):
            among = replace(wanted, after=None, among=[one.id for one in made])
            found += claims(project_id, among)
        if len(found) > PAGE_SIZE:
            return found[:PAGE_SIZE], found[PAGE_SIZE - 1].cursor
        if len(made) < together:
            return found, None
        wanted = replace(wanted, after=made[-1].cursor)
        together = min(2 * together, _MOST_TOGETHER)
