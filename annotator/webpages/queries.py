"""Reading proposals."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import defer

from annotator.db import db
from annotator.webpages.models import Proposal

#: How many of those that wait are listed.
LISTED = 50


def proposal_of(project_id: int, proposal_id: str, *, lock: bool = False) -> Proposal | None:
    """The project's proposal, if it has this one; `lock` for whoever will decide on it."""
    query = select(Proposal).where(Proposal.project_id == project_id, Proposal.id == proposal_id)
    return db.session.scalar(query.with_for_update() if lock else query)


def waiting(project_id: int) -> Sequence[Proposal]:
    """Those nobody has decided on yet, the newest first, without their pages."""
    query = (
        select(Proposal)
        .where(Proposal.project_id == project_id, Proposal.article_id.is_(None))
        .order_by(Proposal.created_at.desc(), Proposal.id)
        .limit(LISTED)
        .options(defer(Proposal.page, raiseload=True))
    )
    return db.session.scalars(query).all()
