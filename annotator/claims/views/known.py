"""A page of the claims that were known on a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from annotator.claims.known import made_by
from annotator.claims.listing import PAGE_SIZE, ClaimQuery, ListedClaim, claims
from annotator.web.guards import current_project
from annotator.web.looking_back import LookedBack

#: So many pages of marks are looked at for one page of the list: the next one goes on from there.
_MOST_BATCHES = 8


def known_claims(
    looked: LookedBack, wanted: ClaimQuery
) -> tuple[Sequence[ListedClaim], str | None]:
    """The claims that fit, and the cursor of the next page, None on the last.

    A page is short of rows where few of many claims fit, and there is a next one all the same.
    """
    project_id = current_project().id
    found: list[ListedClaim] = []
    for _batch in range(_MOST_BATCHES):
        made = made_by(project_id, looked.moment, wanted, limit=PAGE_SIZE)
        articles = sorted({one.article_id for one in made})
        with looked.reading(articles):
            among = replace(wanted, after=None, among=[one.id for one in made])
            found += claims(project_id, among)
        if len(found) > PAGE_SIZE:
            return found[:PAGE_SIZE], found[PAGE_SIZE - 1].cursor
        if len(made) < PAGE_SIZE:
            return found, None
        wanted = replace(wanted, after=made[-1].cursor)
    return found, wanted.after
