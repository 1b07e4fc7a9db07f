"""Reading who publishes checks."""

from __future__ import annotations

from annotator.claimreview.models import Publisher
from annotator.db import db


def publisher_of(project_id: int) -> Publisher | None:
    """Who publishes the project's checks; None where nobody said."""
    return db.session.get(Publisher, project_id)
